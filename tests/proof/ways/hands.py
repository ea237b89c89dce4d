"""Somebody changes what is written once in the system's own book, past all guards of the database."""

from collections.abc import Iterator

from tests.proof.plan import Event
from tests.proof.ways.way import Known, Scene, Way

MOST = 8


def fits(scene: Scene) -> bool:
    return bool(scene.system.tampered)


def drawn(scene: Scene) -> Way:
    """Some hours after, when there is something to change; a payment and a credit note among it."""
    return Way(account=dict(scene.system.letterheads[0]), events=tuple(_changes(scene)))


def _changes(scene: Scene) -> Iterator[Event]:
    dice, names = scene.dice, sorted(scene.system.tampered)
    yield Event(0.01, "Ana", "test connections")
    for order in range(scene.orders):
        if dice.random() < 0.4:
            yield Event(scene.later(), "Bogdan", dice.choice(("credit part", "credit")), order)
    at = scene.last + 4 * 3600
    for name in dice.sample(names, min(MOST, len(names))):
        at += 60
        yield Event(at, "Ana", "change rows", facts={"name": name})


WAYS = {
    "other hands": Known(fits, drawn),
}
