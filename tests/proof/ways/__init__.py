"""How else Facturier is used: e-invoices, takings, currencies, other documents. Most stories have none of it."""

from collections.abc import Callable, Mapping
from random import Random

from msgspec import Struct
from msgspec.structs import replace
from tests.proof.plan import Event, Mortality, Pace, Plan
from tests.proof.shops import SHOPS
from tests.proof.systems import SYSTEMS
from tests.proof.ways import (
    access,
    account,
    crossing,
    days,
    disputes,
    doubts,
    earlier,
    electronic,
    fullness,
    house,
    kinds,
    midnight,
    money,
    parts,
    prints,
    refusals,
    refused,
    routes,
    takings,
    twice,
    unreadable,
)
from tests.proof.ways.way import Scene, Way

SHARE = 0.4
"""Of the stories. The others are the ordinary sale, which most that can break is in."""
CALM = Pace(0.0, 0.0, 0.0)


class Known(Struct, frozen=True):
    fits: Callable[[Scene], bool]
    drawn: Callable[[Scene], Way]


WAYS: Mapping[str, Known] = {
    "e-invoices": Known(electronic.fits, electronic.drawn),
    "order documents": Known(kinds.has_orders, kinds.unasked),
    "proformas": Known(kinds.has_proformas, kinds.proformas),
    "kinds by hand": Known(kinds.any_kind, kinds.by_hand),
    "takings": Known(takings.fits, takings.drawn),
    "another currency": Known(money.fits, money.drawn),
    "consent": Known(access.fits, access.drawn),
    "misfortunes": Known(account.fits, account.drawn),
    "errands": Known(account.has_errands, account.errands),
    "invoiced before": Known(earlier.fits, earlier.drawn),
    "the house": Known(house.fits, house.drawn),
    "small print": Known(prints.fits, prints.drawn),
    "a wrong date": Known(days.fits, days.drawn),
    "crossing clicks": Known(crossing.fits, crossing.drawn),
    "in parts": Known(parts.fits, parts.drawn),
    "told twice": Known(twice.fits, twice.drawn),
    "another route": Known(routes.fits, routes.drawn),
    "unreadable orders": Known(unreadable.fits, unreadable.drawn),
    "refusals": Known(refusals.fits, refusals.drawn),
    "refused e-invoices": Known(refused.fits, refused.drawn),
    "disputes": Known(disputes.fits, disputes.drawn),
    "doubts": Known(doubts.fits, doubts.drawn),
    "a full disk": Known(fullness.fits, fullness.drawn),
    "a day ahead": Known(midnight.fits, midnight.drawn),
}
NEVER_WITH = {
    "a wrong date": {"takings", "e-invoices", "refused e-invoices", "another currency", "consent"},
    "a day ahead": {
        "takings",
        "e-invoices",
        "refused e-invoices",
        "another currency",
        "consent",
        "a wrong date",
    },
    "refused e-invoices": {"e-invoices"},
    "in parts": {"takings", "order documents", "proformas", "another route"},
    "takings": {"order documents", "proformas", "invoiced before"},
}


def led(plan: Plan) -> Plan:
    """The plan with the ways that its seed draws, by dice of their own: all other stories stay what they are."""
    dice = Random(f"ways {plan.seed}")
    if plan.restored is not None or dice.random() >= SHARE:
        return plan
    last = max(event.at for event in plan.events if event.deed == "place")
    scene = Scene(dice, plan.orders, last, plan.start, SHOPS[plan.shop], SYSTEMS[plan.system])
    fitting = [name for name, way in WAYS.items() if way.fits(scene)]
    for name in dice.sample(fitting, min(len(fitting), dice.choice((1, 2, 2, 3)))):
        if not any(
            name in NEVER_WITH.get(other, ()) or other in NEVER_WITH.get(name, ()) for other in plan.ways
        ):
            plan = _with(plan, name, WAYS[name].drawn(scene))
    return plan


def _with(plan: Plan, name: str, way: Way) -> Plan:
    events = [_placed(event, way) for event in (*plan.events, *way.events)]
    plan = replace(
        plan,
        ways=(*plan.ways, name),
        settings={**plan.settings, **way.settings},
        account={**plan.account, **way.account},
        events=tuple(sorted(events, key=lambda event: event.at)),
        faults=(*plan.faults, *way.faults),
    )
    return replace(plan, faults=(), pace=CALM, mortality=Mortality()) if way.calm else plan


def _placed(event: Event, way: Way) -> Event:
    if event.deed != "place" or event.order not in way.placed:
        return event
    return replace(event, facts={**event.facts, **way.placed[event.order]})
