"""Exact money: `Decimal` amounts, rounded half up, never through `float`."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

ZERO = Decimal(0)
CENT = Decimal("0.01")


_STEPS = {places: Decimal(1).scaleb(-places) for places in range(16)}


def rounded(amount: Decimal, places: int = 2) -> Decimal:
    """`amount` rounded half up (away from zero on a tie) to `places` (0 to 15) decimals."""
    return amount.quantize(_STEPS[places], ROUND_HALF_UP)


def vat_inside(gross: Decimal, percent: Decimal) -> Decimal:
    """VAT contained in a gross amount, to the cent: gross x r / (100 + r)."""
    return rounded(gross * percent / (100 + percent))


def vat_on(net: Decimal, percent: Decimal) -> Decimal:
    """VAT due on a net amount, to the cent."""
    return rounded(net * percent / 100)


def total(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, ZERO)
