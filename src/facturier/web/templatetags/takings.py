"""How the register's values look on a page."""

from datetime import date

from babel.dates import format_skeleton
from django import template

from facturier.takings.printing import sheet
from facturier.takings.treatment import Treatment
from facturier.web import language

register = template.Library()


@register.filter
def rate(treatment: Treatment) -> str:
    """`22 %`, or the word for why there is none."""
    return sheet.rate(treatment, language.told)


@register.filter
def month_name(first: date) -> str:
    """November 2026, in the reader's language."""
    return str(format_skeleton("yMMMM", first, locale=language.locale()))
