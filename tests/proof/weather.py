"""The troubles of one remote, each between two moments of its own, as a plan has them."""

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from random import Random

from tests.proof.plan import Fault as Window

from facturier.sandbox.faults import Fault, Faults, Trouble


class Weather(Faults):
    """Stands in the place of a simulator's `faults`. now: seconds since the start."""

    def __init__(self, dice: Random, now: Callable[[], float], windows: Sequence[Window]) -> None:
        super().__init__(dice)
        self._dice = dice
        self._now = now
        self._windows = list(windows)
        self._left = [window.times for window in windows]

    def next(self, request: str) -> Fault | None:
        for place, window in enumerate(self._windows):
            if self._left[place] == 0 or not window.begins <= self._now() < window.ends:
                continue
            if re.search(window.match, request) and self._dice.random() < window.share:
                if (left := self._left[place]) is not None:
                    self._left[place] = left - 1
                return Fault(Trouble(window.name), seconds=window.seconds)
        return None


def seconds_since(start: datetime, now: Callable[[], datetime]) -> Callable[[], float]:
    return lambda: (now() - start).total_seconds()
