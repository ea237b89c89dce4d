"""E-invoices that the authority refuses, and what people do then: correct the buyer, undo, edit, send again."""

from collections.abc import Iterator

from tests.proof.plan import Event, Fault
from tests.proof.ways.way import Known, Scene, Way

WHO = ("Ana", "Bogdan")
UNDOING = ("credit", "reissue", "cancel document", "credit part")
CORRECTED = (
    ("buyer.address.country", "DE"),
    ("buyer.address.city", "Milano"),
    ("buyer.address.city", "Torino"),
    ("buyer.company", "Ditta Esempio Srl"),
    ("buyer.personal_id", "RSSMRA80A01H501U"),
    ("buyer.address.postcode", "not a code"),
)


def fits(scene: Scene) -> bool:
    return scene.system.electronic is not None


def drawn(scene: Scene) -> Way:
    """Some routes send none by themselves: then people do. Answers to what is sent again may be lost."""
    dice, host = scene.dice, scene.system.host
    by_itself = dice.random() < 0.75
    refused = scene.last + dice.uniform(600, 3600)
    heard = refused + dice.uniform(4000, 9000)
    events = [Event(refused, "Authority", "refuse e-invoices by hand"), Event(heard + 1, "Finder", "look")]
    for order in range(scene.orders):
        if not by_itself:
            events += [
                Event(scene.last + 300 + dice.choice((0, 0.3)), who, "send e-invoice", order) for who in WHO
            ]
        events += _after(scene, order, heard)
    if dice.random() < 0.3:
        events.append(Event(heard + dice.uniform(0, 9000), "Dana", "change by hand"))
    if dice.random() < 0.3:
        events.append(Event(heard + dice.uniform(0, 9000), "Dana", "send e-invoice by hand"))
    faults = []
    if dice.random() < 0.6:
        calls = dice.choice((scene.system.hands, scene.system.amends))
        name = dice.choice(("lost_answer", "lost_answer", "error_after", "lost_request"))
        faults.append(Fault(heard, heard + 90_000, host, name, calls, 0.8, dice.choice((1, 2))))
    settings = {"transmit": True} if by_itself else {}
    return Way(
        settings=settings,
        account=dict(scene.system.electronic or {}),
        events=tuple(events),
        faults=tuple(faults),
    )


def _after(scene: Scene, order: int, at: float) -> Iterator[Event]:
    """Once it is known, somebody does the one or the other, and sends it again in the end."""
    dice = scene.dice
    if dice.random() < 0.3:
        yield Event(at - 60, "Merchant", dice.choice(("edit", "refund some", "refund")), order)
    for _ in range(dice.choice((1, 2))):
        if dice.random() < 0.4:
            yield Event(at + dice.uniform(0, 600), dice.choice(WHO), dice.choice(UNDOING), order)
        here = dice.random() < 0.7
        if here:
            field, value = dice.choice(CORRECTED)
            facts = {"field": field, "value": value}
            yield Event(at + dice.uniform(600, 1200), "Bogdan", "correct", order, facts=facts)
        yield Event(at + dice.uniform(1200, 1800), "Ana", "read pages", order)
        at += dice.uniform(1800, 7200)
        yield Event(at, dice.choice(WHO), "send e-invoice", order, facts={"corrected": True} if here else {})
        if dice.random() < 0.4:
            yield Event(at + dice.uniform(1200, 9000), "Authority", "refuse e-invoices by hand")
        at += dice.uniform(9000, 20_000)


WAYS = {
    "refused e-invoices": Known(fits, drawn, never_with=("e-invoices",)),
}
