"""A person sends one order: paid or not, an invoice asked for or not, as the kind of document that they choose.

It goes the way of every document: what a person wants is noted on the order, and the next decision follows it. So it
meets what is sent by itself in the same slots, and can never be a second document.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from facturier.drafting.choices import QuantitySource
from facturier.drafting.decision import Outcome
from facturier.drafting.kinds import ByHand
from facturier.flows import kinds
from facturier.flows.context import routes_of
from facturier.flows.env import Env
from facturier.flows.hurry import hurry
from facturier.flows.preview import preview
from facturier.model.kinds import DocumentKind
from facturier.model.message import Message, say
from facturier.ports.errors import Refused
from facturier.ports.offers import Offers
from facturier.store import orders, sales
from facturier.store.models import Document, Order, Route, SentByHand

KINDS = (DocumentKind.INVOICE, DocumentKind.RECEIPT, DocumentKind.PROFORMA, DocumentKind.ORDER)
_TOLD = {
    DocumentKind.INVOICE: say("To be sent now, as an invoice."),
    DocumentKind.RECEIPT: say("To be sent now, as a receipt."),
    DocumentKind.PROFORMA: say("To be sent now, as a proforma."),
    DocumentKind.ORDER: say("To be sent now, as an order document."),
}


@dataclass(frozen=True)
class Choice:
    """One kind. made: the document of the sale that stands in its way, issued already or on its way. why: what stands
    in its way otherwise. series: what the account has for it."""

    kind: DocumentKind
    series: Sequence[str] = ()
    made: Document | None = None
    why: Message | None = None

    @property
    def free(self) -> bool:
        return self.made is None and self.why is None


def choices(env: Env, order: Order) -> Sequence[Choice]:
    """What the order may be sent as, by the route that would take it; none where no route does."""
    route = preview(env, order, ByHand(_usual(order))).route or next(iter(routes_of(order)), None)
    if route is None:
        return ()
    documents = sales.of_order(order)
    return [_choice(kind, route, order, documents) for kind in _possible(env, route)]


def send(env: Env, order: Order, wanted: ByHand, by: str) -> None:
    """Note it and decide the order with it, now. Raises Refused where it cannot be sent so."""
    found = next((one for one in choices(env, order) if one.kind is wanted.kind), None)
    if found is None:
        raise Refused(say("No route of this shop can make such a document."))
    if found.made is not None:
        raise Refused(say("Already issued: %(name)s. Nothing was sent.", name=found.made))
    if found.why is not None:
        raise Refused(found.why)
    facts = order.snapshot.facts if order.snapshot else None
    now = env.clock.now()
    sent = SentByHand(wanted, by, now, _instead(env, order), facts.invoice_asked if facts else None)
    orders.send_by_hand(order, sent, _TOLD[wanted.kind], now)
    hurry(env, order.pk)


def _instead(env: Env, order: Order) -> bool:
    """Whether the route would send a document of its own now, or is about to."""
    plain = Order.objects.select_related("snapshot", "shop", "route", "organisation").get(pk=order.pk)
    plain.by_hand = None
    return preview(env, plain).decision.outcome not in (Outcome.WAITING, Outcome.CLOSED)


def _usual(order: Order) -> DocumentKind:
    first = next(iter(routes_of(order)), None)
    return first.settings.kind if first else DocumentKind.INVOICE


def _possible(env: Env, route: Route) -> Iterator[DocumentKind]:
    """What the system declares; parts of an order go only as the route says."""
    if route.settings.quantity is not QuantitySource.ORDERED:
        yield route.settings.kind
        return
    able = env.capabilities(route.system)
    yield from (kind for kind in KINDS if kind in able.kinds)


def _choice(kind: DocumentKind, route: Route, order: Order, documents: Sequence[Document]) -> Choice:
    offered = (route.system.offers or Offers()).series
    series = [one.name for one in offered if one.kind in (kind, None)]
    done = sales.progress(documents, kind.document_class)
    if done.whole:
        return Choice(kind, series, made=done.whole)
    why = kinds.shut(order) or kinds.too_late(kind, documents) or _undone(documents)
    return Choice(kind, series, why=why)


def _undone(documents: Sequence[Document]) -> Message | None:
    """An invoice that was undone is issued again: by a button of its own, for it says of what."""
    invoice = kinds.invoiced(documents)
    if invoice is None:
        return None
    return say("%(name)s was undone. Issue it again with the button on the order's page.", name=invoice)
