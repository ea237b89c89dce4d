"""How values look on a page. These are at hand in every template."""

from datetime import date, datetime
from decimal import Decimal
from functools import cache

from babel.dates import format_timedelta
from babel.dates import parse_pattern as of_dates
from babel.numbers import parse_pattern as of_numbers
from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from facturier.model.kinds import DocumentKind
from facturier.model.message import Message
from facturier.model.transmission import Stage
from facturier.web import clicks, language, words

register = template.Library()
# Read once: a list shows them a hundred times.
AMOUNT = of_numbers("#,##0.00")
DAY = of_dates("d MMM y")
MOMENT = of_dates("d MMM y, HH:mm")


@register.filter
def told(message: Message | None) -> str:
    """A stored sentence in the reader's language."""
    return language.told(message)


@register.filter
def amount(value: Decimal | str | None) -> str:
    """1,234.50 or 1.234,50, as the reader's language writes it; nothing for nothing."""
    if value is None or value == "":
        return ""
    return str(AMOUNT.apply(Decimal(value), language.locale()))


@register.filter
def at(pk: int, name: str) -> str:
    """The address of one row's page, as {% url %} gives it; in a list of fifty that would be a fifth of the work."""
    before, after = _around(name)
    return f"{before}{pk}{after}"


@cache
def _around(name: str) -> tuple[str, str]:
    """What stands before and after the key in the address of this name."""
    before, _, after = reverse(name, args=[0]).rpartition("0")
    return before, after


@register.simple_tag
def click() -> SafeString:
    """The hidden field that makes a second click on the same form the same wish."""
    return clicks.field()


@register.simple_tag
def chip(code: str) -> SafeString:
    """Where an order or document stands, coloured by how urgent it is."""
    word = words.word(code)
    return format_html('<span class="chip {}">{}</span>', word.tone, language.told(word.label))


@register.filter
def e_invoice(stage: str) -> SafeString:
    """Where the e-invoice of a document stands, as a chip."""
    word = words.TRANSMISSIONS[Stage(stage)]
    return format_html('<span class="chip {}">{}</span>', word.tone, language.told(word.label))


@register.filter
def kind(code: str) -> str:
    """The kind of a document, in the reader's language."""
    return language.told(words.KINDS[DocumentKind(code)])


@register.filter
def moment(value: datetime | None) -> SafeString | str:
    """Day and time in the reader's zone; the exact moment stands in the element for machines."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    shown = MOMENT.apply(local, language.locale())
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), shown)


@register.filter
def day(value: date | None) -> str:
    """A calendar day."""
    return DAY.apply(value, language.locale()) if value else ""


@register.filter
def ago(value: datetime, now: datetime) -> str:
    """“3 minutes ago”, by the clock that the flows go by."""
    return format_timedelta(value - now, add_direction=True, locale=language.locale())


@register.filter
def effect(code: str) -> str:
    """What follows from a document, in the reader's language."""
    return language.told(words.EFFECTS.get(code)) or code
