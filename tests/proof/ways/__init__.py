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
    beside,
    calls,
    calls_of_shop,
    clients,
    colleague,
    crossing,
    days,
    desk,
    disputes,
    doubts,
    earlier,
    electronic,
    ended,
    fullness,
    goods,
    hands,
    house,
    kinds,
    letterhead,
    midnight,
    mistaken,
    money,
    numbers,
    parts,
    people,
    prints,
    refusals,
    refused,
    routes,
    takings,
    twice,
    undone,
    unreadable,
)
from tests.proof.ways.way import Scene, Way

SHARE = 0.4
"""Of the stories. The others are the ordinary sale, which most that can break is in."""
CROWDED = 7
"""Where so many ways fit, a story has one more of them: else each is in too few."""
CALM = Pace(0.0, 0.0, 0.0)


class Known(Struct, frozen=True):
    """often: how many times it lies in the hat; more where few stories fit it, or many of its own kind are in it."""

    fits: Callable[[Scene], bool]
    drawn: Callable[[Scene], Way]
    often: int = 1


WAYS: Mapping[str, Known] = {
    "e-invoices": Known(electronic.fits, electronic.drawn),
    "order documents": Known(kinds.has_orders, kinds.unasked),
    "proformas": Known(kinds.has_proformas, kinds.proformas),
    "kinds by hand": Known(kinds.any_kind, kinds.by_hand),
    "takings": Known(takings.fits, takings.drawn, often=4),
    "another currency": Known(money.fits, money.drawn),
    "consent": Known(access.fits, access.drawn),
    "misfortunes": Known(account.fits, account.drawn),
    "errands": Known(account.has_errands, account.errands, often=3),
    "invoiced before": Known(earlier.fits, earlier.drawn),
    "the house": Known(house.fits, house.drawn),
    "small print": Known(prints.fits, prints.drawn),
    "a wrong date": Known(days.fits, days.drawn),
    "invoiced by two": Known(colleague.fits, colleague.drawn),
    "goods in stock": Known(goods.fits, goods.drawn),
    "saved clients": Known(clients.fits, clients.drawn),
    "the vendor's pages": Known(desk.fits, desk.drawn),
    "a mistaken form": Known(mistaken.fits, mistaken.drawn),
    "web hooks of the system": Known(calls.fits, calls.drawn),
    "undone by two": Known(undone.fits, undone.drawn),
    "web hooks of the shop": Known(calls_of_shop.fits, calls_of_shop.drawn),
    "other hands": Known(hands.fits, hands.drawn),
    "letterheads": Known(letterhead.fits, letterhead.drawn),
    "numbers anew": Known(numbers.fits, numbers.drawn),
    "beside us": Known(beside.fits, beside.drawn),
    "expired proformas": Known(ended.has_proformas, ended.proformas),
    "closed periods": Known(ended.has_periods, ended.periods),
    "odd names": Known(people.fits, people.drawn),
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
    "a mistaken form": {"consent"},
    "takings": {"order documents", "proformas", "invoiced before", "odd names"},
    "odd names": {"invoiced before", "closed periods"},
    "numbers anew": {"proformas", "expired proformas", "a wrong date"},
    "expired proformas": {"proformas", "order documents"},
    "closed periods": {"a wrong date", "invoiced before"},
    "a wrong date": {
        "takings",
        "e-invoices",
        "refused e-invoices",
        "another currency",
        "consent",
        "web hooks of the system",
    },
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
}


def led(plan: Plan) -> Plan:
    """The plan with the ways that its seed draws, by dice of their own: all other stories stay what they are."""
    dice = Random(f"ways {plan.seed}")
    if plan.restored is not None or dice.random() >= SHARE:
        return plan
    last = max(event.at for event in plan.events if event.deed == "place")
    scene = Scene(dice, plan.orders, last, plan.start, SHOPS[plan.shop], SYSTEMS[plan.system])
    fitting = [name for name, way in WAYS.items() if way.fits(scene) for _ in range(way.often)]
    several = dice.choice((1, 2, 2, 3)) + len(fitting) // CROWDED
    for name in dice.sample(fitting, min(len(fitting), several)):
        if name not in plan.ways and not any(
            name in NEVER_WITH.get(other, ()) or other in NEVER_WITH.get(name, ()) for other in plan.ways
        ):
            plan = _with(plan, name, WAYS[name].drawn(scene))
    return plan


def _with(plan: Plan, name: str, way: Way) -> Plan:
    host = SYSTEMS[plan.system].host
    events = [_placed(event, way) for event in (*plan.events, *way.events)]
    plan = replace(
        plan,
        ways=(*plan.ways, name),
        settings={**plan.settings, **way.settings},
        account={**plan.account, **way.account},
        switches={**plan.switches, host: {**plan.switches.get(host, {}), **way.switches}},
        events=tuple(sorted(events, key=lambda event: event.at)),
        faults=(*plan.faults, *way.faults),
    )
    return replace(plan, faults=(), pace=CALM, mortality=Mortality()) if way.calm else plan


def _placed(event: Event, way: Way) -> Event:
    if event.deed != "place" or event.order not in way.placed:
        return event
    return replace(event, facts={**event.facts, **way.placed[event.order]})
