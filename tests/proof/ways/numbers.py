"""A series whose numbers begin anew each year, made for the route; closed again by somebody, or not."""

from tests.proof.plan import Event
from tests.proof.ways.way import Scene, Way

DAY = 86_400.0


def fits(scene: Scene) -> bool:
    return scene.system.yearly is not None


def drawn(scene: Scene) -> Way:
    """Some is undone in another year, in which nothing was issued yet."""
    name, words, series = scene.system.yearly or ("", {}, "")
    dice = scene.dice
    made = dice.choice((0.01, 0.01, dice.uniform(0, scene.last)))
    events = [Event(made, "Ana", "errand", facts={"name": name, "words": dict(words)})]
    events += [Event(made + 60 + order, "Ana", "hurry", order) for order in range(scene.orders)]
    for order in range(scene.orders):
        at = scene.last + dice.choice((dice.uniform(0, 2), dice.uniform(50, 70))) * DAY
        events += [Event(at, "Bogdan", dice.choice(("credit", "credit part", "reissue")), order)]
    return Way(settings={"series": series}, events=tuple(events))
