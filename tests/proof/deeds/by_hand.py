"""What somebody does in the system itself, behind our back."""

from collections.abc import Callable
from math import inf

from tests.proof.ground import Ground

NAMES = ("issue", "issue elsewhere", "delete last", "renumber", "cancel", "pay", "change")


def does(name: str) -> Callable[..., None]:
    def deed(ground: Ground, order: int = 0) -> None:
        try:
            ground.tell(ground.vendor.by_hand[name]())
        except ground.vendor.refusal as refusal:
            ground.tell(f"is refused: {refusal}")

    return deed


def renew(ground: Ground, order: int = 0, before: float = inf) -> None:
    """The old secret is good for nothing from now on. before: seconds after the start when the new one is entered."""
    if ground.clock.monotonic() < before:
        ground.vendor.renew()
