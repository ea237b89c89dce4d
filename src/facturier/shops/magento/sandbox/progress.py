"""An order's state follows what was invoiced, shipped and refunded; its status falls back with it."""

from facturier.shops.magento.sandbox.amounts import Json, amount
from facturier.shops.magento.sandbox.quantities import open_to_invoice, open_to_ship
from facturier.shops.magento.sandbox.shop import DEFAULT_STATUS

CLOSED_TO_INVOICES = ("payment_review", "holded", "canceled", "complete", "closed")
CLOSED_TO_SHIPMENTS = ("payment_review", "holded", "canceled")
CLOSED_TO_REFUNDS = ("payment_review", "holded", "canceled", "closed")
_BEGINNINGS = ("new", "pending_payment")


def set_state(order: Json, state: str) -> None:
    """A custom status is lost whenever the state is set."""
    order["state"] = state
    order["status"] = DEFAULT_STATUS[state]


def go_on(order: Json) -> None:
    """After an invoice, a shipment or a refund."""
    if order["state"] in _BEGINNINGS:
        set_state(order, "processing")
    if order["state"] not in ("processing", "complete") or open_to_invoice(order) or open_to_ship(order):
        set_state(order, order["state"])
        return
    set_state(order, "closed" if _all_returned(order) else "complete")


def _all_returned(order: Json) -> bool:
    paid = amount(order, "total_paid")
    return paid > 0 and amount(order, "total_refunded") >= paid
