"""VAT rates that nobody stated: recognised from two amounts."""

from collections.abc import Iterable
from decimal import Decimal

from facturier.model.money import CENT, ZERO

_USUAL = "4 5 5.5 6 7 8 9 9.5 10 11 12 13 13.5 14 15 16 17 18 19 20 21 22 23 24 25 25.5 27"
KNOWN = tuple(map(Decimal, _USUAL.split()))
"""VAT rates in use in Europe."""


def recognised(net: Decimal, tax: Decimal, mentioned: Iterable[Decimal]) -> Decimal | None:
    """The rate that makes `tax` of `net` within a cent: of those mentioned, else of the usual ones.

    No tax is 0 %. None where no rate, or more than one within the cent, explains the amounts.
    """
    if tax == ZERO:
        return ZERO
    for rates in (mentioned, KNOWN):
        near = [rate for rate in rates if abs(net * rate / 100 - tax) <= CENT]
        if near:
            best = min(near, key=lambda rate: abs(net * rate / 100 - tax))
            return best if net >= 1 or len(near) == 1 else None
    return None
