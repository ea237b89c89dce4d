"""Sharing an amount out so that the parts are whole cents and still sum to it."""

from collections.abc import Sequence
from decimal import ROUND_FLOOR, Decimal

from facturier.model.money import total


def spread(amounts: Sequence[Decimal], wanted: Decimal, unit: Decimal) -> list[Decimal] | None:
    """Each amount rounded down or up to a multiple of `unit` so that the sum is `wanted`.

    The largest remainders are rounded up (ties: the earlier one), so nothing moves by a whole unit.
    None where rounding alone cannot reach `wanted`.
    """
    parts = [amount.quantize(unit, rounding=ROUND_FLOOR) for amount in amounts]
    missing = (wanted - total(parts)) / unit
    remainders = [amount - part for amount, part in zip(amounts, parts, strict=True)]
    uneven = sum(remainder != 0 for remainder in remainders)
    if missing != int(missing) or not 0 <= missing <= uneven:
        return None
    largest = sorted(range(len(parts)), key=lambda index: -remainders[index])
    for index in largest[: int(missing)]:
        parts[index] += unit
    return parts


def apportion(amount: Decimal, weights: Sequence[Decimal], unit: Decimal) -> list[Decimal] | None:
    """`amount` in proportion to `weights` (not all zero), in multiples of `unit` that sum to it."""
    whole = total(weights)
    return spread([amount * weight / whole for weight in weights], amount, unit)
