"""Exact money: `Decimal` amounts, rounded half up, never through `float`."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Context, Decimal

ZERO = Decimal(0)
CENT = Decimal("0.01")
_HUNDRED = Decimal(100)

# A context of its own is asked directly, for to name the rounding at every call takes longer than to round.
_half_up = Context(rounding=ROUND_HALF_UP).quantize
_STEPS = {places: Decimal(1).scaleb(-places) for places in range(16)}


def rounded(amount: Decimal, places: int = 2) -> Decimal:
    """`amount` rounded half up (away from zero on a tie) to `places` (0 to 15) decimals."""
    return _half_up(amount, _STEPS[places])


def are_rounded(amounts: list[Decimal], places: int = 2) -> bool:
    """Whether rounding to `places` decimals would change none of them."""
    step = _STEPS[places]
    return amounts == [_half_up(amount, step) for amount in amounts]


def vat_inside(gross: Decimal, percent: Decimal) -> Decimal:
    """VAT contained in a gross amount, to the cent: gross x r / (100 + r)."""
    return rounded(gross * percent / (_HUNDRED + percent))


def vat_on(net: Decimal, percent: Decimal) -> Decimal:
    """VAT due on a net amount, to the cent."""
    return rounded(net * percent / _HUNDRED)


def total(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, ZERO)
