"""Documents that are not what was meant, by the system's own figures, and what people say of them."""

from collections.abc import Iterator

from tests.proof.plan import Event
from tests.proof.ways.way import Known, Scene, Way

CLICKS = ("say accepted", "say gone", "say it is not", "cancel document", "credit", "credit part", "reissue")


def fits(scene: Scene) -> bool:
    return "change" in scene.system.deeds


def drawn(scene: Scene) -> Way:
    """Somebody changes the newest as soon as it is there, or deletes it; credit notes of what is left, too."""
    dice = scene.dice
    names = ("change by hand", "change by hand", "delete last by hand")
    events = [
        Event(dice.uniform(0, scene.last), "Dana", dice.choice(names), point="answer read")
        for _ in range(dice.choice((1, 2, 3)))
    ]
    if dice.random() < 0.5:
        events.append(Event(scene.last + 1900, "Dana", "change by hand", point="answer read"))
    for order in range(scene.orders):
        events += _clicked(scene, order)
    return Way(events=tuple(events))


def _clicked(scene: Scene, order: int) -> Iterator[Event]:
    dice, at = scene.dice, scene.last + scene.dice.uniform(600, 1800)
    yield Event(at, "Ana", "read pages", order)
    for _ in range(dice.choice((2, 3, 5))):
        at += dice.choice((0.2, 30.0, 600.0))
        yield Event(at, dice.choice(("Ana", "Bogdan")), dice.choice(CLICKS), order)
    yield Event(at + 7200, "Ana", "settle by hand", order)
    yield Event(at + 7300, "Ana", dice.choice(("credit", "reissue", "reissue first")), order)


WAYS = {
    "disputes": Known(fits, drawn),
}
