"""An order that changed after its document was made: never rewrite, only propose or credit (DESIGN 5.10, 5.13)."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from facturier.drafting.payment import Asked, arrived
from facturier.flows.credit import share_of
from facturier.flows.env import Env
from facturier.flows.never_issued import never_issued, no_invoice
from facturier.model.draft import PaymentLine
from facturier.model.kinds import DocumentKind
from facturier.model.message import say
from facturier.model.order import Elsewhere, OrderState, Refund
from facturier.model.order import Order as OrderFacts
from facturier.ports.offers import Offers
from facturier.store import effects, journal, orders, sales, wishes
from facturier.store.journal import MACHINE
from facturier.store.models import EXISTS, UNSETTLED, Division, Document, Order, State, Wish
from facturier.store.sales import NOT_COMING

_REFUND = "refund:"


def changed(env: Env, order: Order, facts: OrderFacts) -> None:
    """Look at an order that has (or had) a document and say what its change means for it.

    What counts is each document's own route, whatever the shop's routes have become since.
    """
    now = env.clock.now()
    living = sales.living(order)
    for document in living:
        _payment(env, document, facts, now)
        _refunds(env, order, document, facts, now)
        _cancellation(order, document, facts, now)
        _edit(order, document, facts, now)
        _elsewhere(order, document, facts, now)
    _refunds_undone(order, living, facts, now)
    on_their_way = [one for one in living if one.state in UNSETTLED]
    if on_their_way and sales.overtaken(order) < len(on_their_way):
        orders.again(order, now)  # one is back meanwhile
    orders.seen(order)


def nothing_follows(document: Document, facts: OrderFacts) -> bool:
    """Whether `changed` would find nothing to do for a document of these facts once it is verified."""
    return (
        document.division == Division.WHOLE
        and document.original_id is None
        and document.ordinal == 1  # what was wrong with the one before it is put right
        and document.revision == facts.revision()
        and facts.state is not OrderState.CANCELLED
        and not _untaken(document, facts)
        and not _taken_back(document, facts)
        and set(document.netted) <= {refund.id for refund in facts.refunds}
        and _another(document, facts) is None
        and (document.draft.payment is not None or _paid(document, facts) is None)
        and document.order.by_hand is None
    )


def _payment(env: Env, document: Document, facts: OrderFacts, now: datetime) -> None:
    """Paid after the document was drafted: record it there too, where the route records payments."""
    if document.state != State.VERIFIED or document.draft.payment or document.division == Division.PARTS:
        return
    if document.kind == DocumentKind.ORDER:  # it records none
        return
    line = _paid(document, facts)
    if line is not None:
        effects.plan_payment(document, line, now)
        env.nudge("effects", document.pk)


def _paid(document: Document, facts: OrderFacts) -> PaymentLine | None:
    """The payment that the facts tell of, as the document's route would have it recorded."""
    offers, shop = document.system.offers or Offers(), document.draft.shop_exchange
    rate = shop.rate if shop is not None and shop.rate is not None else Decimal(1)
    asked = Asked(document.total, rate, document.netted)
    return arrived(facts, asked, document.route.settings, offers, document.company.facts.zone)


def _refunds(env: Env, order: Order, document: Document, facts: OrderFacts, now: datetime) -> None:
    """Every refund that the draft had not taken off already becomes a wish for a credit, once."""
    for refund in _untaken(document, facts):
        if document.kind == DocumentKind.ORDER:
            _no_credit(order, document, refund, now)
            continue
        if no_invoice(document):  # the invoice that follows a proforma is credited
            continue
        if document.division == Division.PARTS:
            _place_by_hand(order, refund, now)
            continue
        wishes.wish(
            order, document, Wish.What.CREDIT, f"{_REFUND}{refund.id}", MACHINE, now, refund=refund.id
        )
        env.nudge("document", document.pk)


def _untaken(document: Document, facts: OrderFacts) -> list[Refund]:
    """Refunds that the draft had not taken off already, and that are for something on it."""
    left = [refund for refund in facts.refunds if refund.id not in document.netted]
    return [refund for refund in left if share_of(document, refund).gross or not refund.gross]


def _refunds_undone(order: Order, living: Sequence[Document], facts: OrderFacts, now: datetime) -> None:
    """A shop lets a refund be deleted (WooCommerce does), as if it had never been; the documents know of it."""
    known = [refund.id for refund in facts.refunds]
    told = living or [one for one in sales.of_order(order) if one.retired_at and one.credited][-1:]
    lowered = ((one, refund) for one in told if not no_invoice(one) for refund in _taken(one))
    found = next(((one, refund) for one, refund in lowered if refund not in known), None)
    if found is None:
        journal.close_alarm("REFUND-UNDONE", order, now)
        return
    why = say(
        "Refund %(refund)s of order %(number)s is no longer in the shop, but %(name)s was reduced by it. If no money "
        "went back, credit %(name)s and issue it again.",
        refund=found[1],
        number=order.number,
        name=found[0],
    )
    journal.raise_alarm("REFUND-UNDONE", order, why, now, order.organisation_id)


