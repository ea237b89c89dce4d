"""A series whose numbers begin anew each year, made for the route; closed again by somebody, or not."""

from tests.proof.plan import Event
from tests.proof.ways.way import Known, Scene, Way

DAY = 86_400.0
MOST = 3 * DAY
"""Until the next year begins: who waits for it longer plays out weeks in which nothing happens."""


def fits(scene: Scene) -> bool:
    return scene.system.yearly is not None


def drawn(scene: Scene) -> Way:
    """Some is undone in the next year, in which nothing was issued yet."""
    name, words, series = scene.system.yearly or ("", {}, "")
    dice = scene.dice
    made = dice.choice((0.01, 0.01, dice.uniform(0, scene.last)))
    events = [Event(made, "Ana", "errand", facts={"name": name, "words": dict(words)})]
    events += [Event(made + 60 + order, "Ana", "hurry", order) for order in range(scene.orders)]
    next_year = (scene.start.replace(year=scene.start.year + 1, month=1, day=2) - scene.start).total_seconds()
    for order in range(scene.orders):
        at = scene.last + dice.uniform(0, 0.2) * DAY
        if next_year < MOST:
            at = next_year + order
        events += [Event(at, "Bogdan", dice.choice(("credit", "credit part", "reissue")), order)]
    return Way(settings={"series": series}, events=tuple(events))


WAYS = {
    "numbers anew": Known(
        fits,
        drawn,
        never_with=(
            "a wrong date",
            "expired proformas",
            "proformas",
        ),
    ),
}
