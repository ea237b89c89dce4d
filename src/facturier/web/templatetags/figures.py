"""Figures of an order page: quantities, rates and prices as they are, without zeros at the end."""

import re
from decimal import Decimal

from babel.numbers import format_decimal
from django import template
from django.utils.text import Truncator
from django.utils.translation import get_language

register = template.Library()
LONGEST = 400
_TAG = re.compile(r"<[^<>]*>")


@register.filter
def figure(value: Decimal | int | None) -> str:
    """2, 0.5 or 0,5, with as many decimals as it has; nothing for nothing."""
    if value is None:
        return ""
    return format_decimal(Decimal(value), format="#,##0.##########", locale=get_language() or "en")


@register.filter
def price(value: Decimal | None) -> str:
    """A unit price with all of its decimals, at least two."""
    if value is None:
        return ""
    return format_decimal(value, format="#,##0.00########", locale=get_language() or "en")


@register.filter
def words(text: str) -> str:
    """Somebody else's own words without the page that they came on, and not endless."""
    return Truncator(" ".join(_TAG.sub(" ", text).split())).chars(LONGEST)
