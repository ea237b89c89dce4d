"""Orders that flow all the while, and how far they have come, by what shop and system say themselves."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import msgspec
from tests.chaos.house import House
from tests.chaos.remotes import Counted
from tests.support.processes import Process

WINDOW = 40
"""Orders that are under way at a time."""
LOOK_EVERY = 0.1
LONGEST_LOOK = 1.0
PATIENCE = 180.0
"""Seconds in which something must come on. Counted by looks: the time in which this process itself stood still,
with all others, is nobody's fault."""


class Stuck(Exception):
    """Nothing came on any more."""


@dataclass
class Flow:
    """orders: how many there will be. blocks: calls that the system did not let in."""

    house: House
    shop: Process
    system: Process
    orders: int
    placed: int = 0
    issued: int = 0
    lost: int = 0
    lost_by_shop: int = 0
    blocks: int = 0

    def tick(self) -> None:
        """A short while: what has ended is started again, and people order."""
        self.house.tend()
        told = self._told(self.system, "count")
        self.issued, self.lost, self.blocks = told.count, told.lost, self.blocks + told.blocks
        wanted = min(self.orders - self.placed, self.issued + WINDOW - self.placed)
        shop = self._told(self.shop, f"place {wanted}" if wanted > 0 else "count")
        self.placed, self.lost_by_shop = shop.count, shop.lost
        time.sleep(LOOK_EVERY)

    def for_seconds(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self.tick()

    def until(self, reached: Callable[[], bool], came_on: Callable[[], object], what: str) -> None:
        """Raises Stuck where nothing comes on, by what `came_on` tells, for as long as patience lasts."""
        last, waited = came_on(), 0.0
        while not reached():
            before = time.monotonic()
            self.tick()
            now = came_on()
            waited = 0.0 if now != last else waited + min(time.monotonic() - before, LONGEST_LOOK)
            last = now
            if waited > PATIENCE:
                raise Stuck(f"{what}: nothing came on for {PATIENCE:.0f} s ({now})")

    def until_issued(self, count: int) -> None:
        self.until(lambda: self.issued >= count, lambda: self.issued, f"document {count} is not issued")

    def _told(self, remote: Process, words: str) -> Counted:
        return msgspec.json.decode(remote.say(words), type=Counted)
