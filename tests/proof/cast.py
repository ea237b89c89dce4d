"""Everybody who acts besides the workers: people, finders, and what the network still carries."""

from collections.abc import Callable
from functools import partial

from tests.proof.database import Observer, on_own_connection
from tests.proof.deeds import DEEDS
from tests.proof.ground import Ground
from tests.proof.plan import Event
from tests.proof.points import Told
from tests.proof.stage import Act, Player, Stage

from facturier.sandbox.kit import Dropped


class Cast:
    """Players with a name do one thing after the other, each on a thread of their own. Whoever has no player (a
    buyer, the merchant, somebody in the system) acts in one go: what they touch is in another house."""

    def __init__(self, stage: Stage, players: dict[str, Player], observer: Observer, tell: Told) -> None:
        self._stage = stage
        self._players = players
        self._observer = observer
        self._tell = tell
        self._waiting: dict[str, list[Act]] = {}

    def happens(self, event: Event, ground: Ground) -> None:
        """Now, or when somebody comes to the point that the event names."""
        deed = partial(self._deed, event, ground)
        if event.point:
            ground.points.ambushes.append((event.point, deed))
        elif event.who in self._players:
            self.act(event.who, deed)
        else:
            deed()
            self._stage.changed()

    def act(self, name: str, act: Act) -> None:
        waiting = self._waiting.setdefault(name, [])
        waiting.append(act)
        if len(waiting) == 1:
            self._stage.enter(
                self._players[name], on_own_connection(partial(_through, waiting), self._observer)
            )

    def leave(self) -> None:
        """Whatever somebody was about to do is not done any more."""
        self._waiting.clear()

    def carries(self, action: Callable[[], object]) -> None:
        """A request that arrives after its connection was gone."""

        def arrive() -> None:
            self._tell("what was still on its way arrives")
            try:
                action()
            except Dropped:
                return

        self.act("Network", arrive)

    def _deed(self, event: Event, ground: Ground) -> None:
        ground.tell(f"— {event}")
        DEEDS[event.deed](ground, event.order, **event.facts)


def _through(waiting: list[Act]) -> None:
    while waiting:
        try:
            waiting[0]()
        finally:
            del waiting[0]
