"""What a cart comes to, as WooCommerce computes it (fact sheet, section 3): net amounts with the tax beside them.

Nets keep parts of a cent. Taxes are rounded line by line and the total adds up rounded amounts, or all is rounded
once at the end, as the shop has it.
"""

from collections import defaultdict
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from msgspec import Struct

from facturier.shops.woocommerce.sandbox.goods import Cart, Charge, Thing

ZERO = Decimal(0)
_HUNDRED = Decimal(100)


class Row(Struct, frozen=True):
    """rate: None where no tax applies. before, before_tax: without the discount."""

    net: Decimal
    tax: Decimal
    before: Decimal
    before_tax: Decimal
    rate: Decimal | None


class Sums(Struct, frozen=True):
    things: list[Row]
    shipping: Row | None
    fees: list[Row]
    total: Decimal

    @property
    def rows(self) -> list[Row]:
        return [*self.things, *([self.shipping] if self.shipping else []), *self.fees]

    def taxes(self, rows: Iterable[Row]) -> dict[Decimal, Decimal]:
        """By rate."""
        found: defaultdict[Decimal, Decimal] = defaultdict(Decimal)
        for row in rows:
            if row.rate is not None:
                found[row.rate] += row.tax
        return found


def reckon(cart: Cart, *, per_line: bool) -> Sums:
    things = [_thing(thing, cart, per_line) for thing in cart.things]
    shipping = _charge(cart.shipping, per_line) if cart.shipping else None
    fees = [_charge(fee, per_line) for fee in cart.fees]
    rows = [*things, *([shipping] if shipping else []), *fees]
    if per_line:
        total = sum((cents(row.net) + row.tax for row in rows), ZERO)
    else:
        total = cents(sum((row.net + row.tax for row in rows), ZERO))
    return Sums(things, shipping, fees, total)


def cents(amount: Decimal, places: int = 2) -> Decimal:
    return amount.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _thing(thing: Thing, cart: Cart, per_line: bool) -> Row:
    priced = thing.price * thing.quantity
    off = cents(priced * cart.coupon / _HUNDRED)
    before, before_tax = _parted(priced, thing.rate, cart.gross, per_line)
    net, tax = _parted(priced - off, thing.rate, cart.gross, per_line)
    return Row(net, tax, before, before_tax, thing.rate)


def _parted(amount: Decimal, rate: Decimal, gross: bool, per_line: bool) -> tuple[Decimal, Decimal]:
    """Net and tax of what the catalogue says."""
    net = cents(amount * _HUNDRED / (_HUNDRED + rate), 6) if gross else amount
    return net, _tax(net, rate, per_line)


def _charge(charge: Charge, per_line: bool) -> Row:
    tax = _tax(charge.net, charge.rate, per_line) if charge.rate is not None else ZERO
    return Row(charge.net, tax, charge.net, tax, charge.rate)


def _tax(net: Decimal, rate: Decimal, per_line: bool) -> Decimal:
    return cents(net * rate / _HUNDRED, 2 if per_line else 6)
