"""Documents that are undone here and there: by people who know nothing of each other, at nearly the same moment."""

from tests.proof.plan import Event
from tests.proof.ways.way import Known, Scene, Way

UNDOES = ("cancel document", "cancel document", "credit", "reissue")


def fits(scene: Scene) -> bool:
    return "cancel" in scene.system.deeds


def drawn(scene: Scene) -> Way:
    dice, events = scene.dice, []
    for order in range(scene.orders):
        at = scene.last + dice.uniform(60, 7200)
        events.append(Event(at, "Ana", dice.choice(UNDOES), order))
        events.append(Event(at + dice.choice((-5.0, -0.2, 0.0, 0.2, 2.0)), "Dana", "cancel by hand"))
        if dice.random() < 0.4:
            events.append(Event(at + dice.choice((0.0, 0.3, 600.0)), "Bogdan", dice.choice(UNDOES), order))
    return Way(events=tuple(events))


WAYS = {
    "undone by two": Known(fits, drawn),
}
