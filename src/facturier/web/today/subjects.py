"""What an alarm is about, as an address to look at."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.db import connection
from django.urls import reverse

from facturier.flows import hooks
from facturier.model.message import Message, say
from facturier.store.models import Alarm


class Remedy(NamedTuple):
    """A button: where it posts to, and what it says."""

    address: str
    name: Message


_ORDERS = """
    SELECT 'document:' || id, order_id FROM store_document WHERE id = ANY(%(document)s)
    UNION ALL SELECT 'wish:' || id, order_id FROM store_wish WHERE id = ANY(%(wish)s)
    UNION ALL SELECT 'effect:' || effect.id, order_id FROM store_effect effect
        JOIN store_document document ON document.id = document_id WHERE effect.id = ANY(%(effect)s)
"""
_OF_ORDERS = ("document", "wish", "effect")


def addresses(subjects: Iterable[str]) -> Mapping[str, str]:
    """By subject (`order:12`, `document:7`, ...): where to look at it. One query, and none where none is needed."""
    parsed = {subject: _parsed(subject) for subject in subjects}
    keys = {kind: [key for of, key in parsed.values() if of == kind] for kind in _OF_ORDERS}
    orders: dict[str, int] = {}
    if any(keys.values()):
        with connection.cursor() as cursor:
            cursor.execute(_ORDERS, keys)
            orders = dict(cursor.fetchall())
    found = {subject: _address(kind, key, orders) for subject, (kind, key) in parsed.items()}
    return {subject: address for subject, address in found.items() if address}


def remedy(alarm: Alarm) -> Remedy | None:
    """What can be done about an alarm with one click."""
    _, key = _parsed(alarm.subject)
    if alarm.code == hooks.OFF:
        return Remedy(reverse("connections:hooks", args=[key]), say("Switch them on again"))
    return None


def _parsed(subject: str) -> tuple[str, int]:
    """Kind and key; what follows a stroke tells several alarms on one row apart."""
    kind, _, rest = subject.partition(":")
    key = rest.partition("/")[0]
    return kind, int(key) if key.isdecimal() else 0


def _address(kind: str, key: int, orders: Mapping[str, int]) -> str:
    match kind:
        case "order":
            return reverse("order:order", args=[key])
        case "document" | "wish" | "effect":
            order = orders.get(f"{kind}:{key}")
            return reverse("order:order", args=[order]) if order else ""
        case "connection":
            return reverse("connections:connection", args=[key])
        case "company":
            return reverse("takings:month", args=[key])
        case "route":
            return reverse("routes:route", args=[key])
    return ""
