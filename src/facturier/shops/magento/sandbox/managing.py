"""Cancel, hold, unhold, and the plain saving of an order's columns."""

from facturier.shops.magento.sandbox.amounts import Json, add, amount, plain
from facturier.shops.magento.sandbox.columns import ORDER_COLUMNS
from facturier.shops.magento.sandbox.progress import set_state
from facturier.shops.magento.sandbox.quantities import (
    dummies,
    open_to_invoice,
    open_to_ship,
    to_invoice,
)
from facturier.shops.magento.sandbox.refusal import Refusal, required
from facturier.shops.magento.sandbox.shares import PREFIXES
from facturier.shops.magento.sandbox.shop import Shop

_SETTLED = ("payment_review", "holded", "canceled", "complete", "closed")
_MONEY = (
    ("subtotal", "subtotal_invoiced", "subtotal_canceled"),
    ("tax_amount", "tax_invoiced", "tax_canceled"),
    ("shipping_amount", "shipping_invoiced", "shipping_canceled"),
    ("discount_amount", "discount_invoiced", "discount_canceled"),
    ("grand_total", "total_paid", "total_canceled"),
)
_KEPT_BY_SHOP = frozenset({"entity_id", "created_at", "updated_at"})


def cancel(shop: Shop, order: Json) -> bool:
    """Cancel what is open; False where the order cannot be cancelled."""
    if order["state"] in _SETTLED or not open_to_invoice(order):
        return False
    silent = dummies(order)
    state = "canceled"
    if any(amount(row, "qty_invoiced") for row in order["items"] if row["item_id"] not in silent):
        state = "processing" if open_to_ship(order) else "complete"
    for row in order["items"]:
        add(row, "qty_canceled", to_invoice(row))
    for prefix in PREFIXES:
        for field, taken, cancelled in _MONEY:
            left = amount(order, prefix + field) - amount(order, prefix + taken)
            order[prefix + cancelled] = plain(left)
    set_state(order, state)
    shop.touch(order)
    return True


def hold(shop: Shop, order: Json) -> bool:
    if order["state"] in _SETTLED:
        raise Refusal(400, "A hold action is not available.")
    order["hold_before_state"], order["hold_before_status"] = order["state"], order["status"]
    set_state(order, "holded")
    shop.touch(order)
    return True


def unhold(shop: Shop, order: Json) -> bool:
    if order["state"] != "holded":
        raise Refusal(400, "You cannot remove the hold.")
    order["state"] = order.pop("hold_before_state", "new")
    order["status"] = order.pop("hold_before_status", "pending")
    shop.touch(order)
    return True


def save(shop: Shop, entity: Json) -> Json:
    """`POST /V1/orders`: the columns sent replace the order's; nothing checks that they fit together.

    Live shops give the order a new number where none is sent. Raises Refusal.
    """
    if "entity_id" not in entity:
        raise required("entity_id")
    order = shop.order(int(entity["entity_id"]))
    for field, value in entity.items():
        if field in ORDER_COLUMNS and field not in _KEPT_BY_SHOP and value is not None:
            order[field] = value
    if "increment_id" not in entity and shop.switches.renumbers:
        order["increment_id"] = f"{shop.next_order():09d}"
    shop.touch(order)
    return order
