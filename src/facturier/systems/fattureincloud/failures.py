"""From an answer that is not a success to one of our errors (fact sheet, sections 5, 6, 10, 11).

A 403 with Retry-After is a quota, one without is a permission or the licence. Only what is said in the API's own
shape is its word; a page of something in between is none.
"""

import re
from collections.abc import Sequence
from datetime import timedelta

from facturier.model.message import Message, say
from facturier.ports.errors import InDoubt, Misconfigured, Refused, RemoteError
from facturier.ports.http import Reply
from facturier.systems.fattureincloud.answers import Failure, Totals

MOST_WAIT = timedelta(days=32)


class WrongToken(Misconfigured):
    """A 401."""


class NotAllowed(Misconfigured):
    """A 403 that is no quota."""


class PaymentsDiffer(Refused):
    """The payments do not add up to what Fatture in Cloud computed: nothing was made. totals: what it computed."""

    def __init__(self, message: Message, words: str, totals: Totals) -> None:
        super().__init__(message, words)
        self.totals = totals


_CURES: tuple[tuple[re.Pattern[str], Message], ...] = (
    (
        re.compile(r"^data\.items_list\.\d+\.vat"),
        say("Fatture in Cloud does not know a VAT type of this document. Map it again in the route."),
    ),
    (
        re.compile(r"^data\.payments_list\.\d+\.payment_account"),
        say("Fatture in Cloud does not know the payment account. Choose it again in the route."),
    ),
    (
        re.compile(r"^data\.(numeration|template)"),
        say("Fatture in Cloud does not know the numbering or the template. Choose it again."),
    ),
    (
        re.compile(r"^data\.payment_method"),
        say("Fatture in Cloud does not know the payment method. Map it again in the route."),
    ),
)
_PLAN = re.compile(r"\bpiano\b|\bplan\b|\blicen[zs]", re.IGNORECASE)


def wait_of(reply: Reply) -> timedelta | None:
    """What Retry-After says, in seconds; None where it says nothing that can be read."""
    text = reply.headers.get("retry-after", "").strip()
    return min(timedelta(seconds=int(text[:9])), MOST_WAIT) if text.isdigit() else None


def refusal(reply: Reply, failure: Failure) -> RemoteError:
    """What a refusal in the API's own shape means; 404 and quotas are dealt with before."""
    words = failure.words
    match reply.status:
        case 401:
            return wrong_token(words)
        case 403:
            return _not_allowed(words)
        case 405:
            return wrong_address(words)
        case 409:
            return Misconfigured(
                say(
                    "The numbers of this suffix would not follow the dates: somebody issued a document with a "
                    "later date in it. Use a suffix of its own for Facturier, or wait for that date."
                ),
                words,
            )
    if failure.extra and failure.extra.totals:
        return _unequal(words, failure.extra.totals)
    return _invalid(failure.paths, words)


def wrong_token(words: str) -> WrongToken:
    return WrongToken(
        say(
            "Fatture in Cloud does not accept the access token: it was revoked or has ended. Make a new one there "
            "and enter it here."
        ),
        words,
    )


def wrong_address(words: str) -> Misconfigured:
    return Misconfigured(
        say("Fatture in Cloud has nothing at this address. Check the address in the settings."), words
    )


def wrong_company(company: str, words: str) -> Misconfigured:
    return Misconfigured(
        say(
            "Fatture in Cloud has no company %(company)s at this address. Check the company's number and the "
            "address; the connection test lists the companies that the token can see.",
            company=company,
        ),
        words,
    )


def unclear(reply: Reply, words: str) -> InDoubt:
    return InDoubt(
        say(
            "Fatture in Cloud answered with code %(code)s, from which it cannot be told whether it was done.",
            code=reply.status,
        ),
        words,
    )


def _not_allowed(words: str) -> NotAllowed:
    if _PLAN.search(words):
        return NotAllowed(
            say("The Fatture in Cloud licence or plan does not allow this. Extend it there, then try again."),
            words,
        )
    return NotAllowed(
        say(
            "The access token may not do this. Give it the right to this company and to its clients, documents and "
            "settings; a token whose rights are too narrow must be made anew."
        ),
        words,
    )


def _unequal(words: str, totals: Totals) -> PaymentsDiffer:
    return PaymentsDiffer(
        say(
            "Fatture in Cloud computes a total of %(gross)s and %(due)s to pay, which is not what the order says. "
            "Nothing was issued. Look at the order's prices and VAT types.",
            gross=totals.amount_gross,
            due=totals.amount_due,
        ),
        words,
        totals,
    )


def _invalid(paths: Sequence[str], words: str) -> RemoteError:
    for pattern, cure in _CURES:
        if any(pattern.search(path) for path in paths):
            return Misconfigured(cure, words)
    if not paths and _PLAN.search(words):
        return _not_allowed(words)
    return Refused(
        say("Fatture in Cloud said no. Its own words tell why; correct that and try again."), words
    )
