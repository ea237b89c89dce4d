"""What people do with our documents on the vendor's own pages: other sums to pay, other words, later dates."""

from collections.abc import Iterator

from tests.proof.plan import Event, Fault
from tests.proof.systems import SEEN
from tests.proof.ways.way import Known, Scene, Way

FATES = ("lost_answer", "error_after", "html_body")
PAPERS = ("cut_body", "empty_body", "html_body", "error_502_html")


def fits(scene: Scene) -> bool:
    return bool(scene.system.touches)


def drawn(scene: Scene) -> Way:
    """While a document is on its way, after its answer was lost, and once it is there and waits for its payment."""
    dice, system = scene.dice, scene.system
    events, faults = [], []
    moments = (
        *SEEN,
        system.called,
        system.looked,
        system.looked,
        "answer read",
        f"after {system.called.removeprefix('before ')}",
    )
    for _ in range(dice.choice((1, 2, 3))):
        deed = f"{dice.choice(system.touches)} by hand"
        if dice.random() < 0.4:
            events.append(Event(dice.uniform(0, scene.last), "Dana", deed, point=dice.choice(moments)))
        else:
            events.append(Event(scene.later(0.5), "Dana", deed))
    for match in (system.create, system.collect):
        if dice.random() < 0.5:
            faults.append(Fault(0, scene.last + 3600, system.host, dice.choice(FATES), match, 0.7, 1))
    if system.papers and dice.random() < 0.5:
        faults.append(
            Fault(
                0,
                scene.last + 3600,
                system.host,
                dice.choice(PAPERS),
                system.papers,
                0.5,
                dice.choice((1, 5)),
            )
        )
    if dice.random() < 0.5:
        events.append(Event(scene.last + 3600, "Finder", "reconcile"))
    placed = {order: {"method": scene.shop.methods[0]} for order in range(scene.orders)}  # paid by transfer
    return Way(events=(*events, *_paying(scene)), faults=faults, placed=placed)


def _paying(scene: Scene) -> Iterator[Event]:
    """What is to be paid is divided, or paid in part, before the shop tells of the payment."""
    dice, last = scene.dice, scene.last
    if dice.random() < 0.6:
        yield Event(last + 5, "Finder", "look")
        for place in range(dice.choice((1, 2))):
            deed = dice.choice(("split payments", "pay part"))
            yield Event(last + 400 + place, "Dana", f"{deed} by hand")
        for order in range(scene.orders):
            yield Event(last + 500 + order, "Merchant", "pay", order)
        yield Event(last + 510, "Finder", "look")


WAYS = {
    "the vendor's pages": Known(fits, drawn),
}
