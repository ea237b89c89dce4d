"""How values are written into the API's JSON."""

from decimal import Decimal


def number(amount: Decimal) -> Decimal:
    """The same amount without an exponent or trailing zeros."""
    return Decimal(f"{amount.normalize():f}")
