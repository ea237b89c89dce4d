"""People who click on the same order one after the other and at once, before they have looked where it stands."""

from collections.abc import Iterator

from tests.proof.plan import Event, Fault
from tests.proof.ways.way import Known, Scene, Way

WHO = ("Ana", "Bogdan")
WISHES = ("cancel document", "credit", "credit part", "reissue", "reissue first", "undo correction")
SAID = ("say accepted", "say gone", "say it is", "say it is not", "try again")
OTHERS = (
    "withdraw",
    "close order",
    "reopen",
    "hear order",
    "send by hand",
    "hurry",
    "settle by hand",
    "read pages",
)


def fits(scene: Scene) -> bool:
    return True


def drawn(scene: Scene) -> Way:
    """Some while the document's fate is open: its answer is lost, and somebody issues others beside it."""
    dice, faults = scene.dice, []
    events = [event for order in range(scene.orders) for event in _clicked(scene, order)]
    if dice.random() < 0.6:
        times = dice.choice((1, 2, 4))
        faults.append(
            Fault(0, scene.last + 7200, scene.system.host, "lost_answer", scene.system.create, 0.7, times)
        )
        if "issue" in scene.system.deeds:
            events.append(
                Event(dice.uniform(0, scene.last), "Dana", "issue by hand", point=scene.system.called)
            )
    return Way(events=tuple(events), faults=tuple(faults))


def _clicked(scene: Scene, order: int) -> Iterator[Event]:
    dice = scene.dice
    for _ in range(dice.choice((2, 3, 4))):
        at = dice.choice((scene.later(), scene.last + dice.uniform(1800, 4 * 3600)))
        for deeds in (WISHES, dice.choice((WISHES, SAID)), (*SAID, *OTHERS)):
            yield Event(at, dice.choice(WHO), dice.choice(deeds), order)
            at += dice.choice((0.0, 0.3, 5.0, 90.0))


WAYS = {
    "crossing clicks": Known(fits, drawn),
}
