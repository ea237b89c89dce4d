"""Lines of an order, under the reading that its total decides.

The vendor's documents leave open whether the discount is still to be deducted from the prices, whether the cart's
total includes shipping, and what the shipping amount is called. So each reading is tried until the lines come to
the total. The first one stays when none does: then the order contradicts itself, and is held.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import product

from msgspec import Struct

from facturier.model.kinds import LineKind
from facturier.model.money import CENT, ZERO, total, vat_inside
from facturier.model.order import OrderLine, Quantities
from facturier.shops.teamsystem.wire import Cart, Item, exact, text

SEPARATOR = "#|#"
_ONE = Quantities(ordered=Decimal(1))
Rate = Callable[[str, Item], Decimal | None]
"""VAT in percent of an item by its key; None where nobody says."""


class Terms(Struct, frozen=True):
    """How amounts are meant. percent: of what has no product, where prices are net."""

    include_vat: bool
    percent: Decimal

    def gross(self, amount: Decimal, percent: Decimal | None) -> Decimal:
        if self.include_vat or percent is None:
            return exact(amount)
        return exact(amount * (100 + percent) / 100)


class Settled(Struct, frozen=True):
    """What the buyer pays, and the lines of it."""

    payable: Decimal
    lines: tuple[OrderLine, ...]

    @property
    def adds_up(self) -> bool:
        return abs(total(line.gross for line in self.lines) - self.payable) < CENT / 2


def item_lines(cart: Cart, rate: Rate, terms: Terms) -> list[OrderLine]:
    return [_item(key, item, rate(key, item), terms) for key, item in cart.items.items()]


def product_of(key: str) -> str:
    """The product's number in a line key."""
    return key.partition(SEPARATOR)[0]


def settled(
    cart: Cart,
    listed: Decimal | None,
    items: Sequence[OrderLine],
    shippings: Sequence[Decimal],
    fees: Sequence[Decimal],
    terms: Terms,
) -> Settled:
    """listed: the total in the list of orders. shippings, fees: amounts that may be the one, best guess first."""
    stated = exact(cart.total)
    payables = dict.fromkeys((stated, stated if listed is None else exact(listed)))
    discounts = dict.fromkeys((abs(exact(cart.saleAmount)), ZERO))
    fee = exact(fees[0]) if fees else ZERO
    readings = [
        Settled(payable, (*items, *_charges(exact(shipping), fee, discount, cart, terms)))
        for payable, discount, shipping in product(payables, discounts, shippings or [ZERO])
    ]
    return next((one for one in readings if one.adds_up), readings[0])


def _item(key: str, item: Item, percent: Decimal | None, terms: Terms) -> OrderLine:
    gross = terms.gross(item.price * item.count, percent)
    options = item.options if isinstance(item.options, str) else ""
    return OrderLine(
        id=key,
        kind=LineKind.GOODS,
        name=text(item.title),
        quantity=Quantities(ordered=exact(item.count)),
        gross=gross,
        tax=vat_inside(gross, percent) if percent else ZERO,
        vat_percent=percent,
        sku=text(item.sku) or product_of(key),
        description=text(options),
        unit_net=None if terms.include_vat else exact(item.price),
        unit_gross=exact(item.price) if terms.include_vat else None,
    )


def _charges(shipping: Decimal, fee: Decimal, deducted: Decimal, cart: Cart, terms: Terms) -> list[OrderLine]:
    """Their VAT is not told where prices include it: they follow the goods."""
    lines = [
        _charge("shipping", LineKind.SHIPPING, "Shipping", shipping, terms),
        _charge("fee", LineKind.FEE, "Fee", fee, terms),
        _charge("discount", LineKind.DISCOUNT, text(cart.couponCode) or "Discount", -deducted, terms),
    ]
    return [line for line in lines if line.gross]


def _charge(id: str, kind: LineKind, name: str, amount: Decimal, terms: Terms) -> OrderLine:
    net = not terms.include_vat and kind is not LineKind.DISCOUNT
    percent = terms.percent if net else None
    gross = terms.gross(amount, percent)
    tax = vat_inside(gross, percent) if percent else ZERO
    return OrderLine(id=id, kind=kind, name=name, quantity=_ONE, gross=gross, tax=tax, vat_percent=percent)
