"""Cancel, hold, unhold, and the plain saving of an order's columns."""

from facturier.shops.magento.sandbox.amounts import Json, add, amount
from facturier.shops.magento.sandbox.columns import ORDER_COLUMNS
from facturier.shops.magento.sandbox.progress import set_state
from facturier.shops.magento.sandbox.quantities import (
    dummies,
    open_to_invoice,
    open_to_ship,
    to_invoice,
)
from facturier.shops.magento.sandbox.refusal import Refusal, required
from facturier.shops.magento.sandbox.shop import Shop

_NOT_CANCELLABLE = ("payment_review", "holded", "canceled", "complete", "closed")
_NOT_HOLDABLE = ("payment_review", "holded", "canceled", "complete", "closed")
_KEPT_BY_SHOP = frozenset({"entity_id", "created_at", "updated_at"})


def cancel(shop: Shop, order: Json) -> bool:
    """Cancel what is open; False where the order cannot be cancelled."""
    if order["state"] in _NOT_CANCELLABLE or not open_to_invoice(order):
        return False
    silent = dummies(order)
    state = "canceled"
    if any(amount(row, "qty_invoiced") for row in order["items"] if row["item_id"] not in silent):
        state = "processing" if open_to_ship(order) else "complete"
    for row in order["items"]:
        add(row, "qty_canceled", to_invoice(row))
    for prefix in ("base_", ""):
        for field, taken in (
            ("subtotal", "subtotal_invoiced"),
            ("tax_amount", "tax_invoiced"),
            ("shipping_amount", "shipping_invoiced"),
            ("discount_amount", "discount_invoiced"),
            ("grand_total", "total_paid"),
        ):
            name = "total_canceled" if field == "grand_total" else f"{field.removesuffix('_amount')}_canceled"
            add(order, prefix + name, amount(order, prefix + field) - amount(order, prefix + taken))
    set_state(order, state)
    shop.touch(order)
    return True


def hold(shop: Shop, order: Json) -> bool:
    if order["state"] in _NOT_HOLDABLE:
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
