"""The buyer corrected on a document whose e-invoice the authority refused: number, date and sums stay.

Corrected in the shop or on our page, it goes onto the document just before that is sent again, within the sending's
own lease. The write is absolute: where its answer was lost, it is looked at and may be repeated.
"""

from dataclasses import dataclass
from datetime import timedelta

import msgspec
from msgspec.structs import replace

from facturier.drafting.buyer import Change, buyer_of, changes
from facturier.flows.env import Env
from facturier.flows.issued import issued_of
from facturier.model.document import Issued
from facturier.model.finding import Finding, Severity
from facturier.model.message import Message, say
from facturier.model.party import Party
from facturier.ports.errors import InDoubt, NotNow, Refused
from facturier.ports.system import System
from facturier.store import amendments, orders
from facturier.store.models import Document, Effect

BUYER, BY = "buyer", "by"
"""Facts of a sending: the buyer that goes onto the document before it, and who said so."""
HORIZON = timedelta(minutes=15)
"""Until then a lost write may land. It is written again only afterwards, and nothing is sent before."""
_DECIDES = ("buyer.address.country", "buyer.company")
"""Fields on which the VAT of the document may depend."""


@dataclass(frozen=True)
class Amendment:
    """changes: against what the document says. holds: why this buyer cannot go onto it."""

    buyer: Party
    changes: tuple[Change, ...]
    holds: tuple[Message, ...]


def proposed(document: Document) -> Amendment | None:
    """What of the buyer is another by now. None where nothing is, or where the order cannot be read."""
    snapshot = document.order.snapshot
    if snapshot is None or snapshot.facts is None:
        return None
    company, draft = document.company.facts, document.draft
    day = draft.tax_point or document.issued_on or document.created_at.date()
    found = buyer_of(snapshot.facts, orders.cures_of(document.order), company, day)
    different = changes(draft.buyer, found.party)
    if not different:
        return None
    return Amendment(found.party, different, (*_findings(found.findings), *_other_vat(different, document)))


def facts(amendment: Amendment, by: str) -> dict[str, str]:
    """What a sending must know to carry it out."""
    return {BUYER: msgspec.json.encode(amendment.buyer).decode(), BY: by}


def carry_out(env: Env, effect: Effect, system: System) -> None:
    """Write the buyer that this sending brings, if any, and see that nothing else became another by it.

    Raises the errors of `System.amend`; Refused, with nothing sent, where number, date or total became others.
    """
    if BUYER not in effect.facts:
        return
    document = effect.document
    buyer = msgspec.json.decode(effect.facts[BUYER], type=Party)
    try:
        found = system.amend(issued_of(document), buyer)
    except InDoubt as lost:
        raise NotNow(
            say("Whether the correction arrived in %(system)s is not known yet.", system=document.system),
            env.clock.now() + env.pace.of(HORIZON),
            lost.words,
        ) from lost
    env.crash("amended there")
    if why := _moved(document, found):
        raise Refused(why)
    if document.draft.buyer != buyer:
        snapshot = document.order.snapshot
        now = snapshot.facts if snapshot else None
        before = document.snapshot.facts
        alone = bool(now and before and replace(now, buyer=before.buyer).revision() == document.revision)
        told = _told(document, changes(document.draft.buyer, buyer))
        amendments.amended(
            effect, buyer, now.revision() if alone and now else "", told, effect.facts[BY], env.clock.now()
        )


def _findings(findings: tuple[Finding, ...]) -> tuple[Message, ...]:
    return tuple(one.message for one in findings if one.severity is Severity.HOLD)


def _other_vat(different: tuple[Change, ...], document: Document) -> tuple[Message, ...]:
    if not any(one.field in _DECIDES for one in different):
        return ()
    return (
        say(
            "With another country, or as a company instead of a person, the VAT may be another. Delete %(name)s in "
            "%(system)s, say so under “Was it deleted?”, and issue the order again.",
            name=document,
            system=document.system,
        ),
    )


def _moved(document: Document, found: Issued) -> Message | None:
    """Why the document is not the same any more."""
    was = (document.number, document.series, document.issued_on, document.total)
    now = (found.number, found.series, found.issued_on, found.total)
    if was == now:
        return None
    return say(
        "The buyer was corrected, but %(name)s in %(system)s is not as it was: it was %(was)s, it is %(now)s. "
        "Nothing was sent. Put it right there, then try again.",
        name=document,
        system=document.system,
        was=_words(was),
        now=_words(now),
    )


def _words(values: tuple[object, ...]) -> str:
    return ", ".join("-" if value is None else str(value) for value in values)


def _told(document: Document, different: tuple[Change, ...]) -> Message:
    """Names of fields only: what stands in them is the buyer's own."""
    return say(
        "The buyer on %(name)s was corrected in %(system)s (%(fields)s). Number, date and total are what they were.",
        name=document,
        system=document.system,
        fields=", ".join(one.field.removeprefix("buyer.") for one in different),
    )
