"""A form that is saved with something wrong in it (another company, another address), and put right later."""

from tests.proof.plan import Event
from tests.proof.ways.way import Known, Scene, Way


def fits(scene: Scene) -> bool:
    return bool(scene.system.mistaken)


def drawn(scene: Scene) -> Way:
    """Until then nothing goes anywhere else than where it belongs."""
    dice, last = scene.dice, scene.last
    begins, ends = dice.uniform(0, last), last + dice.uniform(60, 7200)
    values = dict(dice.choice(scene.system.mistaken))
    events = [
        Event(begins, "Bogdan", "enter form", facts={"values": values}),
        Event(begins + 5, "Ana", "test connections"),
        Event(ends, "Ana", "enter form"),
    ]
    events += [Event(ends + 30 + order, "Ana", "hurry", order) for order in range(scene.orders)]
    return Way(events=tuple(events))


WAYS = {
    "a mistaken form": Known(fits, drawn, never_with=("consent",)),
}
