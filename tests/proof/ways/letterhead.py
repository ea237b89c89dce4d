"""How documents look is changed while they are issued; some of it the system takes in when it is tested."""

from tests.proof.plan import Event
from tests.proof.ways.way import Known, Scene, Way


def fits(scene: Scene) -> bool:
    return bool(scene.system.letterheads)


def drawn(scene: Scene) -> Way:
    dice = scene.dice
    events = [Event(dice.choice((0.01, scene.later())), "Ana", "test connections")]
    for values in scene.system.letterheads:
        if dice.random() < 0.5:
            events.append(Event(scene.later(), "Bogdan", "try form", facts={"values": dict(values)}))
    return Way(account=dict(dice.choice(scene.system.letterheads)), events=tuple(events))


WAYS = {
    "letterheads": Known(fits, drawn),
}
