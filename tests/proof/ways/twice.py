"""The same shop through two connections, or one shop of two companies: a sale is told twice, and is one sale."""

from tests.proof.plan import Event
from tests.proof.ways.way import Known, Scene, Way

from facturier.drafting.settings import Selection


def fits(scene: Scene) -> bool:
    return True


def drawn(scene: Scene) -> Way:
    dice = scene.dice
    events = [Event(0.3, "Ana", "add company" if dice.random() < 0.4 else "connect shop again")]
    if dice.random() < 0.4:
        events.append(Event(scene.later(1), "Bogdan", "connect shop again"))
    for at in (scene.last + 5, scene.later(), scene.last + dice.uniform(600, 7200)):
        events.append(Event(at, "Finder", "look everywhere"))
    if (
        scene.system.deeds and dice.random() < 0.4
    ):  # the second hears of it once another tool's document is known
        events += [Event(scene.last + 60, "Dana", "issue for order", scene.any_order())]
        events += [
            Event(scene.last + 90, "Ana", "take over"),
            Event(scene.last + 120, "Ana", "connect shop again"),
        ]
    settings = {}
    if dice.random() < 0.5:
        settings["selection"] = Selection(
            only_invoice_asked=dice.random() < 0.6, only_paid=dice.random() < 0.5, unpaid_methods=()
        )
    asked = {order: {"asked": dice.choice((False, True, None))} for order in range(scene.orders)}
    events.append(Event(scene.later(), "Ana", "read pages", scene.any_order()))
    return Way(settings=settings, events=tuple(events), placed=asked)


WAYS = {
    "told twice": Known(fits, drawn),
}
