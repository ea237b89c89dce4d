"""Credit memos: money given back for invoiced pieces, for shipping, or as an adjustment."""

from collections.abc import Iterator
from decimal import Decimal

from msgspec import Struct

from facturier.shops.magento.sandbox.amounts import ZERO, Json, add, amount, cents, plain, total
from facturier.shops.magento.sandbox.history import comment_order, document_comment
from facturier.shops.magento.sandbox.progress import CLOSED_TO_REFUNDS, go_on
from facturier.shops.magento.sandbox.quantities import dummies, move, open_to_refund, to_refund
from facturier.shops.magento.sandbox.refusal import invalid_document
from facturier.shops.magento.sandbox.shares import (
    PREFIXES,
    SHIPPING_COMPENSATION,
    Taking,
    count,
    describe,
    heading,
    part_of,
    selection,
    subtotal_of,
    with_tax,
)
from facturier.shops.magento.sandbox.shop import Shop, next_id

_COMPENSATION = "discount_tax_compensation"
_ROW = (
    Taking("row_total", "row_invoiced", "amount_refunded"),
    Taking("tax_amount", "tax_invoiced", "tax_refunded"),
    Taking("discount_amount", "discount_invoiced", "discount_refunded"),
    Taking(f"{_COMPENSATION}_amount", f"{_COMPENSATION}_invoiced", f"{_COMPENSATION}_refunded"),
)
_ORDER = (
    ("subtotal", "subtotal_refunded"),
    ("discount_amount", "discount_refunded"),
    ("tax_amount", "tax_refunded"),
    (f"{_COMPENSATION}_amount", f"{_COMPENSATION}_refunded"),
    ("shipping_amount", "shipping_refunded"),
    ("shipping_tax_amount", "shipping_tax_refunded"),
    ("adjustment_positive", "adjustment_positive"),
    ("adjustment_negative", "adjustment_negative"),
    ("grand_total", "total_refunded"),
)
_REFUNDED = 2


class Wanted(Struct, frozen=True, omit_defaults=True):
    """What to give back: pieces by item id (none: all), and net shipping (None: what is left of it).

    Shipping and adjustments are in base currency.
    """

    items: dict[int, Decimal] = {}
    shipping: Decimal | None = None
    adjustment_positive: Decimal = ZERO
    adjustment_negative: Decimal = ZERO
    online: bool = False
    comment: Json | None = None


def make_refund(shop: Shop, order: Json, wanted: Wanted, invoice_id: int | None = None) -> Json:
    """Give money back and write the credit memo. Raises Refusal; then nothing has changed."""
    chosen = selection(wanted.items, open_to_refund(order))
    rows = [row for row in order["items"] if row["item_id"] in chosen]
    memo = heading(order, next_id(shop.creditmemos), shop.now())
    memo |= {"state": _REFUNDED, "comments": []}
    if invoice_id is not None:
        memo["invoice_id"] = invoice_id
    memo["items"] = [
        _memo_row(row, chosen[row["item_id"]], memo["entity_id"], place) for place, row in enumerate(rows, 1)
    ]
    for prefix in PREFIXES:
        memo |= _totals(order, memo["items"], wanted, prefix)
    reasons = [*_wrong_state(order), *_wrong_quantities(order, wanted.items), *_wrong_total(order, memo)]
    if reasons:
        raise invalid_document("Creditmemo", reasons)
    for row, part in zip(rows, memo["items"], strict=True):
        count(row, _ROW, part)
        move(order, row, "qty_refunded", chosen[row["item_id"]])
    if wanted.comment is not None:
        memo["comments"].append(document_comment(shop, memo, wanted.comment))
    shop.creditmemos[memo["entity_id"]] = memo
    _count(shop, order, memo, "online" if wanted.online else "offline")
    return memo


def _memo_row(row: Json, quantity: Decimal, memo_id: int, place: int) -> Json:
    described = describe(row, memo_id * 1000 + place, memo_id, quantity)
    part = part_of(row, _ROW, quantity, to_refund(row) or quantity)
    return {**described, "base_cost": None, **with_tax(row, quantity), **part}


