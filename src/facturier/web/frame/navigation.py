"""The places of the page, in the order in which people need them."""

from dataclasses import dataclass

from django.http import HttpRequest

from facturier.model.message import Message, say
from facturier.web.reader import Reader


@dataclass(frozen=True)
class Place:
    """room: the namespace of its addresses, and the name of its icon. url: where it begins.

    takings: only where a company's country knows a register of daily takings.
    """

    room: str
    url: str
    label: Message
    takings: bool = False


PLACES = (
    Place("today", "today:today", say("Today")),
    Place("orders", "orders:orders", say("Orders")),
    Place("documents", "documents:documents", say("Documents")),
    Place("takings", "takings:takings", say("Takings"), takings=True),
    Place("connections", "connections:connections", say("Connections")),
    Place("routes", "routes:routes", say("Routes")),
    Place("brakes", "brakes:brakes", say("Pause")),
)
WITHIN = {"order": "orders"}
"""Rooms that are a part of a place."""


def places(reader: Reader | None) -> list[Place]:
    """Those that this reader has."""
    takings = reader is not None and reader.takings
    return [place for place in PLACES if takings or not place.takings]


def room_of(request: HttpRequest) -> str:
    """The place that a request is in; empty for none."""
    room = request.resolver_match.namespace if request.resolver_match else ""
    return WITHIN.get(room, room)
