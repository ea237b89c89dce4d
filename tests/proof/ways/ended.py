"""What is over in the system while the shop goes on: proformas that somebody lets expire, a period that is closed."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from tests.proof.plan import Event
from tests.proof.systems.staged import Asked
from tests.proof.ways.way import Known, Scene, Way

from facturier.drafting.choices import DateBasis
from facturier.drafting.settings import Selection
from facturier.model.kinds import DocumentKind


def has_proformas(scene: Scene) -> bool:
    return scene.system.expires is not None


def proformas(scene: Scene) -> Way:
    """Some are paid, cancelled, or wanted as an invoice all the same."""
    dice = scene.dice
    events = [Event(scene.last + 5, "Finder", "look")]
    for order in range(scene.orders):
        at = scene.last + dice.uniform(600, 1200)
        if dice.random() < 0.7 and scene.system.expires is not None:
            events.append(_errand(at, scene.system.expires, order))
        events += [
            Event(at + 60, "Merchant", "pay", order),
            Event(at + 120, "Finder", "look"),
            Event(at + dice.choice((0, 300)), "Bogdan", "send by hand", order, facts={"kind": "invoice"}),
            Event(at + 900, "Ana", dice.choice(("cancel document", "send by hand", "withdraw")), order),
        ]
    series = scene.system.others[DocumentKind.PROFORMA]
    return Way(settings={"kind": DocumentKind.PROFORMA, "series": series}, events=tuple(events))


def has_periods(scene: Scene) -> bool:
    return scene.system.closes is not None


def periods(scene: Scene) -> Way:
    """Sales of yesterday are dated yesterday, and yesterday is closed soon after midnight; some are paid today."""
    selection = Selection(only_paid=True, unpaid_methods=())
    settings = {"issue_date": scene.dice.choice((DateBasis.ORDERED, DateBasis.PAID)), "selection": selection}
    return Way(settings=settings, events=tuple(_closing(scene)))


def _closing(scene: Scene) -> Iterator[Event]:
    dice, zone = scene.dice, ZoneInfo(scene.system.company.zone)
    day = (scene.start + timedelta(seconds=scene.last)).astimezone(zone).date() + timedelta(days=1)
    morning = (datetime.combine(day, time(0, 5), zone) - scene.start).total_seconds()
    if scene.system.closes is not None:
        yield _errand(morning, scene.system.closes)
    for order in range(scene.orders):
        yield Event(morning + dice.choice((-600, 600)), "Merchant", "pay", order)
        deed = dice.choice(("cancel document", "cancel document", "credit", "reissue"))
        yield Event(morning + 3600 + order, "Ana", deed, order)
    yield Event(morning - 300, "Finder", "look")
    yield Event(morning + 900, "Finder", "look")


def _errand(at: float, asked: Asked, order: int = 0) -> Event:
    name, words = asked
    return Event(at, "Ana", "errand", order, facts={"name": name, "words": dict(words)})


WAYS = {
    "expired proformas": Known(
        has_proformas,
        proformas,
        never_with=(
            "order documents",
            "proformas",
        ),
    ),
    "closed periods": Known(
        has_periods,
        periods,
        never_with=(
            "a wrong date",
            "invoiced before",
        ),
    ),
}
