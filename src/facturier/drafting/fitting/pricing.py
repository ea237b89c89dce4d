"""Unit prices that come to an amount: one price, more decimals, or a quantity on two rows."""

from collections.abc import Iterator
from decimal import Decimal

from facturier.drafting.fitting.rule import Pieces
from facturier.model.money import rounded

SAME_PRICE_TRIES = 12
ONE = Decimal(1)
APART_TRIES = (0, 1, -1, 2, -2, 3, -3)
FARTHEST = 9


def nearest(quantity: Decimal, amount: Decimal, decimals: int) -> Decimal:
    """The unit price nearest to `amount / quantity`; zero for no quantity."""
    if quantity == ONE:
        return rounded(amount, decimals)
    return rounded(amount / quantity if quantity else quantity, decimals)


def exact(quantity: Decimal, amount: Decimal, decimals: range, places: int) -> Decimal | None:
    """The unit price with the fewest decimals that comes to `amount`, if one does."""
    for count in decimals:
        price = nearest(quantity, amount, count)
        if rounded(quantity * price, places) == amount:
            return price
    return None


def splits(quantity: Decimal, amount: Decimal, decimals: int, places: int) -> Iterator[Pieces]:
    """Pairs of rows that share `quantity` and come to `amount`, the most alike prices first.

    The second row always has a whole number of pieces. Prices have `decimals` decimals.
    """
    if quantity < 0:
        for (most, price), (few, other) in splits(-quantity, -amount, decimals, places):
            yield (-most, price), (-few, other)
        return
    for (most, price), (few, other) in _pairs(quantity, amount, decimals, places):
        if rounded(most * price, places) + rounded(few * other, places) == amount:
            yield (most, price), (few, other)


def _pairs(quantity: Decimal, amount: Decimal, decimals: int, places: int) -> Iterator[Pieces]:
    """Candidates for `splits`; not all of them come to `amount`."""
    separable = int(quantity) - (quantity == int(quantity))
    if separable < 1:
        return
    tick = Decimal(1).scaleb(-decimals)
    price = nearest(quantity, amount, decimals)
    rest = amount - rounded(quantity * price, places)
    if not rest:
        for few in range(1, min(separable, SAME_PRICE_TRIES) + 1):
            yield (quantity - few, price), (Decimal(few), price)
    else:
        other = price + tick.copy_sign(rest)
        needed = int(abs(rest) / tick)
        for few in (needed, needed - 1, needed + 1):
            if 1 <= few <= separable:
                yield (quantity - few, price), (Decimal(few), other)
    for ticks in APART_TRIES:
        most = price + ticks * tick
        other = rounded(amount - rounded((quantity - ONE) * most, places), decimals)
        if abs(other - most) <= FARTHEST * tick and most * amount >= 0 and other * amount >= 0:
            yield (quantity - ONE, most), (ONE, other)
