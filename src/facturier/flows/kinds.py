"""Which document an order gets next: what a person wants sent, or issued again; else what the route says."""

from collections.abc import Sequence

from facturier.drafting import cures
from facturier.drafting.choices import Unasked
from facturier.drafting.kinds import ByHand, kind_of
from facturier.model.kinds import DocumentClass, DocumentKind
from facturier.model.message import Message, say
from facturier.model.order import Order as OrderFacts
from facturier.model.order import OrderState
from facturier.store import orders, sales, wishes
from facturier.store.models import Division, Document, Order, Route
from facturier.store.sales import Progress


def kind_by(route: Route, order: Order, facts: OrderFacts) -> DocumentKind:
    """What the route makes of the order, with people's corrections of it."""
    if route.settings.unasked is Unasked.SAME:
        return route.settings.kind
    return kind_of(cures.apply(facts, orders.cures_of(order)).order, route.settings)


def is_asked_for(kind: DocumentKind, route: Route, order: Order, facts: OrderFacts) -> bool:
    """Whether somebody may wait for it: a person wanted it, or it is an invoice whose buyer did not say no."""
    if order.by_hand is not None:
        return True
    told = facts.invoice_asked is not False or route.settings.unasked is not Unasked.SAME
    return kind is DocumentKind.INVOICE and told


def wanted(order: Order, documents: Sequence[Document]) -> ByHand | None:
    """What is to be sent whatever its turn."""
    return by_hand(order, documents) or again(order, documents)


def again(order: Order, documents: Sequence[Document]) -> ByHand | None:
    """What was undone to be issued again: as the kind of document that it was, whatever the route makes of such
    orders by now, until it is sent. Before an invoice nothing is."""
    if not any(one.retired_at for one in documents):
        return None
    for document_class in (DocumentClass.FISCAL, DocumentClass.PROFORMA, DocumentClass.ORDER):
        done = sales.progress(documents, document_class)
        undone = done.undone
        if undone and undone.division == Division.WHOLE and wishes.reissue(undone, begun=bool(done.unsent)):
            return _as_it_was(order, undone)
        if document_class is DocumentClass.FISCAL and (done.alive or undone):
            return None
    return None


def _as_it_was(order: Order, document: Document) -> ByHand:
    """In the series that a person chose for it, or that the route has for its own kind; else in the one it had."""
    kind, sent = DocumentKind(document.kind), order.by_hand
    series = sent.choice.series if sent and sent.choice.kind is kind else ""
    usual = "" if document.route.settings.kind is kind else document.draft.series
    return ByHand(kind, series or usual)


def by_hand(order: Order, documents: Sequence[Document]) -> ByHand | None:
    """What a person wants sent and is not made yet. What was made and undone since is no longer wanted."""
    if order.by_hand is None:
        return None
    wanted = order.by_hand.choice
    done = sales.progress(documents, wanted.kind.document_class)
    undone = done.retired is not None and (done.retired.retired_at or order.by_hand.at) >= order.by_hand.at
    if done.whole or undone or invoiced(documents):
        return None
    return wanted


def stands_instead(order: Order, documents: Sequence[Document], facts: OrderFacts) -> Progress | None:
    """What there is of a person's document that stands in place of the route's, or did until it was undone: then
    nobody wants the other one either. Who asks for an invoice afterwards gets one."""
    sent = order.by_hand
    if sent is None or not sent.instead:
        return None
    made = sales.progress(documents, sent.choice.kind.document_class)
    if made.whole is None and made.undone is None:
        return None
    return made if facts.invoice_asked is not True or sent.asked is True else None


def invoiced(documents: Sequence[Document]) -> Document | None:
    """The invoice or receipt that the order has, or may have, or had: after it comes no order document, also while
    it waits to be issued again."""
    fiscal = sales.progress(documents, DocumentClass.FISCAL)
    return fiscal.alive[0] if fiscal.alive else fiscal.undone


def shut(order: Order) -> Message | None:
    """Why the order gets no document, whoever wants one."""
    facts = order.snapshot.facts if order.snapshot else None
    if order.closed_by:
        return say("The order is closed. Open it again first.")
    if facts is None:
        return say("What the shop sent for this order cannot be read.")
    if facts.state is OrderState.CANCELLED:
        return say("The order was cancelled in the shop.")
    return sales.closed_with(order)


def too_late(kind: DocumentKind, documents: Sequence[Document]) -> Message | None:
    """Why it gets no document of this kind any more: what goes before an invoice does not come after it."""
    invoice = invoiced(documents)
    if invoice is None or kind.document_class is DocumentClass.FISCAL:
        return None
    return say(
        "The order has its invoice already: %(name)s. Nothing goes before that any more.", name=invoice
    )


def is_done(kind: DocumentKind, documents: Sequence[Document], done: Progress, wanted: ByHand | None) -> bool:
    """Whether the order has the document of this kind, or is past it. done: of the kind's class."""
    if done.whole or (kind.document_class is not DocumentClass.FISCAL and invoiced(documents)):
        return True
    undone = done.undone  # and so it stays, also where what was prepared in its place was withdrawn
    gone = done.retired is not None or (undone is not None and undone.division == Division.WHOLE)
    return gone and wanted is None
