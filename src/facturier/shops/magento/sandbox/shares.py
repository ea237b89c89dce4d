"""Parts of a row's or an order's money: what falls to some of the pieces, the last ones taking the rest."""

from collections.abc import Iterable
from decimal import Decimal

from msgspec import Struct

from facturier.shops.magento.sandbox.amounts import ZERO, Json, add, amount, cents, plain, total
from facturier.shops.magento.sandbox.quantities import dummies

PREFIXES = ("base_", "")
SHIPPING_COMPENSATION = {
    "base_": "base_shipping_discount_tax_compensation_amnt",
    "": "shipping_discount_tax_compensation_amount",
}


def share(whole: Decimal, taken: Decimal, quantity: Decimal, open_quantity: Decimal) -> Decimal:
    """The part of what is left of `whole` that falls to `quantity` of the open pieces, in cents."""
    left = whole - taken
    return left if quantity == open_quantity else cents(left / open_quantity * quantity)


class Taking(Struct, frozen=True):
    """Part of `whole` is put into a document's `field`; `taken` counts what earlier documents took."""

    field: str
    whole: str
    taken: str


def part_of(row: Json, takings: Iterable[Taking], quantity: Decimal, open_quantity: Decimal) -> Json:
    """What falls to `quantity` of the row's open pieces, in both currencies."""
    return {
        prefix + taking.field: plain(
            share(
                amount(row, prefix + taking.whole),
                amount(row, prefix + taking.taken),
                quantity,
                open_quantity,
            )
        )
        for prefix in PREFIXES
        for taking in takings
    }


def count(row: Json, takings: Iterable[Taking], part: Json) -> None:
    """Add the part to the row's figures of what was taken."""
    for prefix in PREFIXES:
        for taking in takings:
            add(row, prefix + taking.taken, amount(part, prefix + taking.field))


def with_tax(row: Json, quantity: Decimal) -> Json:
    """Prices of the row, and its gross total for `quantity` pieces."""
    of_all = quantity / amount(row, "qty_ordered")
    found: Json = {}
    for prefix in PREFIXES:
        found[prefix + "price"] = row[prefix + "price"]
        found[prefix + "price_incl_tax"] = row.get(prefix + "price_incl_tax", 0)
        found[prefix + "row_total_incl_tax"] = plain(
            cents(amount(row, prefix + "row_total_incl_tax") * of_all)
        )
    return found


def subtotal_of(order: Json, rows: list[Json], prefix: str) -> Decimal:
    """Net sum of a document's rows before discount, also where the order's rows are written after it."""
    silent = dummies(order)
    carrying = [row for row in order["items"] if row["item_id"] not in silent]
    reduced = total(carrying, prefix + "row_total") != amount(order, prefix + "subtotal")
    taken_off = total(rows, prefix + "discount_amount") if reduced else ZERO
    return total(rows, prefix + "row_total") + taken_off


def describe(row: Json, entity_id: int, parent_id: int, quantity: Decimal) -> Json:
    """What every document's row says of the order's row."""
    return {
        "entity_id": entity_id,
        "parent_id": parent_id,
        "order_item_id": row["item_id"],
        "product_id": row["product_id"],
        "sku": row["sku"],
        "name": row["name"],
        "qty": plain(quantity),
    }


def heading(order: Json, entity_id: int, at: str) -> Json:
    """What every document says of its order."""
    copied = (
        "base_currency_code",
        "base_to_global_rate",
        "base_to_order_rate",
        "billing_address_id",
        "global_currency_code",
        "order_currency_code",
        "store_currency_code",
        "store_id",
        "store_to_base_rate",
        "store_to_order_rate",
    )
    return {
        "entity_id": entity_id,
        "increment_id": f"{entity_id:09d}",
        "order_id": order["entity_id"],
        "created_at": at,
        "updated_at": at,
        **{field: order[field] for field in copied if field in order},
    }


def selection(asked: dict[int, Decimal], still_open: dict[int, Decimal]) -> dict[int, Decimal]:
    """What a document is about: the rows asked for, or everything open where none was."""
    if not asked:
        return still_open
    return {item: quantity for item, quantity in asked.items() if item in still_open and quantity > ZERO}
