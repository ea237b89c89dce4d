"""Web hooks of a shop: off and on again, lost there, switched off by the shop for nobody answered, told too late."""

from tests.proof.plan import Event
from tests.proof.ways.way import Known, Scene, Way

from facturier.ports.registry import SHOPS, connector

DAY = 86_400.0
TIRING = 8
"""Calls that nobody answers, after which a shop gives up."""


def fits(scene: Scene) -> bool:
    return connector(SHOPS, scene.shop.connector).hooks is not None


def drawn(scene: Scene) -> Way:
    """The next day belongs to it: a day later it is asked whether they are still on."""
    dice, last = scene.dice, scene.last
    events = [
        Event(0.3, "Ana", "switch hooks on"),
        Event(last + DAY + 600, "Finder", "look"),
        Event(last + 2 * DAY, "Finder", "look"),
    ]
    if dice.random() < 0.4:
        at = scene.later()
        events.append(Event(at, "Bogdan", "switch hooks off"))
        if dice.random() < 0.7:
            events.append(Event(at + dice.uniform(0, 600), "Ana", "switch hooks on"))
    if dice.random() < 0.4:
        at, order = scene.later(), scene.any_order()
        events.append(Event(at, "Merchant", "bin", order))
        events.append(Event(at + dice.choice((0.0, 0.5, 60.0)), "Merchant", "empty bin", order))
    if dice.random() < 0.5:
        events += _cut_off(scene)
    if dice.random() < 0.5:
        events.append(Event(last + 500, "Merchant", "remove hooks"))
    return Way(events=tuple(events))


def _cut_off(scene: Scene) -> list[Event]:
    """Meanwhile orders change, and somebody tries to switch them on."""
    dice, begins = scene.dice, scene.last + 60
    busy = ("hold", "unhold")
    told = [
        Event(begins + 20 + 20 * one, "Merchant", busy[one % 2], scene.any_order()) for one in range(TIRING)
    ]
    tried = [Event(begins + 300, "Ana", "switch hooks on")] if dice.random() < 0.4 else []
    over = Event(begins + 400, "Machine", "cut off", facts={"over": True})
    return [Event(begins, "Machine", "cut off"), *told, *tried, over]


WAYS = {
    "web hooks of the shop": Known(fits, drawn),
}
