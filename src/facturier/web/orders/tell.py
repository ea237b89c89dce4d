"""What became of many orders, in a sentence or two."""

from collections import Counter

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext

from facturier.web.language import told
from facturier.web.orders.bulk import Done
from facturier.web.words import word

URGENT = ("warn", "bad")


def tell_issued(request: HttpRequest, done: Done) -> None:
    urgent = any(word(standing).tone in URGENT for standing in done.standings)
    level = messages.WARNING if urgent else messages.SUCCESS
    messages.add_message(request, level, gettext("Decided. %(where)s") % {"where": _where(done.standings)})


def tell_closed(request: HttpRequest, done: Done) -> None:
    if done.standings:
        messages.success(request, gettext("Now: %(where)s") % {"where": _where(done.standings)})
    for number, why in done.refused:
        text = gettext("Order %(number)s stays as it is. %(why)s")
        messages.error(request, text % {"number": number, "why": told(why)})


def _where(standings: Counter[str]) -> str:
    """Such as “Ready: 3, held: 1.”"""
    return ", ".join(f"{told(word(code).label)}: {count}" for code, count in standings.most_common()) + "."
