"""A route of receipts: some buyers want an invoice all the same, some things come back, some is issued again."""

from collections.abc import Iterator

from tests.proof.plan import Event, Fault
from tests.proof.ways.way import Known, Scene, Way

from facturier.model.kinds import DocumentKind

CLICKS = (
    "credit",
    "credit part",
    "reissue",
    "cancel document",
    "send e-invoice",
    "undo correction",
    "read pages",
)
WHO = ("Ana", "Bogdan")


def fits(scene: Scene) -> bool:
    return DocumentKind.RECEIPT in scene.system.others


def drawn(scene: Scene) -> Way:
    """Where e-invoices are sent, none is of a receipt, nor of what credits it; the invoice beside it is one."""
    dice, system, events, faults = scene.dice, scene.system, [Event(scene.last + 5, "Finder", "look")], []
    for order in range(scene.orders):
        events += _clicked(scene, order)
    if system.electronic is not None:
        for _ in range(2):
            deed = dice.choice(("accept e-invoices", "refuse e-invoices"))
            events.append(Event(scene.later(6), "Authority", f"{deed} by hand"))
    if dice.random() < 0.4:
        lost = dice.choice((system.create, system.collect, system.hands or system.create))
        faults.append(
            Fault(0, scene.last + 20_000, system.host, "lost_answer", lost, 0.7, dice.choice((1, 2)))
        )
    return Way(
        settings={
            "kind": DocumentKind.RECEIPT,
            "series": system.others[DocumentKind.RECEIPT],
            "transmit": system.electronic is not None,
        },
        account=dict(system.electronic or {}),
        events=tuple(events),
        faults=tuple(faults),
    )


def _clicked(scene: Scene, order: int) -> Iterator[Event]:
    dice, at = scene.dice, scene.last + scene.dice.uniform(60, 7200)
    if dice.random() < 0.4:
        kind = dice.choice((DocumentKind.INVOICE, DocumentKind.INVOICE, DocumentKind.RECEIPT))
        series = scene.system.others.get(kind, scene.system.series)
        facts = {"kind": kind.value, "series": series}
        sent = dice.choice((scene.later(0.1), at + 3600))
        yield Event(sent, dice.choice(WHO), "send by hand", order, facts=facts)
    if dice.random() < 0.4:
        yield Event(at - 30, "Merchant", dice.choice(("refund", "refund some", "edit", "cancel")), order)
        yield Event(at - 25, "Finder", "look")
    for _ in range(dice.choice((1, 2, 3))):
        yield Event(at, dice.choice(WHO), dice.choice(CLICKS), order)
        at += dice.choice((0.0, 0.3, 300.0, 7200.0))


WAYS = {
    "receipts": Known(
        fits,
        drawn,
        never_with=(
            "expired proformas",
            "order documents",
            "proformas",
        ),
    ),
}
