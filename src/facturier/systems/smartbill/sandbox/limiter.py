"""Thirty calls in any ten seconds for each token; one more blocks it for ten minutes."""

from collections import deque
from datetime import datetime, timedelta

from msgspec import Struct, field

from facturier.sandbox.clock import SandboxClock

CALLS = 30
WINDOW = timedelta(seconds=10)
BLOCK = timedelta(seconds=600)


class Use(Struct):
    """What one token did lately."""

    calls: deque[datetime] = field(default_factory=deque)
    blocked_until: datetime | None = None


class Limiter:
    """Durations pass as the clock lets them."""

    def __init__(self, clock: SandboxClock) -> None:
        self._clock = clock
        self._uses: dict[str, Use] = {}

    def admits(self, token: str, *, prolonged: bool) -> bool:
        """Counts a call. prolonged: a call during the block starts the block anew."""
        now, use = self._clock.now(), self._use(token)
        if use.blocked_until is not None and now < use.blocked_until:
            if prolonged:
                self.block(token)
            return False
        use.blocked_until = None
        self._forget_old(use, now)
        if len(use.calls) >= CALLS:
            self.block(token)
            return False
        use.calls.append(now)
        return True

    def block(self, token: str) -> None:
        use = self._use(token)
        use.blocked_until = self._clock.now() + self._clock.lasting(BLOCK)
        use.calls.clear()

    def headers(self, token: str) -> dict[str, str]:
        """Limit, what remains, and the unix second at which the count starts afresh."""
        now, use = self._clock.now(), self._use(token)
        if use.blocked_until is not None:
            remaining, reset = 0, use.blocked_until
        else:
            remaining = CALLS - len(use.calls)
            reset = (use.calls[0] if use.calls else now) + self._clock.lasting(WINDOW)
        return {
            "X-RateLimit-Limit": str(CALLS),
            "X-RateLimit-Remaining": str(remaining),
            "X-RateLimit-Reset": str(int(reset.timestamp()) + 1),
        }

    def _use(self, token: str) -> Use:
        return self._uses.setdefault(token, Use())

    def _forget_old(self, use: Use, now: datetime) -> None:
        oldest = now - self._clock.lasting(WINDOW)
        while use.calls and use.calls[0] <= oldest:
            use.calls.popleft()
