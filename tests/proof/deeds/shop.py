"""What buyers and the merchant do."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from tests.proof.ground import Ground

NAMES = (
    "ask",
    "pay",
    "refund",
    "refund some",
    "refund money",
    "cancel",
    "hold",
    "unhold",
    "ship",
    "ship some",
    "garble",
    "mend",
    "edit",
    "bin",
    "empty bin",
    "note another's",
)


def place(ground: Ground, order: int, hidden: float = 0, **wanted: Any) -> None:
    """hidden: seconds until the shop's own transaction is visible, with the time at which it began."""
    ground.placed[order] = ground.front.place(**wanted)
    if hidden:
        ground.stage.later(
            ground.stage.now + timedelta(seconds=hidden), ground.front.hide(ground.placed[order])
        )


def does(name: str) -> Callable[[Ground, int], None]:
    """A shop refuses what makes no sense; people try all the same."""

    def deed(ground: Ground, order: int) -> None:
        act = ground.front.deeds.get(name)
        if act is None or order not in ground.placed:
            return
        try:
            again = act(ground.placed[order])
        except ground.front.refusal as refusal:
            ground.tell(f"the shop refuses: {refusal}")
        else:
            if isinstance(again, str):
                ground.placed[order] = again

    return deed
