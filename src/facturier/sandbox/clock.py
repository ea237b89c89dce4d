"""The clocks of a simulator: real time with shortened durations, or time that only moves when told to."""

import heapq
import itertools
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Action = Callable[[], None]
START = datetime(2026, 11, 20, 8, tzinfo=UTC)


class SandboxClock:
    """Real time. A vendor's durations (a ten-minute block, a late commit) pass `scale` times faster."""

    def __init__(self, scale: float = 1.0) -> None:
        if scale <= 0:
            raise ValueError("scale must be above zero")
        self.scale = scale

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)

    def lasting(self, duration: timedelta) -> timedelta:
        """How long a vendor's `duration` lasts on this clock."""
        return duration / self.scale

    def later(self, duration: timedelta, action: Action) -> None:
        """Run `action` once a vendor's `duration` has passed, in a thread of its own."""
        timer = threading.Timer(self.lasting(duration).total_seconds(), action)
        timer.daemon = True
        timer.start()


class VirtualClock(SandboxClock):
    """Time that moves only by `advance` or `sleep`. Actions that fall due run in the thread that moves it,
    each at its own moment, so that a run can be replayed exactly.
    """

    def __init__(self, start: datetime = START) -> None:
        super().__init__()
        self._start = start
        self._now = start
        self._due: list[tuple[datetime, int, Action]] = []
        self._order = itertools.count()
        self._lock = threading.RLock()

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return (self._now - self._start).total_seconds()

    def sleep(self, seconds: float) -> None:
        self.advance(timedelta(seconds=seconds))

    def later(self, duration: timedelta, action: Action) -> None:
        with self._lock:
            heapq.heappush(self._due, (self._now + duration, next(self._order), action))

    def advance(self, duration: timedelta) -> None:
        """Move on by `duration`; raises ValueError for a step back."""
        if duration < timedelta():
            raise ValueError("a virtual clock does not run backwards")
        with self._lock:
            target = self._now + duration
        while (action := self._next_until(target)) is not None:
            action()
        with self._lock:
            self._now = max(self._now, target)

    def _next_until(self, target: datetime) -> Action | None:
        with self._lock:
            if not self._due or self._due[0][0] > target:
                return None
            moment, _, action = heapq.heappop(self._due)
            self._now = max(self._now, moment)
            return action
