"""Opening a sale slot: the one place where a document comes into being (invariant I1)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from facturier.drafting.context import ClaimedLine
from facturier.model.draft import Draft
from facturier.model.kinds import DocumentClass, DocumentKind
from facturier.model.message import say
from facturier.model.reference import Slot
from facturier.ports.clock import business_date
from facturier.store import journal, statements, strays
from facturier.store.installation import identity
from facturier.store.models import NOTHING_THERE, Division, Document, Order, Route, Sale, State
from facturier.store.sales import NOT_COMING, REPLACED, Preceded, before, settled


@dataclass(frozen=True)
class Claim:
    """Who wants a document of which sale. `part` is empty for a whole sale; `netted`: refunds taken off already.

    asked: somebody waits for it. before: what the decision knew to stand for the sale already; made_from: the one of
    them to make it out of.
    """

    order: Order
    route: Route
    kind: DocumentKind
    issuer: str
    origin: str
    part: str
    division: Division
    number_space: str
    takes: tuple[ClaimedLine, ...] = ()
    netted: tuple[str, ...] = ()
    last_part: bool = True
    asked: bool = True
    original: Document | None = None
    before: Sequence[Document] = ()
    made_from: Document | None = None


class SlotTaken(Exception):
    """Another document already stands for this sale: `document`, or one made `elsewhere` by another tool, or
    (neither) the sale is divided otherwise."""

    def __init__(self, document: Document | None, elsewhere: str = "") -> None:
        super().__init__(str(document) if document else elsewhere or "divided otherwise")
        self.document = document
        self.elsewhere = elsewhere


class Turn(NamedTuple):
    """The row of a sale, and whether it was made just now: then it has no document yet."""

    sale: Sale
    fresh: bool


def take_turn(claim: Claim) -> Turn:
    """Documents of different classes must not come about beside each other either: an order document after an
    invoice, or an invoice that does not know of the order document. The row of the fiscal sale is what both insert or
    lock, first of all and until the transaction ends. An invoice whose row is new has nothing before it: so this
    costs the usual way nothing.

    Raises SlotTaken, and Preceded where the decision did not know of an order document or a proforma.
    """
    turn, kind = Turn(*_sale(claim)), claim.kind.document_class
    if kind is DocumentClass.FISCAL and not turn.fresh:
        _locked(turn.sale)
        found = [one for one in before(claim.issuer, claim.origin) if not _given_up(one, claim)]
        if [one.pk for one in found] != [one.pk for one in claim.before] or not settled(found):
            raise Preceded(found)
    elif kind in (DocumentClass.ORDER, DocumentClass.PROFORMA):
        fiscal, new = _sale(replace(claim, kind=DocumentKind.INVOICE))
        if not new:
            _after_no_invoice(claim, _locked(fiscal))
    return turn


def open_slot(claim: Claim, draft: Draft, now: datetime, turn: Turn | None = None) -> Document:
    """A document in state READY, or a refreshed one of this order. Raises SlotTaken.

    Nothing is locked: two callers at once meet in the unique constraints, and the loser is told who won.
    """
    sale, fresh = turn or _sale(claim)
    if sale.elsewhere or (sale.division != claim.division and not _divided_anew(sale, claim, now)):
        raise SlotTaken(None, sale.elsewhere)
    if not fresh and claim.original is None and (other := _begun_by_another(sale, claim)):
        raise SlotTaken(other)
    alive = None if fresh else _alive(sale, claim.part)
    if alive is None:
        if made := _create(sale, 0 if fresh else _made(sale, claim.part), claim, draft, now):
            return made
        alive = _alive(sale, claim.part)
    if alive is None or not _refresh(alive, claim, draft, now):
        raise SlotTaken(alive)
    return alive


def _sale(claim: Claim) -> tuple[Sale, bool]:
    """The row of the sale, and whether it was made just now: then it has no document yet."""
    key = {
        "issuer": claim.issuer,
        "origin": claim.origin,
        "document_class": claim.kind.document_class.value,
    }
    sale = Sale(**key, organisation_id=claim.order.organisation_id, division=claim.division)
    if statements.insert_new(sale):
        return sale, True
    return Sale.objects.get(**key), False


def _begun_by_another(sale: Sale, claim: Claim) -> Document | None:
    """A sale belongs to the order that it was first invoiced from, where several connections tell of it: what is left
    to invoice, and whether it is to be invoiced again, is reckoned from one order's documents. The sale is locked by
    now, or both meet in its documents."""
    others = Document.objects.filter(sale=sale).exclude(order=claim.order).exclude(state__in=NOT_COMING)
    return others.order_by("id").first()


def _after_no_invoice(claim: Claim, fiscal: Sale) -> None:
    """An order document or a proforma of a sale that was invoiced would only confuse. Raises SlotTaken."""
    if fiscal.elsewhere:
        raise SlotTaken(None, fiscal.elsewhere)
    coming = Document.objects.filter(sale=fiscal).exclude(state__in=NOT_COMING)
    for one in coming.order_by("id"):
        if not _given_up(one, claim):
            raise SlotTaken(one)


def _given_up(document: Document, claim: Claim) -> bool:
    """What was not sent of the claim's own order makes place for what is claimed now (`sales.give_up`)."""
    return document.state in NOTHING_THERE and document.order_id == claim.order.pk


