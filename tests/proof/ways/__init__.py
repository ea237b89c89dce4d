"""How else Facturier is used: e-invoices, takings, currencies, other documents. Most stories have none of it.

Each module here tells in WAYS of the ways that it has; a new one is a new module.
"""

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules
from random import Random

from msgspec.structs import replace
from tests.proof.plan import Event, Mortality, Pace, Plan
from tests.proof.shops import SHOPS
from tests.proof.systems import SYSTEMS
from tests.proof.ways.lost_books import after_backup
from tests.proof.ways.way import Known, Scene, Way

SHARE = 0.5
"""Of the stories. The others are the ordinary sale, which most that can break is in."""
CROWDED = 7
"""Where so many ways fit, a story has one more of them: else each is in too few."""
CALM = Pace(0.0, 0.0, 0.0)
WAYS: Mapping[str, Known] = {
    name: known
    for module in iter_modules(__path__, f"{__name__}.")
    for name, known in getattr(import_module(module.name), "WAYS", {}).items()
}


def led(plan: Plan) -> Plan:
    """The plan with the ways that its seed draws, by dice of their own: all other stories stay what they are."""
    dice = Random(f"ways {plan.seed}")
    if plan.restored is not None:
        return after_backup(plan, dice)
    if dice.random() >= SHARE:
        return plan
    last = max(event.at for event in plan.events if event.deed == "place")
    scene = Scene(dice, plan.orders, last, plan.start, SHOPS[plan.shop], SYSTEMS[plan.system])
    fitting = [name for name, way in WAYS.items() if way.fits(scene) for _ in range(way.often)]
    calm = False
    several = dice.choice((1, 2, 2, 3)) + len(fitting) // CROWDED
    for name in dice.sample(fitting, min(len(fitting), several)):
        if name not in plan.ways and not any(_apart(name, other) for other in plan.ways):
            way = WAYS[name].drawn(scene)
            plan, calm = _with(plan, name, way), calm or way.calm
    return replace(plan, faults=(), pace=CALM, mortality=Mortality()) if calm else plan


def _apart(name: str, other: str) -> bool:
    return name in WAYS[other].never_with or other in WAYS[name].never_with


def _with(plan: Plan, name: str, way: Way) -> Plan:
    host = SYSTEMS[plan.system].host
    events = [_placed(event, way) for event in (*plan.events, *way.events)]
    return replace(
        plan,
        ways=(*plan.ways, name),
        settings={**plan.settings, **way.settings},
        account={**plan.account, **way.account},
        switches={**plan.switches, host: {**plan.switches.get(host, {}), **way.switches}},
        events=tuple(sorted(events, key=lambda event: event.at)),
        faults=(*plan.faults, *way.faults),
    )


def _placed(event: Event, way: Way) -> Event:
    if event.deed != "place" or event.order not in way.placed:
        return event
    return replace(event, facts={**event.facts, **way.placed[event.order]})
