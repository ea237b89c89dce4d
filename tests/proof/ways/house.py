"""What goes on beside the sales: a disk that fills, pages that are read, web hooks that are switched on again."""

from tests.proof.plan import Event
from tests.proof.ways.way import Known, Scene, Way

CORRECTIONS = (
    ("buyer.address.city", "Roma"),
    ("buyer.name", "Ana Exemplu"),
    ("buyer.no_such_field", "x"),
    ("payable", "no figure"),
)
DAY = 86_400.0


def fits(scene: Scene) -> bool:
    return True


def drawn(scene: Scene) -> Way:
    """The next day belongs to it: what is looked at once a day is looked at."""
    dice, last = scene.dice, scene.last
    events = [Event(last + DAY + 60, "Finder", "look"), Event(last + DAY + 120, "Finder", "sweep")]
    if dice.random() < 0.5:
        begins, ends = dice.uniform(0, last), last + dice.uniform(60, 7200)
        events.append(Event(begins, "Machine", "fill disk"))
        events.append(Event(ends, "Machine", "fill disk", facts={"over": True}))
    for _ in range(3):
        field, value = dice.choice(CORRECTIONS)
        facts = {"field": field, "value": value}
        events.append(
            Event(scene.later(), dice.choice(("Ana", "Bogdan")), "correct", scene.any_order(), facts=facts)
        )
        events.append(
            Event(scene.later(), "Ana", dice.choice(("read pages", "save route")), scene.any_order())
        )
    for values in dice.sample(scene.system.mistakes, 2):
        events.append(Event(scene.later(), "Bogdan", "try form", facts={"values": dict(values)}))
    if dice.random() < 0.5:
        events.append(Event(scene.later(), "Bogdan", "switch hooks on"))
    return Way(events=tuple(events))


WAYS = {
    "the house": Known(fits, drawn),
}
