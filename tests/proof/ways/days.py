"""A machine that wakes up with a wrong date, days off, and is put right some time later.

Nothing is lost or late on the way then: how long an answer may still be on its way is reckoned with that clock, and
where it lies by days nobody can tell. Dates, leases and pauses must bear it.
"""

from tests.proof.plan import Event
from tests.proof.ways.way import Known, Scene, Way

DAY = 86_400.0
DATED = (
    "another currency",
    "consent",
    "e-invoices",
    "refused e-invoices",
    "takings",
    "web hooks of the system",
)
"""What others date, or what ends on a day: beside a clock that is days off it shows nothing but that."""


def fits(scene: Scene) -> bool:
    return True


def drawn(scene: Scene) -> Way:
    """It is put right in the end: where a shop wants keys that are signed with the time, it lets nobody in before,
    and the connection says so, with its words."""
    dice = scene.dice
    off = dice.choice((-3, -1, 1, 2)) * DAY
    begins = dice.uniform(0, scene.last)
    ends = begins + dice.uniform(60, 3 * 3600)
    events = [
        Event(begins, "Clock", "jump", facts={"seconds": off}),
        Event(ends, "Clock", "jump", facts={"seconds": -off}),
        *(Event(at, "Finder", "heed the clock") for at in (begins + 30, ends - 30, ends + 30)),
    ]
    return Way(events=tuple(events), calm=True)


WAYS = {"a wrong date": Known(fits, drawn, never_with=DATED)}
