"""A route that is to discharge stock, set up before anybody entered the goods: order after order is refused."""

from tests.proof.plan import Event
from tests.proof.story_shop import GOODS
from tests.proof.ways.way import Known, Scene, Way

MANY = 10


def fits(scene: Scene) -> bool:
    return bool(scene.system.empty)


def drawn(scene: Scene) -> Way:
    """A busy day. Then somebody leaves the stock alone, and lets go on what was paused and refused."""
    dice, method = scene.dice, scene.dice.choice(scene.shop.methods)
    places = range(scene.orders, scene.orders + MANY)
    events = [
        Event(
            dice.uniform(0, scene.last),
            "Buyer",
            "place",
            place,
            facts={"goods": dice.randrange(GOODS), "more": 0, "method": method},
        )
        for place in places
    ]
    events += [Event(scene.last + 30, "Finder", "look"), Event(scene.last + 60, "Ana", "read pages", 0)]
    for place in dice.sample(places, 3):
        events.append(Event(scene.later(1), "Ana", dice.choice(("withdraw", "close order", "hurry")), place))
    mended = scene.last + dice.uniform(1800, 3 * 3600)
    events.append(Event(mended, "Bogdan", "change route", facts={"use_stock": False}))
    events.append(Event(mended + 30, "Ana", "pause", facts={"minutes": 1}))
    events += [Event(mended + 120 + place, "Ana", "hurry", place) for place in (0, *places)]
    return Way(settings={"use_stock": True, "warehouse": scene.system.empty}, events=tuple(events))


WAYS = {
    "refusals": Known(fits, drawn),
}
