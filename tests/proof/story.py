"""Draws a plan from a seed: what may happen to a few orders in a few hours, and how badly everything else behaves."""

from datetime import UTC, datetime
from random import Random
from typing import Any

from tests.proof.plan import (
    BOOK,
    FATTUREINCLOUD,
    MAGENTO,
    OBLIO,
    SMARTBILL,
    TEAMSYSTEM,
    WOOCOMMERCE,
    Event,
    Grain,
    Mortality,
    Pace,
    Plan,
)
from tests.proof.shops import SHOPS
from tests.proof.story_faults import crossed, faults
from tests.proof.story_people import people
from tests.proof.story_shop import orders
from tests.proof.story_switches import settings, switches
from tests.proof.systems import SYSTEMS
from tests.proof.ways import led

STARTS = (
    datetime(2026, 11, 20, 8, tzinfo=UTC),
    datetime(2026, 12, 31, 21, 30, tzinfo=UTC),  # New Year in Bucharest half an hour later
    datetime(2027, 3, 28, 0, 40, tzinfo=UTC),  # summer time begins
    datetime(2026, 10, 25, 0, 40, tzinfo=UTC),  # winter time begins: an hour comes twice
    datetime(2028, 2, 28, 21, 40, tzinfo=UTC),  # a leap day
)
QUIET, STORMY = Pace(0.3, 30.0, 0.005), Pace(2.0, 100.0, 0.04)
RUSH = Pace(0.0, 0.0, 0.0)
UNDONE_AT = 900.0
SHARES = {SMARTBILL: 40, BOOK: 15, OBLIO: 22, FATTUREINCLOUD: 23}
"""How many of a hundred stories play in each system; each then draws one of its country's shops."""
SELLING = {"RO": (MAGENTO, MAGENTO, WOOCOMMERCE), "IT": (TEAMSYSTEM, WOOCOMMERCE)}


def draw(seed: int, grain: Grain = Grain.STATEMENT, system: str = "", shop: str = "") -> Plan:
    """The plan of a seed. Another granularity gives another run of the same story. system, shop: else drawn."""
    plan = _drawn(seed, grain, system, shop)
    return plan if _rushes(plan) else led(plan)


def _drawn(seed: int, grain: Grain, system: str, shop: str) -> Plan:
    dice = Random(f"story {seed}")
    drawn = dice.choices(list(SHARES), list(SHARES.values()))[0]
    system = system or drawn
    selling = dice.choice(SELLING[SYSTEMS[system].company.country])
    shop = shop or selling
    rush = dice.random() < 0.06
    count = 5 if rush else dice.choice((1, 1, 1, 1, 2, 2, 3))
    events: list[Event] = list(orders(dice, count, rush, SHOPS[shop].methods))
    last = max(event.at for event in events)
    events += _undone(dice, count) if rush else people(dice, count, last, system)
    events += _looks(dice, last)
    return Plan(
        seed=seed,
        start=dice.choice(STARTS) if dice.random() < 0.5 else STARTS[0],
        shop=shop,
        system=system,
        grain=grain,
        workers=3 if rush else dice.choice((1, 2, 2, 3)),
        restless=dice.choice((0.1, 0.4, 1.0)),
        lost=dice.choice((0.0, 0.3, 1.0)),
        pace=RUSH if rush else dice.choice((QUIET, QUIET, STORMY)),
        mortality=_mortality(dice),
        orders=count,
        settings=settings(dice),
        switches=switches(dice, shop, system),
        events=tuple(sorted(events, key=lambda event: event.at)),
        faults=(*faults(dice, last, system), *(crossed(dice, UNDONE_AT, system) if rush else ())),
        hooked=dice.random() < 0.6,
        restored=_restored(dice, last, system, rush),
    )


def _rushes(plan: Plan) -> bool:
    return plan.pace == RUSH


def _undone(dice: Random, count: int) -> list[Event]:
    """After a rush, perhaps: several are credited at the same moment, which look alike in the system."""
    if dice.random() < 0.3:
        return []
    return [Event(UNDONE_AT, dice.choice(("Ana", "Bogdan")), "credit", order) for order in range(count)]


def _looks(dice: Random, last: float) -> list[Event]:
    """Polls: as orders come and some time after, doubled and late ones among them."""
    moments = [dice.uniform(0, last + 60)]
    moments += [last + dice.uniform(60, 4 * 3600) for _ in range(dice.choice((0, 1, 1)))]
    moments += [dice.choice(moments) + dice.choice((0.0, 0.1)) for _ in range(dice.choice((0, 0, 1)))]
    return [Event(moment, "Finder", "look") for moment in moments]


def _restored(dice: Random, last: float, system: str, rush: bool) -> tuple[float, float] | None:
    """Yesterday's backup is put back, with what was issued since. The book is part of the backup itself."""
    backed_up, later = dice.uniform(0, last), dice.choice((60.0, 1800.0, 7200.0))
    played = system != BOOK and not rush and dice.random() < 0.06
    return (backed_up, last + later * dice.random()) if played else None


def _mortality(dice: Random) -> Mortality:
    kind: Any = dice.choice(("none", "deaths", "naps", "both"))
    deaths = dice.choice((1, 2, 4)) if kind in ("deaths", "both") else 0
    naps = dice.choice((1, 2)) if kind in ("naps", "both") else 0
    return Mortality(deaths, dice.choice((0.01, 0.03)), naps, 0.02)
