"""Orders that another tool has invoiced, or a person: they are taken over while they wait for their payment, or while
issuing is paused. And a tool that still runs beside us, which notes in the shop what it made."""

from collections.abc import Iterator

from tests.proof.plan import Event
from tests.proof.ways.way import Known, Scene, Way

from facturier.drafting.settings import Selection


def fits(scene: Scene) -> bool:
    return bool(scene.system.deeds)


def drawn(scene: Scene) -> Way:
    """Whoever pays before that gets an invoice of ours beside the other, which nobody could have known."""
    waiting = Selection(only_paid=True, unpaid_methods=())
    return Way(settings={"selection": waiting}, events=tuple(_taken_over(scene)))


def paused(scene: Scene) -> Way:
    """Their documents are drafted, and would go out the moment that it is over."""
    dice = scene.dice
    at, level = dice.choice((0.0, 0.0, scene.last + 1)), dice.choice((0, 1))
    pause = Event(at, "Bogdan", "pause", level, facts={"minutes": 0})
    return Way(events=(pause, *_taken_over(scene), Event(scene.last + 3600, "Bogdan", "resume", level)))


def noted(scene: Scene) -> Way:
    """Before our document, while it is on its way, or after it."""
    events = [Event(scene.later(), "Merchant", "note another's", order) for order in range(scene.orders)]
    return Way(events=(*events, Event(scene.last + 7200, "Finder", "look")))


def _taken_over(scene: Scene) -> Iterator[Event]:
    dice, at = scene.dice, scene.last
    yield Event(at + 30, "Finder", "look")
    for order in range(scene.orders):
        if dice.random() < 0.8:
            facts = {"more": "5.00"} if dice.random() < 0.35 else {}
            yield Event(at + 60 + order, "Dana", "issue for order", order, facts=facts)
    for who in ("Ana", "Finder")[: dice.choice((1, 2))]:
        yield Event(at + 120, who, "take over")


WAYS = {
    "invoiced before": Known(fits, drawn),
    "invoiced in a pause": Known(fits, paused),
    "another tool": Known(lambda scene: scene.shop.shared, noted),
}
