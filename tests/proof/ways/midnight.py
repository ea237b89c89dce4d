"""A clock that is a day ahead while the first document is dated, and is put right before the next one is."""

from tests.proof.plan import Event
from tests.proof.ways.way import Scene, Way

DAY = 86_400.0


def fits(scene: Scene) -> bool:
    return True


def drawn(scene: Scene) -> Way:
    """What is undone, or issued again, on the same day would be dated before what was issued already."""
    dice, last = scene.dice, scene.last
    back = last + 1200
    events = [
        Event(0.1, "Clock", "jump", facts={"seconds": DAY}),
        Event(last + 5, "Finder", "look"),
        Event(back, "Clock", "jump", facts={"seconds": -DAY}),
        Event(back + DAY, "Finder", "look"),
    ]
    for order in range(scene.orders):
        at = back + dice.uniform(60, 7200)
        events.append(Event(at, "Ana", dice.choice(("reissue", "credit", "send by hand", "hurry")), order))
        events.append(Event(back + DAY + 900 + order, "Ana", "hurry", order))
    return Way(events=tuple(events), calm=True)
