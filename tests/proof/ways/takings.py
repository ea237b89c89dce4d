"""A shop that invoices only who asks: all other sales belong into the register of daily takings."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from tests.proof.plan import Event
from tests.proof.ways.way import Known, Scene, Way

from facturier.drafting.countries.takings import keeps_register
from facturier.drafting.settings import Selection

DAYS = 2
DEEDS = (
    "read takings",
    "print takings",
    "leave out of takings",
    "put back into takings",
    "leave out of takings",
)
FATES = (
    ("Buyer", "ask"),
    ("Merchant", "refund"),
    ("Merchant", "refund some"),
    ("Merchant", "cancel"),
    ("Ana", "cancel document"),
    ("Ana", "credit"),
    ("Ana", "send by hand"),
    ("Dana", "delete last by hand"),
    ("Dana", "issue for order"),
)


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
    """The shop is read early (or not at all), the register closed at noon; people look into it, and change their
    minds."""
    dice = scene.dice
    yield Event(0.5, "Ana", "begin takings")
    if dice.random() < 0.2:
        yield Event(dice.choice((0.5, 900.0)), "Bogdan", "begin takings")
    for day in range(1, DAYS + 1):
        morning = _seconds(scene, day, time(2))
        if dice.random() < 0.85:
            yield Event(morning, "Finder", "look")
        if dice.random() < 0.2:  # there is news just when the day is closed
            yield Event(_seconds(scene, day, time(12, 30)), "Finder", "look")
        for _ in range(dice.choice((1, 1, 2))):  # two workers come by at once
            yield Event(
                _seconds(scene, day, time(12, 30)), dice.choice(("Finder", "Bogdan")), "close takings"
            )
        if dice.random() < 0.5:
            deed = Event(morning + dice.uniform(0, 86_400), "Ana", dice.choice(DEEDS), scene.any_order())
            yield deed
            yield Event(deed.at + 600, "Ana", dice.choice(DEEDS), deed.order)
        if dice.random() < 0.6:
            at = morning + dice.uniform(0, 43_000)
            order = scene.any_order()
            fate = Event(at, *dice.choice(FATES), order)
            yield fate
            yield Event(at + 60, "Finder", "look")
            yield from _seen(scene, fate)
    if dice.random() < 0.3:
        yield Event(_seconds(scene, DAYS, time(13)), "Ana", "change takings")


def _seen(scene: Scene, fate: Event) -> Iterator[Event]:
    """Somebody finds what another tool, or a colleague, did in the system; and looks at the register before noon."""
    if fate.deed == "issue for order":
        yield Event(fate.at + 120, "Bogdan", "take over", fate.order)
    if fate.deed.startswith("delete"):
        yield Event(fate.at + 120, "Finder", "reconcile")
        yield Event(fate.at + 600, "Ana", "settle by hand", fate.order)
    yield Event(fate.at + 1200, "Ana", "read takings")


def _seconds(scene: Scene, day: int, at: time) -> float:
    zone = ZoneInfo(scene.system.company.zone)
    there = scene.start.astimezone(zone).date() + timedelta(days=day)
    return (datetime.combine(there, at, zone) - scene.start).total_seconds()


WAYS = {
    "takings": Known(
        fits,
        drawn,
        often=4,
        never_with=(
            "invoiced before",
            "odd names",
            "order documents",
            "proformas",
        ),
    ),
}
