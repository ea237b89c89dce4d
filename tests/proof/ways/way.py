"""What a way of using Facturier is drawn from, and what it adds to a story."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from random import Random
from typing import Any

from msgspec import Struct
from tests.proof.plan import Event, Fault
from tests.proof.shops import StagedShop
from tests.proof.systems import StagedSystem


class Scene(Struct, frozen=True):
    """The story so far. orders: how many. last: when the last thing of it happens, in seconds after the start."""

    dice: Random
    orders: int
    last: float
    start: datetime
    shop: type[StagedShop]
    system: type[StagedSystem]

    def later(self, hours: float = 3.0) -> float:
        """While it goes on, or some hours after."""
        return self.dice.choice(
            (self.dice.uniform(0, self.last + 30), self.last + self.dice.uniform(0, hours * 3600))
        )

    def any_order(self) -> int:
        return self.dice.randrange(self.orders)


class Way(Struct, frozen=True, omit_defaults=True):
    """settings: of the route. account: what stands otherwise on the form of the system's connection. placed: more
    facts of each order. faults: what gets lost on the way besides. calm: nothing does, and nothing is late.
    switches: of the system's simulator.
    """

    settings: dict[str, Any] = {}
    account: dict[str, Any] = {}
    events: Sequence[Event] = ()
    placed: dict[int, dict[str, Any]] = {}
    faults: Sequence[Fault] = ()
    calm: bool = False
    switches: dict[str, Any] = {}


class Known(Struct, frozen=True):
    """A way of use. fits: whether a story may have it. drawn: what it adds. often: how many times it lies in the hat;
    more where few stories fit it, or many of its own kind are in it. never_with: ways that cannot be in its story.
    """

    fits: Callable[[Scene], bool]
    drawn: Callable[[Scene], Way]
    often: int = 1
    never_with: Collection[str] = ()
