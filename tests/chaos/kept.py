"""A process that is started again whenever it has ended, as a service manager does it."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.support.processes import Process

PAUSE = 0.5
"""Seconds before the next start: one that cannot run yet (no database) ends at once, and its start costs a second."""


@dataclass
class Kept:
    start: Callable[[], Process]
    process: Process = field(init=False)
    starts: int = 1
    _seen_dead: float | None = None

    def __post_init__(self) -> None:
        self.process = self.start()

    def tend(self) -> None:
        if self.process.alive:
            return
        if self._seen_dead is None:
            self._seen_dead = time.monotonic()
        if time.monotonic() - self._seen_dead >= PAUSE:
            self.process.stop()
            self._seen_dead, self.process = None, self.start()
            self.starts += 1

    def end(self) -> None:
        """In good order; what is frozen goes on first."""
        if self.process.alive:
            self.process.thaw()
        self.process.stop()
