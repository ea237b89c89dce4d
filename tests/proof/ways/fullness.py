"""A disk that is full just when something is to be written: what is sent is noted outside the database first."""

from tests.proof.plan import Event
from tests.proof.ways.way import Known, Scene, Way

MOMENTS = ("position read", "intent committed", "issued written", "verified written")


def fits(scene: Scene) -> bool:
    return True


def drawn(scene: Scene) -> Way:
    dice, events, mended = scene.dice, [], scene.last + 2 * 3600
    for _ in range(dice.choice((1, 2))):
        point = dice.choice((*MOMENTS, "intent committed", "verified written"))
        events.append(
            Event(dice.uniform(0, scene.last), "Machine", "fill disk", point=point, facts={"before": mended})
        )
    for at in (scene.last + dice.uniform(600, 3600), mended):
        events.append(Event(at, "Machine", "fill disk", facts={"over": True}))
    return Way(events=tuple(events))


WAYS = {
    "a full disk": Known(fits, drawn),
}
