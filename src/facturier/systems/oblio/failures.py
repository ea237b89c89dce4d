"""From an answer that is not a plain success to one of our errors (fact sheet, section 1).

Oblio's error texts are in no catalogue, so no word of them decides anything: only the code and the shape do. A
refusal is a 400 (also inside a 200) in the envelope without data. Whoever is not let in gets a 401, and nothing was
done.
"""

from enum import Enum

from facturier.model.message import say
from facturier.ports.errors import InDoubt, Misconfigured, Refused
from facturier.ports.http import Reply
from facturier.systems.oblio.answers import Head

TOO_MANY = 429
SHUT_OUT = 401


class Outcome(Enum):
    DONE = "done"
    REFUSED = "refused"
    UNCLEAR = "unclear"


def outcome(reply: Reply, head: Head | None) -> Outcome:
    """Whether the answer says done, says no, or leaves it open. head: None where it is no envelope.

    A webhook is made with 201. An unknown path answers 200 with a page, which is no envelope.
    """
    if head is None:
        return Outcome.UNCLEAR
    said = int(head.status)
    if reply.status in (200, 201) and said in (200, 201):
        return Outcome.DONE
    if reply.status in (200, 400) and said == 400 and not bytes(head.data):
        return Outcome.REFUSED
    return Outcome.UNCLEAR


def refusal(words: str) -> Refused:
    return Refused(say("Oblio said no. Its own words tell why; correct that and try again."), words)


def in_doubt(reply: Reply, words: str = "") -> InDoubt:
    return InDoubt(
        say(
            "Oblio answered with code %(code)s, from which it cannot be told whether it was done.",
            code=reply.status,
        ),
        words,
    )


def not_let_in(words: str) -> Misconfigured:
    return Misconfigured(
        say(
            "Oblio did not accept the e-mail and API secret. The secret changes when the account's password is "
            "reset: copy it again from Oblio, Settings, Account data."
        ),
        words,
    )


def strange_company(company: str, known: str, words: str = "") -> Misconfigured:
    return Misconfigured(
        say(
            "Oblio does not give this account the company %(company)s (it gives: %(known)s). Write the CIF exactly "
            "as Oblio shows it, and check that the account may open the company.",
            company=company,
            known=known or "-",
        ),
        words,
    )


def unknown_series(name: str, known: str, words: str = "") -> Misconfigured:
    return Misconfigured(
        say(
            "Oblio has no series “%(name)s” for this kind of document (it has: %(names)s). Create it in Oblio or "
            "choose another in the route.",
            name=name,
            names=known or "-",
        ),
        words,
    )


def unknown_vat(name: str, percent: str, known: str, words: str = "") -> Misconfigured:
    return Misconfigured(
        say(
            "Oblio has no VAT rate %(name)s of %(percent)s %% for this company (it has: %(known)s). Map it to one of "
            "those in the route.",
            name=name or "-",
            percent=percent,
            known=known or "-",
        ),
        words,
    )
