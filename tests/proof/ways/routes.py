"""A route that is changed, switched off and on again, and a connection that is spoilt, while orders are under way."""

from typing import Any

from tests.proof.plan import Event
from tests.proof.ways.way import Known, Scene, Way

from facturier.drafting.choices import RefundsPolicy, ZeroTotal
from facturier.drafting.settings import Selection, WriteBackSettings
from facturier.model.kinds import DocumentKind

CHANGES: tuple[dict[str, Any], ...] = (
    {"series": "NONE"},
    {"transmit": True},
    {"write_back": WriteBackSettings(comment="")},
    {"due_days": 30},
    {"refunds": RefundsPolicy.INVOICE_PLUS_CREDIT},
    {"selection": Selection(only_paid=True, unpaid_methods=())},
    {"zero_total": ZeroTotal.HOLD},
    {"active": False},
)


def fits(scene: Scene) -> bool:
    return True


def drawn(scene: Scene) -> Way:
    """In the end everything is as it was."""
    dice, events = scene.dice, []
    for _ in range(dice.choice((2, 3))):
        at, change = dice.choice((scene.later(1), dice.uniform(0, 30))), dice.choice(CHANGES)
        events.append(Event(at, dice.choice(("Ana", "Bogdan")), "change route", facts=change))
        events.append(Event(at + dice.uniform(1, 600), "Bogdan", "read pages", scene.any_order()))
        kind = dice.choice(list(DocumentKind)[:4])
        facts = {"kind": kind.value}
        events.append(Event(at + dice.uniform(1, 60), "Ana", "send by hand", scene.any_order(), facts=facts))
        back = {"series": scene.system.series, "transmit": False, "selection": Selection()}
        events.append(Event(at + dice.uniform(30, 3600), "Ana", "change route", facts=back))
    if dice.random() < 0.4:
        role, at = dice.choice(("system", "shop")), scene.later(1)
        events.append(Event(at, "Bogdan", "spoil settings", facts={"role": role}))
        deeds = ("test connections", "read pages", "enter secret", "consent", "try form")
        events += [Event(at + 60 + place, "Ana", deed) for place, deed in enumerate(deeds)]
        events.append(Event(at + 70, "Ana", "change route", facts={"transmit": True}))
        events.append(Event(at + 1200, "Bogdan", "spoil settings", facts={"role": role, "over": True}))
    write_back = (
        {"write_back": WriteBackSettings(comment="", make_invoice=True)} if dice.random() < 0.3 else {}
    )
    return Way(settings=write_back, events=tuple(events))


WAYS = {
    "another route": Known(fits, drawn),
}
