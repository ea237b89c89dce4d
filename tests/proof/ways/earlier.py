"""Orders that another tool has invoiced, or a person: they are taken over while they wait for their payment."""

from tests.proof.plan import Event
from tests.proof.ways.way import Known, Scene, Way

from facturier.drafting.settings import Selection


def fits(scene: Scene) -> bool:
    return bool(scene.system.deeds)


def drawn(scene: Scene) -> Way:
    """Whoever pays before that gets an invoice of ours beside the other, which nobody could have known."""
    dice, at = scene.dice, scene.last
    events = [Event(at + 30, "Finder", "look")]
    for order in range(scene.orders):
        if dice.random() < 0.8:
            facts = {"more": "5.00"} if dice.random() < 0.35 else {}
            events.append(Event(at + 60 + order, "Dana", "issue for order", order, facts=facts))
    for who in ("Ana", "Bogdan")[: dice.choice((1, 2))]:
        events.append(Event(at + 120, who, "take over"))
    return Way(settings={"selection": Selection(only_paid=True, unpaid_methods=())}, events=tuple(events))


WAYS = {
    "invoiced before": Known(fits, drawn),
}
