"""A shop that invoices only who asks: all other sales belong into the register of daily takings."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from tests.proof.plan import Event
from tests.proof.ways.way import Scene, Way

from facturier.drafting.countries.takings import keeps_register
from facturier.drafting.settings import Selection

DAYS = 2
DEEDS = ("read takings", "leave out of takings", "put back into takings", "read takings")


def fits(scene: Scene) -> bool:
    return keeps_register(scene.system.company.country)


def drawn(scene: Scene) -> Way:
    asked = (False, False, False, True, None)
    return Way(
        settings={"selection": Selection(only_invoice_asked=True, silence_is_no=scene.dice.random() < 0.8)},
        placed={order: {"asked": scene.dice.choice(asked)} for order in range(scene.orders)},
        events=tuple(_days(scene)),
    )


def _days(scene: Scene) -> Iterator[Event]:
    """The shop is read early, the register closed at noon; people look into it, and change their minds."""
    dice = scene.dice
    yield Event(0.5, "Ana", "begin takings")
    for day in range(1, DAYS + 1):
        morning = _seconds(scene, day, time(2))
        yield Event(morning, "Finder", "look")
        for _ in range(dice.choice((1, 1, 2))):  # two workers come by at once
            yield Event(
                _seconds(scene, day, time(12, 30)), dice.choice(("Finder", "Bogdan")), "close takings"
            )
        if dice.random() < 0.5:
            deed = Event(morning + dice.uniform(0, 86_400), "Ana", dice.choice(DEEDS), scene.any_order())
            yield deed
            yield Event(deed.at + 600, "Ana", dice.choice(DEEDS), deed.order)
        if dice.random() < 0.4:
            at = morning + dice.uniform(0, 43_000)
            yield Event(
                at,
                *dice.choice((("Buyer", "ask"), ("Merchant", "refund"), ("Merchant", "cancel"))),
                scene.any_order(),
            )
            yield Event(at + 60, "Finder", "look")


def _seconds(scene: Scene, day: int, at: time) -> float:
    zone = ZoneInfo(scene.system.company.zone)
    there = scene.start.astimezone(zone).date() + timedelta(days=day)
    return (datetime.combine(there, at, zone) - scene.start).total_seconds()
