"""Magento's own invoice of an order, with its refusals (fact sheet, section 6)."""

from collections.abc import Iterator
from decimal import Decimal

from facturier.shops.magento.sandbox.amounts import ZERO, Json, amount, plain, total
from facturier.shops.magento.sandbox.history import document_comment
from facturier.shops.magento.sandbox.progress import CLOSED_TO_INVOICES, go_on
from facturier.shops.magento.sandbox.quantities import dummies, move, open_to_invoice, to_invoice
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

_COMPENSATION = "discount_tax_compensation_amount"
_ROW = (
    Taking("row_total", "row_total", "row_invoiced"),
    Taking("tax_amount", "tax_amount", "tax_invoiced"),
    Taking("discount_amount", "discount_amount", "discount_invoiced"),
    Taking(_COMPENSATION, _COMPENSATION, "discount_tax_compensation_invoiced"),
)
_ORDER = (
    ("subtotal", "subtotal_invoiced"),
    ("discount_amount", "discount_invoiced"),
    ("tax_amount", "tax_invoiced"),
    (_COMPENSATION, "discount_tax_compensation_invoiced"),
)
_SHIPPING = ("shipping_amount", "shipping_tax_amount", "shipping_incl_tax")
_PAID = 2


def make_invoice(shop: Shop, order: Json, asked: dict[int, Decimal], comment: Json | None = None) -> Json:
    """Invoice the pieces asked for by item id, or all that is open; the payment counts as received.

    Raises Refusal; then nothing has changed.
    """
    reasons = [*_wrong_quantities(order, asked), *_wrong_state(order)]
    if reasons:
        raise invalid_document("Invoice", reasons)
    still_open = open_to_invoice(order)
    chosen = selection(asked, still_open)
    first = not amount(order, "total_invoiced") and "shipping_invoiced" not in order
    invoice = heading(order, next_id(shop.invoices), shop.now())
    rows = [row for row in order["items"] if row["item_id"] in chosen]
    invoice["items"] = [
        _invoice_row(row, chosen[row["item_id"]], invoice["entity_id"], place)
        for place, row in enumerate(rows, 1)
    ]
    invoice |= {
        "state": _PAID,
        "can_void_flag": 0,
        "total_qty": plain(sum(chosen.values(), ZERO)),
        "comments": [],
    }
    for prefix in PREFIXES:
        invoice |= _totals(order, invoice["items"], prefix, first=first, last=chosen == still_open)
    for row, part in zip(rows, invoice["items"], strict=True):
        count(row, _ROW, part)
        move(order, row, "qty_invoiced", chosen[row["item_id"]])
    for prefix in PREFIXES:
        _count(order, invoice, prefix)
    if comment is not None:
        invoice["comments"].append(document_comment(shop, invoice, comment))
    shop.invoices[invoice["entity_id"]] = invoice
    go_on(order)
    shop.touch(order)
    return invoice


def _wrong_quantities(order: Json, asked: dict[int, Decimal]) -> Iterator[str]:
    silent = dummies(order)
    wanted = asked or open_to_invoice(order)
    known = {row["item_id"]: row for row in order["items"]}
    for item, quantity in wanted.items():
        if item in known and item not in silent and quantity > to_invoice(known[item]):
            yield (
                "The quantity to invoice must not be greater than the uninvoiced quantity "
                f'for product SKU "{known[item]["sku"]}".'
            )
    if not set(wanted) <= set(known):
        yield "The invoice contains one or more items that are not part of the original order."
    elif sum(wanted.values(), ZERO) <= 0:
        yield "The invoice can't be created without products. Add products and try again."


def _wrong_state(order: Json) -> Iterator[str]:
    if order["state"] in CLOSED_TO_INVOICES:
        yield f"An invoice cannot be created when an order has a status of {order['status']}"
    elif not open_to_invoice(order):
        yield "The order does not allow an invoice to be created."


def _invoice_row(row: Json, quantity: Decimal, invoice_id: int, place: int) -> Json:
    described = describe(row, invoice_id * 1000 + place, invoice_id, quantity)
    return {**described, **with_tax(row, quantity), **part_of(row, _ROW, quantity, to_invoice(row))}


def _totals(order: Json, rows: list[Json], prefix: str, *, first: bool, last: bool) -> Json:
    """The first invoice carries the shipping, the last one whatever is left of each total."""
    shipping = {field: amount(order, prefix + field) if first else ZERO for field in _SHIPPING}
    if last:
        figures = {field: _left(order, prefix, field, taken) for field, taken in _ORDER}
        figures["grand_total"] = _left(order, prefix, "grand_total", "total_invoiced")
    else:
        figures = _sums(order, rows, prefix, shipping)
    figures["subtotal_incl_tax"] = total(rows, prefix + "row_total_incl_tax")
    return {prefix + field: plain(value) for field, value in (figures | shipping).items()}


def _left(order: Json, prefix: str, field: str, taken: str) -> Decimal:
    return amount(order, prefix + field) - amount(order, prefix + taken)


def _sums(order: Json, rows: list[Json], prefix: str, shipping: dict[str, Decimal]) -> dict[str, Decimal]:
    carries = bool(shipping["shipping_amount"])
    discount = total(rows, prefix + "discount_amount")
    if carries:
        discount += amount(order, prefix + "shipping_discount_amount")
    figures = {
        "subtotal": subtotal_of(order, rows, prefix),
        "discount_amount": -discount,
        "tax_amount": total(rows, prefix + "tax_amount") + shipping["shipping_tax_amount"],
        _COMPENSATION: total(rows, prefix + _COMPENSATION),
    }
    compensation = amount(order, SHIPPING_COMPENSATION[prefix]) if carries else ZERO
    figures["grand_total"] = sum(figures.values(), shipping["shipping_amount"] + compensation)
    return figures


def _count(order: Json, invoice: Json, prefix: str) -> None:
    for field, taken in (
        *_ORDER,
        ("shipping_amount", "shipping_invoiced"),
        ("grand_total", "total_invoiced"),
        ("grand_total", "total_paid"),
    ):
        order[prefix + taken] = plain(amount(order, prefix + taken) + amount(invoice, prefix + field))
    due = amount(order, prefix + "grand_total") - amount(order, prefix + "total_paid")
    order[prefix + "total_due"] = plain(due)
    payment = order["payment"]
    payment[prefix + "amount_paid"] = order[prefix + "total_paid"]
    payment[prefix + "shipping_captured"] = order[prefix + "shipping_invoiced"]
