"""Modules that write nonsense into orders of the shop, before or after their documents; later somebody mends it."""

from tests.proof.plan import Event
from tests.proof.ways.way import Known, Scene, Way

CLICKS = ("read pages", "hear order", "send by hand", "correct", "credit", "hurry", "cancel document")


def fits(scene: Scene) -> bool:
    return scene.shop.garbles


def drawn(scene: Scene) -> Way:
    dice, events = scene.dice, []
    for order in range(scene.orders):
        at = dice.choice((scene.last + 1, scene.later(1)))
        events += [Event(at, "Merchant", "garble", order), Event(at + 1, "Finder", "look")]
        for _ in range(dice.choice((1, 2, 3))):
            later = at + dice.uniform(1, 1800)
            events.append(Event(later, dice.choice(("Ana", "Bogdan")), dice.choice(CLICKS), order))
        if dice.random() < 0.7:
            mended = at + dice.uniform(600, 7200)
            events += [Event(mended, "Merchant", "mend", order), Event(mended + 1, "Finder", "look")]
    return Way(events=tuple(events))


WAYS = {
    "unreadable orders": Known(fits, drawn),
}
