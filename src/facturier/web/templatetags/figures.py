"""Figures of an order page: quantities, rates and prices as they are, without zeros at the end."""

from decimal import Decimal

from babel.numbers import format_decimal
from django import template
from django.utils.translation import get_language

register = template.Library()


@register.filter
def figure(value: Decimal | int | None) -> str:
    """2, 0.5 or 0,5, with as many decimals as it has; nothing for nothing."""
    if value is None:
        return ""
    return format_decimal(Decimal(value), format="#,##0.##########", locale=get_language() or "en")
