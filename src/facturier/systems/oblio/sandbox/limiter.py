"""Thirty documents in any hundred seconds and thirty other calls in any ten, for each account; or the older rule."""

from collections import deque
from datetime import datetime, timedelta

from msgspec import Struct, field

from facturier.sandbox.clock import SandboxClock

MAKING, OTHER = (30, timedelta(seconds=100)), (30, timedelta(seconds=10))
OLDER = (3, timedelta(seconds=1))
BLOCK = timedelta(minutes=10)
_LONGEST = MAKING[1]


class Use(Struct):
    """What one account did lately."""

    making: deque[datetime] = field(default_factory=deque)
    other: deque[datetime] = field(default_factory=deque)
    blocked_until: datetime | None = None


class Limiter:
    """Durations pass as the clock lets them."""

    def __init__(self, clock: SandboxClock) -> None:
        self._clock = clock
        self._uses: dict[str, Use] = {}

    def admits(self, email: str, *, makes: bool, older: bool) -> bool:
        """Counts a call that is let in."""
        now, use = self._clock.now(), self._uses.setdefault(email, Use())
        if use.blocked_until is not None and now < use.blocked_until:
            return False
        use.blocked_until = None
        if older and self._recent(use, OLDER[1]) >= OLDER[0]:
            use.blocked_until = now + self._clock.lasting(BLOCK)
            return False
        calls, (most, window) = (use.making, MAKING) if makes else (use.other, OTHER)
        self._forget(calls, window if not older else _LONGEST)
        if len(calls) >= most and not older:
            return False
        calls.append(now)
        return True

    def block(self, email: str) -> None:
        """As if too many had come at once."""
        use = self._uses.setdefault(email, Use())
        use.blocked_until = self._clock.now() + self._clock.lasting(OTHER[1])

    def _recent(self, use: Use, window: timedelta) -> int:
        since = self._clock.now() - self._clock.lasting(window)
        return sum(1 for calls in (use.making, use.other) for moment in calls if moment > since)

    def _forget(self, calls: deque[datetime], window: timedelta) -> None:
        oldest = self._clock.now() - self._clock.lasting(window)
        while calls and calls[0] <= oldest:
            calls.popleft()
