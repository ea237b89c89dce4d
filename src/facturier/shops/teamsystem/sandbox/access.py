"""Who may call, and how often (fact sheet, sections 2 and 3)."""

from collections import deque
from datetime import datetime, timedelta

from flask import Request
from msgspec import Struct

from facturier.sandbox.clock import SandboxClock
from facturier.shops.teamsystem.sandbox.refusal import Refusal, spent, throttled
from facturier.shops.teamsystem.sandbox.switches import Switches

_DAY = timedelta(hours=24)
_THROTTLE = 5
_MINUTE = timedelta(seconds=60)


class Pair(Struct, frozen=True):
    """What the back office gives out under Remote Access."""

    key: str
    exchange: str


class Access:
    def __init__(self, pair: Pair, switches: Switches, clock: SandboxClock) -> None:
        self.pair = pair
        self.switches = switches
        self._clock = clock
        self._calls: deque[datetime] = deque()
        self._throttled: deque[datetime] = deque()

    def admit(self, request: Request) -> None:
        """Raises Refusal. Names of headers are read in any letters."""
        given = Pair(request.headers.get("key", ""), request.headers.get("exchange", ""))
        if given != self.pair:
            raise Refusal(self.switches.denied_status, "Unauthorized")
        if self._count(self._calls, _DAY) >= self.switches.quota:
            raise spent()
        self._calls.append(self._clock.now())
        if self.switches.read_only and request.method != "GET":
            raise Refusal(self.switches.denied_status, "This key can only read")

    def throttle(self) -> str:
        """`used/assigned` of the throttled list. Raises Refusal."""
        used = self._count(self._throttled, _MINUTE)
        if used >= _THROTTLE:
            raise throttled(used, _THROTTLE)
        self._throttled.append(self._clock.now())
        return f"{used + 1}/{_THROTTLE}"

    def _count(self, calls: deque[datetime], window: timedelta) -> int:
        """Of those that are younger than the window."""
        since = self._clock.now() - self._clock.lasting(window)
        while calls and calls[0] <= since:
            calls.popleft()
        return len(calls)
