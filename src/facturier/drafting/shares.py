"""Sharing a sum out to the cent."""

from collections.abc import Sequence
from decimal import Decimal

from facturier.model.cents import apportion, spread
from facturier.model.money import CENT


def to_cents(raw: Sequence[Decimal], payable: Decimal) -> list[Decimal]:
    """`raw` in whole cents that add up to `payable`, which must be the sum of `raw` but for its rounding."""
    return _found(spread(raw, payable, CENT))


def share_out(amount: Decimal, weights: Sequence[Decimal]) -> list[Decimal]:
    """`amount` (whole cents) in proportion to `weights`, which are not negative and not all zero."""
    return _found(apportion(amount, weights, CENT))


def _found(shares: list[Decimal] | None) -> list[Decimal]:
    if shares is None:
        raise ValueError("these shares cannot add up to the amount")
    return shares
