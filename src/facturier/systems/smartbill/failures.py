"""From an answer that is not a plain success to one of our errors (fact sheet, sections 1.4, 2, 10.3).

The HTTP code alone never decides, nor does the text alone. A text tells who must act once it is certain
that nothing was done; whether anything was done is read from the code and the shape of the answer.
"""

import re
from enum import Enum

from facturier.model.message import Message, say
from facturier.ports.errors import InDoubt, Misconfigured, Missing, Refused, RemoteError
from facturier.ports.http import Reply
from facturier.systems.shared.text import plain
from facturier.systems.smartbill.answers import Head, as_text


class Action(Enum):
    """What an unclear answer means: not now for READ, in doubt for CHANGE and CREATE."""

    READ = "read"
    CHANGE = "change"
    CREATE = "create"


class WrongLogin(Misconfigured):
    """A 401 about e-mail or token."""


class WrongCompany(Misconfigured):
    """A 401 about the company: the login is right."""


_MISSING = re.compile(r"^(factura|proforma|documentul|chitanta)\b.*\bnu a fost gasit")
_NOT_LAST = re.compile(r"^nu poti sterge")
_NO_RIGHT = re.compile(r"^nu (aveti|ai) dreptul")
_COMPANY = re.compile(r"^firma la care|nu (mai )?este disponibila")
_BROKEN = re.compile(r"^internal server error")
_NEVER_ACTED = frozenset({401, 403, 404, 405, 406, 410, 415})
_NO_RIGHT_CURE = say(
    "The SmartBill user has no right to do this. Give the right in SmartBill, then try again."
)
_CURES: tuple[tuple[re.Pattern[str], Message], ...] = (
    (
        re.compile(r"^seria\b.*nu a fost gasit"),
        say("SmartBill does not know this series. Create it in SmartBill or choose another in the route."),
    ),
    (
        re.compile(r"^(cota tva\b|trebuie sa setezi o cota)"),
        say("SmartBill does not know this VAT rate. Map it to one of the account's rates in the route."),
    ),
    (
        re.compile(r"^pentru acest pachet"),
        say("The SmartBill subscription allows no more documents. Extend it, then try again."),
    ),
    (
        re.compile(r"^(abonament|licent)"),
        say("The SmartBill subscription does not allow this. Check it in SmartBill, then try again."),
    ),
    (_NO_RIGHT, _NO_RIGHT_CURE),
    (
        re.compile(r"^nu puteti adauga documentul intr-o perioada inchisa"),
        say("The period of this date is closed in SmartBill. Open it there or issue with a later date."),
    ),
    (
        re.compile(r"^moneda nu a fost gasita"),
        say("SmartBill does not know this currency. Add it in SmartBill, then try again."),
    ),
    (
        re.compile(r"^o firma neplatitoare de tva"),
        say("The company does not pay VAT according to SmartBill. Correct the company's VAT settings."),
    ),
    (
        re.compile(r"^(modulul stoc|gestiunea)\b"),
        say("SmartBill cannot find the stock or warehouse. Choose the warehouse again, or do not use stock."),
    ),
    (
        re.compile(r"^tipul (documentului|incasarii)\b"),
        say("SmartBill does not know this type of payment. Choose one of its types in the route."),
    ),
)


class Outcome(Enum):
    DONE = "done"
    REFUSED = "refused"
    UNCLEAR = "unclear"


def outcome(reply: Reply, head: Head | None, action: Action) -> Outcome:
    """Whether the answer says done, says no, or leaves it open.

    head: the answer's beginning, None where it is no JSON object. Limits are dealt with before.
    """
    words = head.words if head else ""
    if reply.status >= 500 or _BROKEN.match(plain(words)):
        return Outcome.UNCLEAR
    if reply.status in _NEVER_ACTED:
        return Outcome.REFUSED
    if head is None:
        return Outcome.UNCLEAR
    if words:
        contradicts = action is Action.CREATE and _names_a_document(head)
        return Outcome.UNCLEAR if contradicts else Outcome.REFUSED
    return Outcome.DONE if reply.status == 200 else Outcome.UNCLEAR


def refusal(status: int, words: str, action: Action) -> RemoteError:
    """Misconfigured where a setting, a right or the subscription is to blame, Missing, else Refused."""
    text = plain(words)
    if status == 401:
        return _not_let_in(words)
    for pattern, cure in _CURES:
        if pattern.search(text):
            return Misconfigured(cure, words)
    if action is not Action.CREATE and (status == 410 or _MISSING.match(text)):
        return Missing(say("SmartBill does not know this document."), words)
    if status in (404, 405, 406, 415):
        return Misconfigured(
            say("SmartBill has nothing at this address. Check the address in the settings."),
            words,
        )
    if status == 403 and not _NOT_LAST.match(text):
        return Misconfigured(_NO_RIGHT_CURE, words)
    return Refused(say("SmartBill said no. Its own words tell why; correct that and try again."), words)


def _not_let_in(words: str) -> "WrongLogin | WrongCompany":
    if _COMPANY.search(plain(words)):
        return WrongCompany(
            say(
                "SmartBill does not give this user the company. Write the CIF exactly as SmartBill shows it "
                "and check that the user may open the company."
            ),
            words,
        )
    return WrongLogin(
        say(
            "SmartBill did not accept the e-mail and token. The token changes with the account's password: "
            "copy it again from SmartBill, Integrations."
        ),
        words,
    )


def in_doubt(reply: Reply, words: str = "") -> InDoubt:
    return InDoubt(
        say(
            "SmartBill answered with code %(code)s, from which it cannot be told whether it was done.",
            code=reply.status,
        ),
        words,
    )


def explains_itself(words: str) -> bool:
    """Whether a 403 is about a right or about a document that is not the last, and so about no limit."""
    text = plain(words)
    return bool(_NOT_LAST.match(text) or _NO_RIGHT.match(text))


def _names_a_document(head: Head) -> bool:
    number, remote_id = as_text(head.number), as_text(head.document_id)
    return bool(number) or (remote_id.isdigit() and int(remote_id) > 0)
