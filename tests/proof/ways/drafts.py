"""Invoices that people begin in the system and leave unfinished, beside ours, in the series of ours."""

from tests.proof.plan import Event, Fault
from tests.proof.systems import SEEN
from tests.proof.ways.way import Known, Scene, Way

CLICKS = ("credit", "credit part", "reissue", "cancel document", "settle by hand", "say gone", "send by hand")


def fits(scene: Scene) -> bool:
    return bool(scene.system.drafts)


def drawn(scene: Scene) -> Way:
    """They have no number and are no document, whatever stands on them. Answers of ours are lost beside them."""
    dice, system = scene.dice, scene.system
    events = []
    for _ in range(dice.choice((1, 2, 3))):
        deed = f"{dice.choice(system.drafts)} by hand"
        if dice.random() < 0.5:
            moments = (*SEEN, system.called, "answer read")
            events.append(Event(dice.uniform(0, scene.last), "Dana", deed, point=dice.choice(moments)))
        else:
            events.append(Event(scene.later(0.5), "Dana", deed))
    for order in range(scene.orders):
        if dice.random() < 0.5:
            events.append(Event(scene.later(), dice.choice(("Ana", "Bogdan")), dice.choice(CLICKS), order))
    events.append(Event(scene.last + dice.uniform(60, 7200), "Finder", "reconcile"))
    faults = []
    if dice.random() < 0.6:
        times = dice.choice((1, 2, 4))
        faults.append(Fault(0, scene.last + 7200, system.host, "lost_answer", system.create, 0.7, times))
    return Way(events=tuple(events), faults=tuple(faults))


WAYS = {
    "unfinished ones": Known(fits, drawn),
}
