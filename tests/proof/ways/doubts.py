"""Documents of which nobody can tell for hours whether they exist, and what is said and done meanwhile."""

from collections.abc import Iterator

from tests.proof.plan import Event, Fault
from tests.proof.shops import HOST
from tests.proof.ways.way import Known, Scene, Way

BESIDE = ("issue", "renumber", "delete last", "change")
SAID = ("say it is", "say it is", "say it is not", "read pages", "withdraw", "close order", "undo correction")
HOUR = 3600.0


def fits(scene: Scene) -> bool:
    return bool(scene.system.deeds)


def drawn(scene: Scene) -> Way:
    """Answers are lost while somebody is busy in the same series; or whoever got the answer sleeps over it."""
    dice, system = scene.dice, scene.system
    arrived = system.called.replace("before", "after")
    beside = [f"{name} by hand" for name in BESIDE if name in system.deeds]
    events: list[Event] = []
    for _ in range(dice.choice((1, 2))):
        point = dice.choice((system.called, "answer kept", arrived))
        events.append(Event(dice.uniform(0, scene.last), "Dana", dice.choice(beside), point=point))
    faults = [
        Fault(0, scene.last + HOUR, system.host, "lost_answer", system.create, 0.8, dice.choice((1, 2))),
    ]
    if system.papers and dice.random() < 0.6:
        name = dice.choice(("html_body", "error_502_html"))
        faults.append(Fault(1, scene.last + 3 * HOUR, system.host, name, system.papers, 1.0))
    elif dice.random() < 0.4:  # deleted before anybody else could see it
        events = [Event(0, "Dana", "delete last by hand", point=arrived)]
        events.append(Event(0, "Somebody", "stop", point="answer read", facts={"seconds": 2700}))
        faults = []
    if dice.random() < 0.4:
        faults.append(Fault(1, scene.last + 4 * HOUR, HOST, "lost_request", "^(POST|PUT)", 1.0))
    if dice.random() < 0.3 and system.renews:
        entered = scene.last + HOUR
        point = dice.choice(("issued written", "answer read"))
        events.append(Event(0, "Dana", "renew secret", point=point, facts={"before": entered}))
        events.append(Event(entered, "Ana", "enter secret"))
    for order in range(scene.orders):
        events += _said(scene, order)
    return Way(events=tuple(events), faults=tuple(faults))


def _said(scene: Scene, order: int) -> Iterator[Event]:
    dice, at = scene.dice, scene.last + scene.dice.uniform(1200, 2400)
    for _ in range(dice.choice((1, 2, 4))):
        yield Event(at, dice.choice(("Ana", "Bogdan")), dice.choice(SAID), order)
        at += dice.choice((0.2, 60.0, HOUR))
    if dice.random() < 0.5:
        yield Event(at, "Ana", dice.choice(("credit", "reissue")), order)
        yield Event(at + HOUR, "Bogdan", dice.choice(SAID), order)
    yield Event(scene.last + 5 * HOUR, "Ana", "settle by hand", order)


WAYS = {
    "doubts": Known(fits, drawn),
}
