"""How values are written into a JSON body."""

from datetime import date
from decimal import Decimal


def number(amount: Decimal) -> Decimal:
    """The same amount without an exponent or trailing zeros."""
    return Decimal(f"{amount.normalize():f}")


def filled(**texts: str) -> dict[str, str]:
    """The fields that hold something; an empty one could overwrite what the vendor has stored."""
    return {name: text for name, text in texts.items() if text}


def dated(**days: date | None) -> dict[str, str]:
    """The days that are known, as `yyyy-MM-dd`."""
    return {name: day.isoformat() for name, day in days.items() if day}
