"""What a story in which yesterday's backup is put back has besides: what was sent or chosen since the backup."""

from random import Random

from msgspec.structs import replace
from tests.proof.plan import Event, Fault, Plan
from tests.proof.systems import SYSTEMS


def after_backup(plan: Plan, dice: Random) -> Plan:
    return _otherwise(_on_their_way(plan, dice), dice)


def _on_their_way(plan: Plan, dice: Random) -> Plan:
    """Half the books are lost just after orders were heard, and what was sent then comes to be minutes later: perhaps
    beside a book that knows nothing of it."""
    placed = min(event.at for event in plan.events if event.deed == "place")
    heard = [event.at for event in plan.events if event.deed == "look" and event.at > placed]
    if not heard or dice.random() < 0.5:
        return plan
    host, create = SYSTEMS[plan.system].host, SYSTEMS[plan.system].create
    backed_up, restored = dice.uniform(0, heard[0]), heard[0] + dice.uniform(10, 300)
    late = Fault(0, restored, host, "late_commit", create, 1.0, 2, dice.uniform(300, 600))
    return replace(plan, restored=(backed_up, restored), faults=(*plan.faults, late))


def _otherwise(plan: Plan, dice: Random) -> Plan:
    """Now and then the route got another series since, of which the old books know nothing."""
    second = SYSTEMS[plan.system].second
    if plan.restored is None or not second or dice.random() < 0.6:
        return plan
    chosen = Event(plan.restored[0] + 0.5, "Ana", "change route", facts={"series": second})
    return replace(plan, events=tuple(sorted((*plan.events, chosen), key=lambda event: event.at)))