def _locked(sale: Sale) -> Sale:
    """Until the transaction ends; documents may be written meanwhile."""
    return Sale.objects.select_for_update(no_key=True).get(pk=sale.pk)


@transaction.atomic
def _divided_anew(sale: Sale, claim: Claim, now: datetime) -> bool:
    """A sale of which nothing was ever sent (nor seen under the mark of its documents) may still be divided otherwise
    (whole or in parts). Its documents make place: they retire, so that the new ones open slots of their own."""
    locked = Sale.objects.select_for_update().get(pk=sale.pk)
    documents = list(Document.objects.select_for_update().filter(sale=sale))
    if any(doc.state not in NOTHING_THERE or (doc.lease_until or now) > now for doc in documents):
        return False
    if any(strays.of(doc.reference) for doc in documents):
        return False
    Document.objects.filter(sale=sale, retired_at=None).update(
        state=State.WITHDRAWN, retired_at=now, look_at=None, reason=REPLACED
    )
    Sale.objects.filter(pk=locked.pk).update(division=claim.division)
    return True


def _alive(sale: Sale, part: str) -> Document | None:
    return statements.first(Document, {"sale": sale, "part": part, "retired_at": None})


def _made(sale: Sale, part: str) -> int:
    """How many documents of this part there have been."""
    return Document.objects.filter(sale=sale, part=part).count()


def _create(sale: Sale, before: int, claim: Claim, draft: Draft, now: datetime) -> Document | None:
    """None where somebody else was quicker."""
    slot = Slot(sale.issuer, sale.origin, sale.document_class, claim.part, before + 1)
    document = Document(
        organisation_id=claim.order.organisation_id,
        sale=sale,
        division=claim.division,
        part=claim.part,
        ordinal=slot.ordinal,
        original=claim.original,
        reference=slot.reference(identity()),
        created_at=now,
        **_content(claim, draft, now),
    )
    if not statements.insert_new(document):
        return None
    journal.note(
        document, say("A document was prepared for order %(number)s.", number=claim.order.number), now
    )
    return document


def _content(claim: Claim, draft: Draft, now: datetime) -> dict[str, object]:
    """What a fresh decision may change while nothing was sent."""
    snapshot = claim.order.snapshot
    return {
        "kind": claim.kind.value,
        "company_id": claim.route.company_id,
        "route": claim.route,
        "system_id": claim.route.system_id,
        "connector": claim.route.system.connector,
        "order": claim.order,
        "snapshot": snapshot,
        "revision": snapshot.revision if snapshot else "",
        "draft": draft,
        "made_from": claim.made_from,
        "takes": claim.takes,
        "netted": claim.netted,
        "drafted_on": business_date(now, claim.route.company.facts.zone),
        "last_part": claim.last_part,
        "asked": claim.asked,
        "currency": draft.currency,
        "total": draft.totals.payable,
        "number_space": claim.number_space,
        "state": State.READY,
        "reason": None,
        "words": "",
        "look_at": now,
    }


def _refresh(alive: Document, claim: Claim, draft: Draft, now: datetime) -> bool:
    """Put the newest draft into a document that no call was made for (or that was refused).

    Another order row of the same sale may take over only what its first owner gave up.
    """
    mine = alive.order_id == claim.order.pk
    free = NOTHING_THERE if mine else NOT_COMING
    return bool(
        Document.objects.filter(pk=alive.pk, fence=alive.fence, state__in=free)
        .exclude(lease_until__gt=now)
        .exclude(intents__closed_at=None, intents__isnull=False)
        .update(**_content(claim, draft, now))
    )


def issued_elsewhere(
    issuer: str, origin: str, document_class: DocumentClass, name: str, organisation: int
) -> None:
    """Another tool's document `name` stands for this sale: no slot of it ever opens here."""
    Sale.objects.update_or_create(
        issuer=issuer,
        origin=origin,
        document_class=document_class.value,
        defaults={"elsewhere": name},
        create_defaults={"elsewhere": name, "organisation_id": organisation, "division": Division.WHOLE},
    )
