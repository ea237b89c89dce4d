"""Items of an order as lines, under the reading that its own totals decided."""

from collections.abc import Iterator
from decimal import Decimal

from facturier.model.kinds import LineKind
from facturier.model.money import ZERO, rounded, total
from facturier.model.order import OrderLine, Quantities
from facturier.model.vat import recognised
from facturier.shops.magento.rates import applied_to_item, percent_of, rates_in
from facturier.shops.magento.reading import (
    READINGS,
    FixedTax,
    Reading,
    families,
    fixed_tax_line,
    fixed_taxes,
    payable,
    reading_of,
)
from facturier.shops.magento.wire import Item, Order, exact, text

_INTANGIBLE = frozenset(("virtual", "downloadable"))


def item_lines(order: Order, charged: list[OrderLine], *, virtual_is_service: bool) -> list[OrderLine]:
    """Lines of the items. charged: the order's other lines, needed to see which reading adds up.

    An item without a row total, and a bundle whose money stays ambiguous, is of kind UNKNOWN.
    """
    groups = families(order.items)
    decided = reading_of(order, groups, total(line.gross for line in charged))
    reading = decided or READINGS[0]
    lines: list[OrderLine] = []
    for family in groups:
        unclear = decided is None and family.ambiguous
        for item in family.bearers(reading):
            kind = LineKind.UNKNOWN if unclear else _kind(item, virtual_is_service)
            within = "" if item is family.parent else text(family.parent.name)
            lines.append(_line(order, item, reading, kind, within))
            lines.extend(_fpt_lines(order, item, reading))
    return lines


def prices_include_vat(order: Order) -> bool | None:
    """Whether the catalogue is entered with VAT, where an item's catalogue price shows it."""
    for item in order.items:
        net, gross = item.price, item.price_incl_tax
        if net and gross and net != gross and item.original_price in (net, gross):
            return item.original_price == gross
    return None


def _line(order: Order, item: Item, reading: Reading, kind: LineKind, within: str) -> OrderLine:
    gross, tax = payable(item, reading), exact(item.tax_amount)
    return OrderLine(
        id=str(item.item_id),
        kind=kind,
        name=text(item.name),
        quantity=_quantities(item),
        gross=exact(gross),
        tax=tax,
        vat_percent=_percent(order, item, gross - tax, tax),
        sku=text(item.sku),
        description=within,
        discount=_discount(item, gross, reading),
        unit_net=None if item.price is None else exact(item.price),
        unit_gross=None if item.price_incl_tax is None else exact(item.price_incl_tax),
    )


def _quantities(item: Item) -> Quantities:
    return Quantities(
        ordered=exact(item.qty_ordered),
        invoiced=exact(item.qty_invoiced),
        shipped=exact(item.qty_shipped),
        refunded=exact(item.qty_refunded),
        cancelled=exact(item.qty_canceled),
    )


def _fpt_lines(order: Order, item: Item, reading: Reading) -> Iterator[OrderLine]:
    """FPT as lines of their own, since it may bear another VAT than its product, or none; as many as of that."""
    for place, row in enumerate(fixed_taxes(order, item), 1):
        yield OrderLine(
            id=fixed_tax_line(item.item_id, place),
            kind=LineKind.FEE,
            name=f"{row.title} ({text(item.name)})",
            quantity=_quantities(item),
            gross=exact(row.gross(reading)),
            tax=row.tax,
            vat_percent=_fpt_percent(order, item, row),
        )


def _fpt_percent(order: Order, item: Item, row: FixedTax) -> Decimal | None:
    if not row.tax:
        return ZERO
    stated = percent_of(applied_to_item(order, "weee", item.item_id))
    return stated if stated is not None else exact(item.tax_percent)


def _kind(item: Item, virtual_is_service: bool) -> LineKind:
    if item.row_total is None:
        return LineKind.UNKNOWN
    if item.product_type == "giftcard":
        return LineKind.GIFT_CARD
    if virtual_is_service and (item.is_virtual or item.product_type in _INTANGIBLE):
        return LineKind.SERVICE
    return LineKind.GOODS


def _percent(order: Order, item: Item, net: Decimal, tax: Decimal) -> Decimal | None:
    if item.tax_percent or (item.tax_percent is not None and not tax):
        return exact(item.tax_percent)
    stated = percent_of(applied_to_item(order, "product", item.item_id))
    return stated if stated is not None else recognised(net, tax, rates_in(order))


def _discount(item: Item, gross: Decimal, reading: Reading) -> Decimal:
    """VAT included: what the row would have cost less what it costs. `discount_amount` itself is net or
    gross, as the shop's tax settings have it."""
    if not item.discount_amount:
        return ZERO
    before = exact(item.row_total_incl_tax)
    if reading.row_is_discounted or not before:
        before = rounded(exact(item.price_incl_tax) * exact(item.qty_ordered))
    return exact(max(before - gross, ZERO))
