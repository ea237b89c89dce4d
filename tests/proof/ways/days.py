"""A machine that wakes up with a wrong date, days off, and is put right some time later.

Nothing is lost or late on the way then: how long an answer may still be on its way is reckoned with that clock, and
where it lies by days nobody can tell. Dates, leases and pauses must bear it.
"""

from tests.proof.plan import Event
from tests.proof.ways.way import Scene, Way

DAY = 86_400.0


def fits(scene: Scene) -> bool:
    return True


def drawn(scene: Scene) -> Way:
    dice = scene.dice
    off = dice.choice((-3, -1, 1, 2)) * DAY
    begins = dice.uniform(0, scene.last)
    events = [Event(begins, "Clock", "jump", facts={"seconds": off})]
    if dice.random() < 0.8:
        events.append(Event(begins + dice.uniform(60, 3 * 3600), "Clock", "jump", facts={"seconds": -off}))
    return Way(events=tuple(events), calm=True)
