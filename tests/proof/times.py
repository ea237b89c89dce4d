"""The clocks: the world's, and the one that Facturier's database shows, which may be wrong by a jump."""

from collections.abc import Callable
from datetime import datetime, timedelta

from tests.proof.stage import Stage

from facturier.sandbox.clock import SandboxClock

Deliver = Callable[[Callable[[], None]], None]


class WorldClock(SandboxClock):
    """True time, by which remotes live. Sleeping is waiting on the stage; outside of it time stands still."""

    def __init__(self, stage: Stage, deliver: Deliver) -> None:
        super().__init__()
        self._stage = stage
        self._deliver = deliver

    def now(self) -> datetime:
        return self._stage.now

    def monotonic(self) -> float:
        return (self._stage.now - self._stage.start).total_seconds()

    def sleep(self, seconds: float) -> None:
        if self._stage.current is not None:
            self._stage.sleep(timedelta(seconds=seconds))

    def later(self, duration: timedelta, action: Callable[[], None]) -> None:
        """What the network still carries: it arrives as an act of its own, between all others."""
        self._stage.later(self._stage.now + duration, lambda: self._deliver(action))


class DatabaseTime:
    """What the database says: true time and an error, which a jump of its clock changes."""

    def __init__(self, world: WorldClock) -> None:
        self._world = world
        self.error = timedelta()

    def now(self) -> datetime:
        return self._world.now() + self.error

    def monotonic(self) -> float:
        return self._world.monotonic()

    def sleep(self, seconds: float) -> None:
        self._world.sleep(seconds)
