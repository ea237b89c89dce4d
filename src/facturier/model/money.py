"""Exact money: `Decimal` amounts, rounded half up, never through `float`."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

ZERO = Decimal(0)
CENT = Decimal("0.01")


@lru_cache(maxsize=16)
def _step(places: int) -> Decimal:
    return Decimal(1).scaleb(-places)


def rounded(amount: Decimal, places: int = 2) -> Decimal:
    """`amount` rounded half up (away from zero on a tie) to `places` decimals."""
    return amount.quantize(_step(places), rounding=ROUND_HALF_UP)


def vat_inside(gross: Decimal, percent: Decimal) -> Decimal:
    """VAT contained in a gross amount, to the cent: gross x r / (100 + r)."""
    return rounded(gross * percent / (100 + percent))


def vat_on(net: Decimal, percent: Decimal) -> Decimal:
    """VAT due on a net amount, to the cent."""
    return rounded(net * percent / 100)


def total(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, ZERO)
