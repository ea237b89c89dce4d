"""Every point at which a worker may die, once each: before and after every durable write and every call.

Enumerated, not sampled: the same small day is played again and again, and each time somebody dies one point later.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

from tests.proof.invariants import breaches
from tests.proof.plan import (
    BOOK,
    FATTUREINCLOUD,
    MAGENTO,
    OBLIO,
    SMARTBILL,
    WOOCOMMERCE,
    Event,
    Grain,
    Mortality,
    Pace,
    Plan,
)
from tests.proof.play import Played, Theatre
from tests.proof.shops import SHOPS

SHOP_OF = {SMARTBILL: MAGENTO, BOOK: MAGENTO, OBLIO: WOOCOMMERCE, FATTUREINCLOUD: WOOCOMMERCE}


def a_day(system: str) -> Plan:
    """An order comes, is invoiced, paid, and given back in part; nothing else goes wrong."""
    events = (
        Event(
            1, "Buyer", "place", facts={"goods": 1, "more": 0, "method": SHOPS[SHOP_OF[system]].methods[0]}
        ),
        Event(5, "Finder", "look"),
        Event(60, "Merchant", "pay"),
        Event(300, "Merchant", "refund some"),
        Event(305, "Finder", "look"),
    )
    return Plan(
        seed=1,
        start=datetime(2026, 11, 20, 8, tzinfo=UTC),
        shop=SHOP_OF[system],
        system=system,
        grain=Grain.HTTP,
        workers=2,
        restless=1.0,
        lost=0.0,
        pace=Pace(0.2, 0.2, 0.0),
        mortality=Mortality(),
        orders=1,
        settings={},
        switches={},
        events=events,
        faults=(),
    )


def points_of(theatre: Theatre, system: str) -> list[str]:
    """The names of all points of the day, in which nobody dies."""
    return theatre.play(a_day(system), breaches).points


def die_everywhere(theatre: Theatre, system: str, step: int = 1) -> Iterator[Played]:
    """One run for each point (for every `step`th, where not all are wanted)."""
    for place in range(0, len(points_of(theatre, system)), step):
        yield theatre.play(a_day(system), breaches, at=place)
