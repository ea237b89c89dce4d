"""Numbers as Magento's API writes them: JSON numbers, whole ones without a point, at most four decimals."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

Number = int | Decimal
Json = dict[str, Any]

ZERO = Decimal(0)
HUNDRED = Decimal(100)
_CENT = Decimal("0.01")


class NotANumber(TypeError):
    """A field of money that holds something else."""


def cents(value: Decimal) -> Decimal:
    """Rounded half up to two decimals."""
    return value.quantize(_CENT, ROUND_HALF_UP)


def plain(value: Decimal) -> Number:
    """Ready for JSON: 25.00 becomes 25, 1.10 becomes 1.1."""
    whole = int(value)
    return whole if value == whole else value.normalize()


def amount(row: Json, field: str) -> Decimal:
    """The figure in `field`; zero where Magento leaves it out. Raises NotANumber."""
    value = row.get(field, 0)
    if isinstance(value, Decimal | int):
        return Decimal(value)
    raise NotANumber(f"{field} holds no number")


def add(row: Json, field: str, value: Decimal) -> None:
    row[field] = plain(amount(row, field) + value)


def total(rows: Iterable[Json], field: str) -> Decimal:
    return sum((amount(row, field) for row in rows), ZERO)