def _totals(order: Json, rows: list[Json], wanted: Wanted, prefix: str) -> Json:
    rate = Decimal(1) if prefix else amount(order, "base_to_order_rate")
    shipping = _shipping(order, wanted, prefix, rate)
    shipping_tax = _along(order, prefix, "shipping_tax_amount", shipping)
    shipping_discount = _along(order, prefix, "shipping_discount_amount", shipping)
    compensation = _along(order, prefix, SHIPPING_COMPENSATION[prefix].removeprefix(prefix), shipping)
    figures = {
        "subtotal": subtotal_of(order, rows, prefix),
        "discount_amount": -total(rows, prefix + "discount_amount") - shipping_discount,
        "shipping_amount": shipping,
        "tax_amount": total(rows, prefix + "tax_amount") + shipping_tax,
        f"{_COMPENSATION}_amount": total(rows, f"{prefix}{_COMPENSATION}_amount"),
        "adjustment": cents((wanted.adjustment_positive - wanted.adjustment_negative) * rate),
    }
    figures["grand_total"] = sum(figures.values(), compensation)
    figures |= {
        "shipping_tax_amount": shipping_tax,
        "shipping_incl_tax": shipping + shipping_tax,
        "subtotal_incl_tax": total(rows, prefix + "row_total_incl_tax"),
        "adjustment_positive": cents(wanted.adjustment_positive * rate),
        "adjustment_negative": cents(wanted.adjustment_negative * rate),
    }
    return {prefix + field: plain(value) for field, value in figures.items()}


def _shipping(order: Json, wanted: Wanted, prefix: str, rate: Decimal) -> Decimal:
    left = amount(order, prefix + "shipping_invoiced") - amount(order, prefix + "shipping_refunded")
    return left if wanted.shipping is None else min(cents(wanted.shipping * rate), left)


def _along(order: Json, prefix: str, field: str, shipping: Decimal) -> Decimal:
    """The part of `field` that goes along with `shipping`; all parts together are the whole."""
    if not shipping:
        return ZERO
    whole, price = amount(order, prefix + field), amount(order, prefix + "shipping_amount")
    before = amount(order, prefix + "shipping_refunded")
    return cents(whole * (before + shipping) / price) - cents(whole * before / price)


def _wrong_state(order: Json) -> Iterator[str]:
    if order["state"] in CLOSED_TO_REFUNDS:
        yield f"A creditmemo can not be created when an order has a status of {order['status']}"
    elif amount(order, "total_paid") <= amount(order, "total_refunded"):
        yield "The order does not allow a creditmemo to be created."


def _wrong_quantities(order: Json, asked: dict[int, Decimal]) -> Iterator[str]:
    known = {row["item_id"]: row for row in order["items"]}
    silent = dummies(order)
    for item, quantity in asked.items():
        if item not in known:
            yield f'The creditmemo contains product SKU "{item}" that is not part of the original order.'
        elif quantity > to_refund(known[item]) and item not in silent:
            yield (
                "The quantity to creditmemo must not be greater than the unrefunded quantity "
                f'for product SKU "{known[item]["sku"]}".'
            )


def _wrong_total(order: Json, memo: Json) -> Iterator[str]:
    left = amount(order, "total_paid") - amount(order, "total_refunded")
    if amount(memo, "grand_total") <= 0:
        yield "The credit memo's total must be positive."
    elif amount(memo, "grand_total") > left:
        yield f"The most money available to refund is {left}."


def _count(shop: Shop, order: Json, memo: Json, way: str) -> None:
    for prefix in PREFIXES:
        for field, taken in _ORDER:
            add(order, prefix + taken, amount(memo, prefix + field))
        add(order, f"{prefix}total_{way}_refunded", amount(memo, prefix + "grand_total"))
        add(order["payment"], prefix + "amount_refunded", amount(memo, prefix + "grand_total"))
        add(order["payment"], prefix + "shipping_refunded", amount(memo, prefix + "shipping_amount"))
    go_on(order)
    money = f"{order['order_currency_code']}\N{NO-BREAK SPACE}{cents(amount(memo, 'grand_total'))}"
    comment_order(shop, order, f"We refunded {money} {way}.", kind="creditmemo")
