"""Texts of a document as exact values. Whatever is not plainly a figure, a day or a currency is an error."""

import re
from datetime import date
from decimal import Decimal

_FIGURE = re.compile(r"[0-9]{1,10}(\.[0-9]{1,8})?")
_CURRENCY = re.compile(r"[A-Z]{3}")


def figure(text: str) -> Decimal:
    """A positive decimal with a point and as many decimals as are stored (8). Raises ValueError."""
    if not _FIGURE.fullmatch(text) or not Decimal(text):
        raise ValueError(f"{text!r} is no rate")
    return Decimal(text)


def currency(text: str) -> str:
    """A three-letter code. Raises ValueError."""
    if not _CURRENCY.fullmatch(text):
        raise ValueError(f"{text!r} is no currency")
    return text


def day(text: str) -> date:
    """A day as YYYY-MM-DD. Raises ValueError."""
    return date.fromisoformat(text)
