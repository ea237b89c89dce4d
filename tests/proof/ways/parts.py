"""A sale that is invoiced as it is shipped, piece by piece."""

from collections.abc import Iterator

from tests.proof.plan import Event
from tests.proof.ways.way import Known, Scene, Way

from facturier.drafting.choices import QuantitySource

LATER = ("refund some", "refund", "cancel", "edit")
CLICKS = ("cancel document", "credit", "credit part", "reissue", "send by hand", "read pages", "hurry")


def fits(scene: Scene) -> bool:
    return scene.shop.counts


def drawn(scene: Scene) -> Way:
    """Now and then the route is changed in the middle of it, to whole orders or back."""
    dice = scene.dice
    source = dice.choice((QuantitySource.SHIPPED, QuantitySource.SHIPPED, QuantitySource.INVOICED))
    events = [event for order in range(scene.orders) for event in _shipped(scene, order)]
    if dice.random() < 0.5:
        other = dice.choice((QuantitySource.ORDERED, QuantitySource.SHIPPED))
        at = scene.later(1)
        events.append(Event(at, "Ana", "change route", facts={"quantity": other}))
        if dice.random() < 0.5:
            events.append(
                Event(at + dice.uniform(60, 3600), "Ana", "change route", facts={"quantity": source})
            )
    return Way(settings={"quantity": source}, events=tuple(events))


def _shipped(scene: Scene, order: int) -> Iterator[Event]:
    dice, at = scene.dice, scene.last + scene.dice.uniform(0, 600)
    for deed in ("ship some", "ship some", "ship"):
        yield Event(at, "Merchant", deed, order)
        yield Event(at + dice.choice((1, 30)), "Finder", "look")
        at += dice.uniform(60, 3600)
    if dice.random() < 0.6:
        yield Event(at, "Merchant", dice.choice(LATER), order)
        yield Event(at + 1, "Finder", "look")
    if dice.random() < 0.6:
        at = scene.last + dice.uniform(0, 3 * 3600)
        yield Event(at, dice.choice(("Ana", "Bogdan")), dice.choice(CLICKS), order)


WAYS = {
    "in parts": Known(
        fits,
        drawn,
        never_with=(
            "another route",
            "order documents",
            "proformas",
            "takings",
        ),
    ),
}
