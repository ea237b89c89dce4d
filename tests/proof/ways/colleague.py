"""A colleague invoices an order in the system itself, at the very moment at which we are about to.

What stands there then is as dear as ours and carries no mark: where our answer is lost, only that tells them apart.
"""

from tests.proof.plan import Event
from tests.proof.systems import SEEN
from tests.proof.ways.way import Known, Scene, Way


def fits(scene: Scene) -> bool:
    return bool(scene.system.deeds)


def drawn(scene: Scene) -> Way:
    """Nobody can keep a person from that. What must not be is that theirs is taken for ours."""
    dice = scene.dice
    moments = (*SEEN, scene.system.called)
    return Way(
        events=tuple(
            Event(dice.uniform(0, scene.last), "Dana", "issue for order", order, point=dice.choice(moments))
            for order in range(scene.orders)
            if order == 0 or dice.random() < 0.5
        )
    )


WAYS = {
    "invoiced by two": Known(fits, drawn),
}
