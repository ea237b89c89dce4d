"""E-invoices: sent to the authority, which takes its time, and refuses some."""

from collections.abc import Iterator

from tests.proof.plan import Event, Fault
from tests.proof.ways.way import Known, Scene, Way

ANSWERS = (
    "accept e-invoices",
    "accept e-invoices",
    "refuse e-invoices",
    "turn down e-invoices",
    "lose e-invoices",
)

WHO = ("", "", "firm", "abroad")
FATES = ("lost_answer", "error_after", "html_body")


def fits(scene: Scene) -> bool:
    return scene.system.electronic is not None


def drawn(scene: Scene) -> Way:
    """Some buyers are firms, some live abroad, some tell too little. Now and then the form says so only later."""
    dice, system = scene.dice, scene.system
    sends, late = dice.random() < 0.9, dice.random() < 0.15
    entered, lost = dict(system.electronic or {}), (system.sends, system.sends, system.collect)
    events = [*_heard(scene), *_pages(scene)]
    if late and entered:
        events.append(Event(scene.later(), "Ana", "enter form", facts={"values": entered}))
    placed = {order: {"who": who} for order in range(scene.orders) if (who := dice.choice(WHO))}
    return Way(
        settings={"transmit": True} if sends else {},
        account={} if late else entered,
        events=tuple(events),
        placed=placed,
        faults=[
            Fault(0, scene.last + 40_000, system.host, dice.choice(FATES), dice.choice(lost), 0.7, 1)
            for _ in range(dice.choice((0, 1, 2)))
        ],
    )


def _pages(scene: Scene) -> Iterator[Event]:
    """Somebody sends them on the vendor's pages, in the very moment too, or spoils and mends what is on them."""
    dice, sending = scene.dice, f"before .*(?:{scene.system.sends}).*"
    for deed in ("send e-invoices by hand", "spoil e-invoices by hand", "mend e-invoices by hand"):
        if dice.random() < 0.3:
            yield Event(scene.later(8), "Dana", deed)
        if dice.random() < 0.2:
            yield Event(0.0, "Dana", deed, point=dice.choice((sending, scene.system.called)))


def _heard(scene: Scene) -> Iterator[Event]:
    """The authority answers; somebody corrects what was refused and sends it again; it answers once more."""
    dice, at = scene.dice, scene.last
    for _ in range(dice.choice((1, 2, 3))):
        at += dice.uniform(600, 20_000)
        yield Event(at, "Authority", f"{dice.choice(ANSWERS)} by hand")
        if dice.random() < 0.8:
            corrected = at + dice.uniform(3600, 30_000)
            for order in range(scene.orders):
                here = dice.random() < 0.4
                if here:
                    yield Event(corrected - 60, "Bogdan", "correct", order)
                yield Event(
                    corrected, "Ana", "send e-invoice", order, facts={"corrected": True} if here else {}
                )
                if dice.random() < 0.3:
                    yield Event(corrected + dice.choice((0.0, 1.0)), "Bogdan", "send e-invoice", order)
    if dice.random() < 0.15:  # and then somebody stops listening, for it takes for ever
        yield Event(at + 20 * 86_400, "Finder", "look")


WAYS = {
    "e-invoices": Known(fits, drawn),
}
