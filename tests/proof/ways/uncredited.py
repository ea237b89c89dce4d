"""Credit notes of ours that somebody deletes or cancels on the vendor's own pages: what they undid stands again."""

from collections.abc import Iterator
from typing import Any

from tests.proof.plan import Event, Fault
from tests.proof.story_shop import GOODS
from tests.proof.ways.way import Known, Scene, Way

CREDITS = ("credit", "credit", "credit part", "reissue", "reissue")
AFTER = (
    "credit",
    "credit part",
    "reissue",
    "reissue first",
    "cancel document",
    "undo correction",
    "send e-invoice",
    "send by hand",
    "say gone",
    "read pages",
)
DECIDES = ("settle by hand", "settle by hand", "say gone", "say it is not", "say accepted")
FATES = ("lost_answer", "lost_answer", "error_after", "html_body")


def fits(scene: Scene) -> bool:
    return bool(scene.system.uncredits)


def drawn(scene: Scene) -> Way:
    """Before its e-invoice has gone, while its answer is lost, once the order was issued again; or much later."""
    dice, system = scene.dice, scene.system
    credited = scene.last + dice.uniform(600, 7200)
    events = [*_sold(scene, scene.orders), Event(scene.last + 5, "Finder", "look")]
    for order in range(scene.orders + 1):
        events += _credited(scene, order, credited + order)
        events += _after(scene, order, credited + order)
    events += _undone(scene, credited)
    settings: dict[str, Any] = {}
    account: dict[str, Any] = {}
    if system.electronic is not None and dice.random() < 0.6:
        settings, account = {"transmit": True}, dict(system.electronic)
        events += _answers(scene, credited)
    faults = []
    if dice.random() < 0.5:
        lost = dice.choice((system.create, system.create, system.hands or system.create))
        begins, times = credited - 1, dice.choice((1, 1, 2))
        faults.append(Fault(begins, begins + 7200, system.host, dice.choice(FATES), lost, 0.8, times))
    return Way(settings=settings, account=account, events=tuple(events), faults=tuple(faults))


def _sold(scene: Scene, order: int) -> Iterator[Event]:
    """One more order, of which there is an invoice whatever becomes of the others."""
    at, dice = scene.dice.uniform(0, scene.last), scene.dice
    facts = {
        "goods": dice.randrange(GOODS),
        "more": 0,
        "method": dice.choice(scene.shop.methods),
        "asked": True,
    }
    yield Event(at, "Buyer", "place", order, facts=facts)
    yield Event(at + dice.uniform(1, 60), "Merchant", "pay", order)
    invoice = {"kind": "invoice", "series": scene.system.series}
    yield Event(scene.last + 300, "Bogdan", "send by hand", order, facts=invoice)


def _credited(scene: Scene, order: int, at: float) -> Iterator[Event]:
    if scene.dice.random() < 0.2:
        yield Event(at, "Merchant", scene.dice.choice(("refund", "refund some")), order)
        yield Event(at + 1, "Finder", "look")
    else:
        yield Event(at, "Ana", scene.dice.choice(CREDITS), order)


def _undone(scene: Scene, at: float) -> Iterator[Event]:
    """Where only the last of a series can go, what was issued after it goes first."""
    dice, system = scene.dice, scene.system
    sending = f"before .*(?:{system.hands}).*" if system.hands else "answer read"
    moments = ("answer read", "answer read", system.called, sending, "verified written", "look kept")
    for _ in range(dice.choice((1, 2, 3))):
        deed = f"{dice.choice(system.uncredits)} by hand"
        if dice.random() < 0.5:
            yield Event(at + 1, "Dana", deed, point=dice.choice(moments))
            continue
        later = at + dice.choice((dice.uniform(0, 5), dice.uniform(0, 300), dice.uniform(300, 20_000)))
        if dice.random() < 0.3:
            yield Event(later, "Dana", "delete last by hand")
        yield Event(later + 1, "Dana", deed)


def _after(scene: Scene, order: int, at: float) -> Iterator[Event]:
    """Somebody sees it, or nobody does; in either case people go on with the order."""
    dice = scene.dice
    at += dice.choice((dice.uniform(5, 300), dice.uniform(300, 20_000)))
    if dice.random() < 0.6:
        yield Event(at, "Finder", "reconcile")
    for _ in range(dice.choice((1, 2, 3))):
        at += dice.choice((0.0, 0.3, 30.0, 900.0))
        yield Event(at, dice.choice(("Ana", "Bogdan")), dice.choice((*AFTER, *DECIDES)), order)
    yield Event(at + 9000, "Ana", "settle by hand", order)
    yield Event(at + 9100, "Ana", dice.choice(("credit", "reissue", "reissue first", "read pages")), order)


def _answers(scene: Scene, credited: float) -> Iterator[Event]:
    """The authority has the invoice before it is credited, now and then; it answers to the credit note later."""
    dice = scene.dice
    for at in (credited - dice.uniform(60, 500), credited + dice.uniform(600, 9000), credited + 30_000):
        if dice.random() < 0.8:
            deed = dice.choice(("accept e-invoices", "accept e-invoices", "refuse e-invoices"))
            yield Event(at, "Authority", f"{deed} by hand")


WAYS = {
    "uncredited": Known(fits, drawn),
}
