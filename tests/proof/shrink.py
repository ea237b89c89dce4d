"""The shortest plan that still shows a breach: events, troubles and workers are left out as long as it does."""

from collections.abc import Callable, Iterator

import msgspec
from tests.proof.plan import Mortality, Plan

MOST_TRIES = 150
Breaks = Callable[[Plan], bool]


def shrunk(plan: Plan, breaks: Breaks) -> Plan:
    """Schedule and dice stay those of the seed, so a shorter plan is another run that breaks as well."""
    tries = 0
    while True:
        for shorter in _shorter(plan):
            tries += 1
            if tries > MOST_TRIES:
                return plan
            if breaks(shorter):
                plan = shorter
                break
        else:
            return plan


def _shorter(plan: Plan) -> Iterator[Plan]:
    """The boldest cuts first."""
    replace = msgspec.structs.replace
    if plan.switches:
        yield replace(plan, switches={})
    if plan.faults:
        yield replace(plan, faults=())
    if plan.mortality.deaths or plan.mortality.naps:
        yield replace(plan, mortality=Mortality())
    if plan.workers > 1:
        yield replace(plan, workers=plan.workers - 1)
    orders = sorted({event.order for event in plan.events if event.deed == "place"})
    if len(orders) > 1:
        for order in orders:
            left = tuple(event for event in plan.events if event.order != order or event.who == "Finder")
            yield replace(plan, events=left)
    for place in range(len(plan.faults)):
        yield replace(plan, faults=plan.faults[:place] + plan.faults[place + 1 :])
    for place in range(len(plan.events)):
        yield replace(plan, events=plan.events[:place] + plan.events[place + 1 :])
