"""Where a worker may die or stop: the numbered points of a run, and what the seed (or a test) does at them."""

import re
from collections.abc import Callable
from datetime import timedelta
from random import Random

from tests.proof.plan import Mortality
from tests.proof.stage import Died, Player, Stage

Told = Callable[[str], None]
NAPS = (timedelta(seconds=10), timedelta(minutes=5), timedelta(minutes=45))


class Points:
    """mortal: who may die here at all. at: the number of the one point at which whoever comes by dies; then chance
    has no part in it. passed: the names of all points, in the order in which they were passed.
    ambushes: what somebody waits for to do when a worker comes to a point, by a pattern of its name.
    """

    def __init__(
        self,
        stage: Stage,
        dice: Random,
        tell: Told,
        mortality: Mortality,
        mortal: frozenset[str],
        at: int | None = None,
    ) -> None:
        self._stage = stage
        self._dice = dice
        self._tell = tell
        self._mortality = mortality
        self._mortal = mortal
        self._at = at
        self._deaths = mortality.deaths
        self._naps = mortality.naps
        self.died = 0
        self.passed: list[str] = []
        self.ambushes: list[tuple[str, Callable[[], None]]] = []

    def reach(self, name: str) -> None:
        """The acting player comes to this point."""
        player = self._stage.current
        if player is None or player.dying or player.name not in self._mortal:
            return
        self._spring(name)
        self.passed.append(name)
        if self._at is not None:
            if len(self.passed) - 1 == self._at:
                self._die(player, name)
            return
        if self._deaths and self._dice.random() < self._mortality.death:
            self._die(player, name)
        if self._naps and self._dice.random() < self._mortality.nap:
            self._nap(name)

    def _spring(self, name: str) -> None:
        for place, (where, deed) in enumerate(self.ambushes):
            if re.fullmatch(where, name):
                del self.ambushes[place]
                deed()
                return

    def _nap(self, name: str) -> None:
        """A process that was stopped, and goes on as if nothing had happened."""
        self._naps -= 1
        length = self._dice.choice(NAPS) * self._dice.random()
        self._tell(f"stops for {length.total_seconds():.0f} s, at “{name}”")
        self._stage.sleep(length)

    def _die(self, player: Player, name: str) -> None:
        self._deaths -= 1
        self.died += 1
        self._tell(f"dies at “{name}”")
        player.dying = True
        raise Died(name)
