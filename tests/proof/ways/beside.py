"""Somebody has a connection of their own to the same account, and does there what we do: pays, cancels, issues."""

from tests.proof.plan import Event
from tests.proof.ways.way import Known, Scene, Way


def fits(scene: Scene) -> bool:
    return bool(scene.system.beside)


def drawn(scene: Scene) -> Way:
    """Now and then just when one of us is about to."""
    dice, events = scene.dice, []
    for _ in range(dice.choice((2, 4, 6))):
        deed = f"{dice.choice(scene.system.beside)} by hand"
        point = scene.system.called if dice.random() < 0.2 else ""
        at = dice.uniform(0, scene.last) if point else scene.last + dice.uniform(0, 7200)
        events.append(Event(at, "Dana", deed, point=point))
    for order in range(scene.orders):
        if dice.random() < 0.5:
            deed = dice.choice(("credit", "cancel document", "credit part", "reissue"))
            events.append(Event(scene.last + dice.uniform(3600, 9000), "Ana", deed, order))
    return Way(events=tuple(events))


WAYS = {
    "beside us": Known(fits, drawn),
}