def _taken(document: Document) -> list[str]:
    """Refunds that a document takes account of: in itself, or by a credit note."""
    made = document.corrections.filter(part__startswith=_REFUND, gone_at=None).exclude(state__in=NOT_COMING)
    credited = made.values_list("part", flat=True)
    return [*document.netted, *(part.removeprefix(_REFUND) for part in credited)]


def _no_credit(order: Order, document: Document, refund: Refund, now: datetime) -> None:
    """An order document is not credited: it is changed, or deleted, in the invoicing system."""
    why = say(
        "Order %(number)s got refund %(refund)s after its order document %(name)s was made. Change or delete that in "
        "the invoicing system, where the stock came back.",
        number=order.number,
        refund=refund.id,
        name=document,
    )
    journal.raise_alarm("REFUND-OF-ORDER", order, why, now, order.organisation_id)


def _place_by_hand(order: Order, refund: Refund, now: datetime) -> None:
    """Which part of a sale in parts a refund belongs to is for a person to say."""
    why = say(
        "Order %(number)s is invoiced in parts and got refund %(refund)s. Credit the document it belongs to.",
        number=order.number,
        refund=refund.id,
    )
    journal.raise_alarm("REFUND-OF-PARTS", order, why, now, order.organisation_id)


def _cancellation(order: Order, document: Document, facts: OrderFacts, now: datetime) -> None:
    if facts.state is not OrderState.CANCELLED:
        return
    why = say(
        "Order %(number)s was cancelled in the shop after %(name)s was issued. Cancel or credit the document.",
        number=order.number,
        name=document,
    )
    if no_invoice(document):
        why = say(
            "Order %(number)s was cancelled in the shop after %(name)s was made. That is no invoice: cancel it, or "
            "delete it in %(system)s.",
            number=order.number,
            name=document,
            system=document.system,
        )
    journal.raise_alarm("CANCELLED-AFTER-ISSUE", order, why, now, order.organisation_id)


def _edit(order: Order, document: Document, facts: OrderFacts, now: datetime) -> None:
    if facts.state is OrderState.CANCELLED:
        return
    if document.revision == facts.revision() and not _taken_back(document, facts):
        return
    if never_issued(document):
        return  # its buyer may still be corrected; the page says what is another
    why = say(
        "Order %(number)s was edited in the shop after %(name)s was issued. The document stays as it is; "
        "credit it, or credit and issue again.",
        number=order.number,
        name=document,
    )
    if no_invoice(document):
        why = say(
            "Order %(number)s was edited in the shop after %(name)s was made, which stays as it is. That is no "
            "invoice: change it, or delete it, in %(system)s.",
            number=order.number,
            name=document,
            system=document.system,
        )
    journal.raise_alarm("EDITED-AFTER-ISSUE", order, why, now, order.organisation_id)


def _taken_back(document: Document, facts: OrderFacts) -> bool:
    """Whether things that were invoiced were cancelled since. (Parts take what is shipped, or invoiced, there.)"""
    now = {line.id: line.quantity.cancelled for line in facts.lines if line.quantity.cancelled}
    if not now or document.division == Division.PARTS or (drafted := document.snapshot.facts) is None:
        return False
    return any(now.get(line.id, 0) > line.quantity.cancelled for line in drafted.lines)


def _elsewhere(order: Order, document: Document, facts: OrderFacts, now: datetime) -> None:
    """Another tool that still runs, as after a change-over, may invoice what is invoiced here."""
    other = _another(document, facts)
    if other is None or no_invoice(document):
        return
    why = say(
        "Order %(number)s has %(other)s of %(tool)s in the shop, beside %(name)s, which was issued here. If both are "
        "for this sale, cancel or credit one of them, and switch the other tool off.",
        number=order.number,
        other=f"{other.series} {other.number}".strip(),
        tool=other.tool,
        name=document,
    )
    journal.raise_alarm("ISSUED-ELSEWHERE", order, why, now, order.organisation_id)


def _another(document: Document, facts: OrderFacts) -> Elsewhere | None:
    """What another tool noted on the order with a number that is not this document's, which may be a draft there and
    have none."""
    if document.state not in EXISTS:
        return None
    ours = (document.number, f"{document.series}{document.number}")
    return next((one for one in facts.elsewhere if one.number and one.number not in ours), None)
