"""Lines of an order, whatever they are for: items, shipping, fees.

A line's amounts stand in the shop's tables with parts of a cent. The order's own total was rounded once at its end,
or from amounts that were rounded line by line, as the shop's tax settings have it. So the amounts are taken as they
stand where they come to the total (and are then rounded so that they do to the cent), else rounded one by one where
that comes to it. Where neither does, the order contradicts itself and stays as it is: whoever compares lines with
total holds it.
"""

from collections.abc import Sequence
from decimal import Decimal

from msgspec.structs import replace

from facturier.model.cents import spread
from facturier.model.kinds import LineKind
from facturier.model.money import CENT, ZERO, rounded, total
from facturier.model.order import OrderLine, Quantities
from facturier.shops.woocommerce.rates import Rates
from facturier.shops.woocommerce.wire import Fee, Item, Line, Order, Shipping, exact, text

SHARE = ":"
"""Between the id of a line that bears several rates, and which of them."""
_ONE = Quantities(ordered=Decimal(1))


def lines(order: Order) -> list[OrderLine]:
    """Every line. Raises ValueError for a quantity below zero."""
    told: Sequence[Line] = [*order.line_items, *filter(_costs, (*order.shipping_lines, *order.fee_lines))]
    rates = Rates(order.tax_lines, told)
    paid = zip(told, grosses(told, order.total), strict=True)
    return [one for line, gross in paid for one in _shared(line, _line(order, line, gross, rates), rates)]


def grosses(told: Sequence[Line], payable: Decimal) -> list[Decimal]:
    """What the buyer pays for each line, VAT included."""
    whole = [line.gross for line in told]
    if 2 * abs(total(whole) - payable) <= CENT:
        return spread(whole, payable, CENT) or whole
    each = [rounded(line.total) + rounded(line.total_tax) for line in told]
    return each if total(each) == payable else whole


def _shared(line: Line, whole: OrderLine, rates: Rates) -> list[OrderLine]:
    """One line for each rate that it bears."""
    shares = rates.shares(line)
    if not shares:
        return [whole]
    raw = [whole.gross * (share.net + share.tax) / line.gross for share in shares]
    raw[-1] = whole.gross - total(raw[:-1])
    paid = zip(shares, spread(raw, whole.gross, CENT) or raw, strict=True)
    return [
        replace(
            whole,
            id=f"{whole.id}{SHARE}{place}",
            gross=exact(gross),
            tax=exact(rounded(share.tax)),
            vat_percent=share.percent,
        )
        for place, (share, gross) in enumerate(paid, 1)
    ]


def _costs(line: Line) -> bool:
    """Free shipping is no line of a document."""
    return bool(line.total or line.total_tax)


def _line(order: Order, line: Line, gross: Decimal, rates: Rates) -> OrderLine:
    if isinstance(line, Item):
        return _item(order, line, gross, rates)
    name = line.method_title if isinstance(line, Shipping) else line.name if isinstance(line, Fee) else ""
    kind = (
        LineKind.SHIPPING if isinstance(line, Shipping) else LineKind.FEE if gross > 0 else LineKind.DISCOUNT
    )
    return OrderLine(
        id=str(line.id),
        kind=kind,
        name=name.strip() or kind.value.capitalize(),
        quantity=_ONE,
        gross=exact(gross),
        tax=exact(rounded(line.total_tax)),
        vat_percent=rates.of(line),
    )


def _item(order: Order, item: Item, gross: Decimal, rates: Rates) -> OrderLine:
    if item.quantity < 0:
        raise ValueError(f"line {item.id} has a quantity of {item.quantity}")
    before = item.subtotal + item.subtotal_tax
    return OrderLine(
        id=str(item.id),
        kind=LineKind.GOODS,
        name=item.name.strip(),
        quantity=Quantities(ordered=exact(item.quantity)),
        gross=exact(gross),
        tax=exact(rounded(item.total_tax)),
        vat_percent=rates.of(item, (item.subtotal, item.subtotal_tax)),
        sku="" if item.sku is None else str(item.sku).strip(),
        description=text(item.parent_name),
        discount=exact(max(rounded(before - item.gross), ZERO)),
        unit_net=_unit(item.subtotal, item.quantity),
        unit_gross=_unit(before, item.quantity) if order.prices_include_tax else None,
    )


def _unit(whole: Decimal, quantity: Decimal) -> Decimal | None:
    """The price of one before the discount, in cents where that is the same price. (`price` is after the discount,
    and a binary fraction with artefacts.)"""
    if not quantity:
        return None
    price = whole / quantity
    plain = rounded(price)
    return exact(plain if abs(plain * quantity - whole) <= CENT else rounded(price, 6))
