"""The rows of an order document: parents, variants and parts of bundles."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from facturier.shops.magento.sandbox.amounts import ZERO, Json, amount, cents, plain, total
from facturier.shops.magento.sandbox.arithmetic import Taxed
from facturier.shops.magento.sandbox.basket import Basket, Item
from facturier.shops.magento.sandbox.reckoning import NOTHING

ROWS_PER_ORDER = 1000
_SUMMED = ("row_total", "row_total_incl_tax", "tax_amount")


def item_rows(
    basket: Basket, base: Sequence[Taxed], order: Sequence[Taxed], entity_id: int, at: str
) -> tuple[list[Json], list[Json]]:
    """All rows, and those that carry money, which follow `base`, `order` and `carriers(basket)`.

    Every row's `item_id` is unique over all orders.
    """
    money = iter(zip(base, order, strict=True))
    rows: list[Json] = []
    carrying: list[Json] = []

    def put(item: Item, quantity: Decimal, carries: bool) -> Json:
        figures = next(money) if carries else (NOTHING, NOTHING)
        row = {
            "item_id": entity_id * ROWS_PER_ORDER + len(rows) + 1,
            "order_id": entity_id,
            "quote_item_id": entity_id * ROWS_PER_ORDER + len(rows) + 1,
            "created_at": at,
            "updated_at": at,
            **_thing(item, quantity),
            **_figures(basket, item, *figures),
        }
        rows.append(row)
        if carries:
            carrying.append(row)
        return row

    for item in basket.items:
        parent = put(item, item.quantity, not item.children_carry)
        children = [
            put(child, child.quantity * item.quantity, item.children_carry) for child in item.children
        ]
        for child in children:
            child["parent_item_id"] = parent["item_id"]
            child["parent_item"] = parent
        if item.children_carry:
            _sum_up(parent, children)
    return rows, carrying


def _thing(item: Item, quantity: Decimal) -> Json:
    weight = int(not item.virtual)
    return {
        "product_id": item.product_id or 1,
        "product_type": item.product_type,
        "sku": item.sku,
        "name": item.name,
        "store_id": 1,
        "qty_ordered": plain(quantity),
        "qty_invoiced": 0,
        "qty_shipped": 0,
        "qty_refunded": 0,
        "qty_canceled": 0,
        "is_qty_decimal": int(quantity != int(quantity)),
        "is_virtual": int(item.virtual),
        "weight": weight,
        "row_weight": plain(quantity * weight),
        "free_shipping": 0,
        "no_discount": 0,
    }


def _figures(basket: Basket, item: Item, base: Taxed, order: Taxed) -> Json:
    coupon = basket.coupon
    row: Json = {"discount_percent": plain(coupon.percent if coupon and base.discount else ZERO)}
    row["tax_percent"] = plain(item.rate if base is not NOTHING else ZERO)
    for prefix, figures in (("base_", base), ("", order)):
        rate = Decimal(1) if prefix else basket.money.rate
        original = ZERO if figures is NOTHING else cents(item.price * rate)
        for field, value in _money(figures, original, basket.row_after_discount):
            row[prefix + field] = plain(value)
    return row


def _money(taxed: Taxed, original: Decimal, after_discount: bool) -> Iterator[tuple[str, Decimal]]:
    taken = taxed.discount if after_discount else ZERO
    yield "original_price", original
    yield "price", taxed.price
    yield "price_incl_tax", taxed.price_incl_tax
    yield "row_total", taxed.row_total - taken
    yield "row_total_incl_tax", taxed.row_total_incl_tax - taken
    yield "tax_amount", taxed.tax
    yield "discount_amount", taxed.discount
    yield "discount_tax_compensation_amount", taxed.compensation
    yield "row_invoiced", ZERO
    yield "tax_invoiced", ZERO
    yield "discount_invoiced", ZERO
    yield "amount_refunded", ZERO


def _sum_up(parent: Json, children: Sequence[Json]) -> None:
    """A bundle with dynamic price shows the sum of its parts once more, and no discount of its own."""
    pieces = amount(parent, "qty_ordered")
    for prefix in ("base_", ""):
        for field in _SUMMED:
            parent[prefix + field] = plain(total(children, prefix + field))
        for field in ("price", "price_incl_tax"):
            worth = sum((amount(c, prefix + field) * amount(c, "qty_ordered") for c in children), ZERO)
            parent[prefix + field] = plain(cents(worth / pieces))
