"""A clock that is a day ahead while some documents are dated, and is put right before the next ones are."""

from tests.proof.plan import Event
from tests.proof.ways.days import DATED, DAY
from tests.proof.ways.way import Known, Scene, Way

from facturier.drafting.settings import Selection


def fits(scene: Scene) -> bool:
    return True


def drawn(scene: Scene) -> Way:
    """Orders wait for their payment, and people send them. What is sent, or issued again, on the same day would be
    dated before what was issued already."""
    dice, ahead = scene.dice, scene.last + 30
    back = ahead + 1200
    events = [
        Event(ahead - 10, "Finder", "look"),
        Event(ahead, "Clock", "jump", facts={"seconds": DAY}),
        Event(back, "Clock", "jump", facts={"seconds": -DAY}),
        *(Event(at, "Finder", "heed the clock") for at in (ahead + 30, back - 30, back + 30)),
        Event(back + DAY, "Finder", "look"),
    ]
    for order in range(scene.orders):
        early = order == 0 or dice.random() < 0.3
        events.append(Event((ahead if early else back) + 60 + order, "Ana", "send by hand", order))
        deed = dice.choice(("reissue", "reissue", "credit", "hurry"))
        events.append(Event(back + dice.uniform(120, 7200), "Ana", deed, order))
        events.append(Event(back + DAY + 900 + order, "Ana", "hurry", order))
    waiting = Selection(only_paid=True, unpaid_methods=())
    return Way(settings={"selection": waiting}, events=tuple(events), calm=True)


WAYS = {"a day ahead": Known(fits, drawn, never_with=(*DATED, "a wrong date"))}
