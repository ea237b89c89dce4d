"""Orders that take the place of an earlier one, which the shop edited: what was invoiced for that stands in the way.

The shop may tell the marks of our own documents on the earlier order. Whether such a document stands is known here,
and better: the shop's notes do not say that it was credited, and it may have none. A mark that is not known here (the
book was lost) is another tool's for all we know.
"""

from collections.abc import Iterator
from typing import NamedTuple

from msgspec.structs import replace

from facturier.model.kinds import DocumentClass, DocumentKind
from facturier.model.message import Message, say
from facturier.model.order import OURS, OrderState
from facturier.model.order import Order as OrderFacts
from facturier.store import sales
from facturier.store.models import EXISTS, UNSETTLED, Document, Order, State


class Settled(NamedTuple):
    """facts: without the marks that are known here. standing: an invoice that must be undone first."""

    facts: OrderFacts
    standing: Document | None


def settled(order: Order, facts: OrderFacts) -> Settled:
    """Costs nothing for an order that replaces none."""
    marks = {one.number for one in facts.elsewhere if one.tool == OURS}
    if not marks and not facts.replaces:
        return Settled(facts, None)
    of_marks = Document.objects.filter(organisation=order.organisation_id, reference__in=marks)
    marked = list(of_marks.exclude(order=order).select_related("order"))
    known = {one.reference for one in marked}
    rest = tuple(one for one in facts.elsewhere if one.tool != OURS or one.number not in known)
    facts = replace(facts, elsewhere=rest)
    if facts.state is OrderState.CANCELLED or sales.living(order):
        return Settled(facts, None)
    found = (one for one in (*marked, *_of_replaced(order, facts)) if _is_in_the_way(one))
    return Settled(facts, next(found, None))


def why(document: Document) -> Message:
    return say(
        "This order replaces order %(number)s. It gets its document once %(name)s, which was made for that one, is "
        "cancelled or credited.",
        number=document.order.number,
        name=document,
    )


def _of_replaced(order: Order, facts: OrderFacts) -> Iterator[Document]:
    """One order after the other, back to the first."""
    seen, earlier = {order.remote_id}, facts.replaces
    while earlier and earlier not in seen:
        seen.add(earlier)
        row = Order.objects.select_related("snapshot").filter(shop=order.shop_id, remote_id=earlier).first()
        if row is None:
            return
        yield from Document.objects.filter(order=row, original=None).select_related("order")
        told = row.snapshot.facts if row.snapshot else None
        earlier = told.replaces if told else ""


def _is_in_the_way(document: Document) -> bool:
    """An invoice that stands, or may, or is about to be sent."""
    fiscal = DocumentKind(document.kind).document_class is DocumentClass.FISCAL
    sent = document.state in (State.READY, *UNSETTLED, *EXISTS)
    return fiscal and sent and document.retired_at is None and document.gone_at is None
