"""A connection inside the test process: everything that passes through it is kept, and time is virtual."""

import re
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime, timedelta
from typing import Any

import httpx
from msgspec import Struct
from tests.conformance.wire import Between, Odd, Reach, Wire, befallen, straight

from facturier.model.message import say
from facturier.ports.budget import Budget, Quota, Unlimited, Urgency
from facturier.ports.capabilities import Limit
from facturier.ports.errors import NotNow
from facturier.ports.exchange import HttpExchange
from facturier.ports.http import Http, Reply
from facturier.sandbox.clock import VirtualClock
from facturier.sandbox.kit import Sandbox
from facturier.sandbox.transport import InProcess

URL = "http://remote.sandbox.test"


class Asked(Struct, frozen=True):
    """One call. door: "METHOD /path", as faults match it. changes: whether the connector said so."""

    door: str
    changes: bool

    @property
    def pattern(self) -> str:
        """The expression that matches this call alone."""
        return f"^{re.escape(self.door)}$"


class Permit(Struct, frozen=True):
    scope: str
    limit: Limit
    patient: bool


class Heard(Struct, frozen=True):
    scope: str
    remaining: int | None
    blocked: bool


class Meter:
    """A budget that keeps to the limit by letting virtual time pass, and remembers what it was asked."""

    def __init__(self, clock: VirtualClock) -> None:
        self.permits: list[Permit] = []
        self.heard_of: list[Heard] = []
        self.quotas: tuple[Quota, ...] = ()
        self._clock = clock
        self._ended: defaultdict[str, deque[datetime]] = defaultdict(deque)
        self._blocked: dict[str, datetime] = {}

    def permit(
        self, scope: str, limit: Limit, urgency: Urgency, patient: bool = False
    ) -> AbstractContextManager[None]:
        return self._held(scope, limit, patient)

    @contextmanager
    def _held(self, scope: str, limit: Limit, patient: bool) -> Iterator[None]:
        if (until := self._blocked.get(scope)) and until > self._clock.now():
            raise NotNow(say("Blocked, as was heard."), until)
        ended = self._ended[scope]
        if len(ended) >= limit.calls:
            free_at = ended.popleft() + limit.window
            self._clock.advance(max(free_at - self._clock.now(), timedelta()))
        self.permits.append(Permit(scope, limit, patient))
        try:
            yield
        finally:
            ended.append(self._clock.now())

    def heard(
        self,
        scope: str,
        limit: Limit,
        remaining: int | None,
        blocked: bool,
        until: datetime | None = None,
    ) -> None:
        self.heard_of.append(Heard(scope, remaining, blocked))
        if blocked:
            self._blocked[scope] = until or self._clock.now() + limit.block

    def told(self, scope: str, quotas: Sequence[Quota]) -> None:
        self.quotas = tuple(quotas)


class Watched(Http):
    """Notes of each call whether the connector holds it for a change."""

    def __init__(self, base_url: str, asked: list[Asked], **parts: Any) -> None:
        super().__init__(base_url, **parts)
        self._asked = asked

    def read(self, method: str, path: str, **parts: Any) -> Reply:
        self._note(method, path, False)
        return super().read(method, path, **parts)

    def change(self, method: str, path: str, **parts: Any) -> Reply:
        self._note(method, path, True)
        return super().change(method, path, **parts)

    def _note(self, method: str, path: str, changes: bool) -> None:
        self._asked.append(Asked(f"{method} {httpx.URL(self.base_url + path).path}", changes))


class Line:
    """asked: calls that were wanted. tape: their evidence. opened: what the connector asked `http` for.

    between: what every call passes through. metered: whether a Meter stands in front; without one nothing
    keeps the connector from its limit.
    """

    def __init__(self, sandbox: Sandbox, clock: VirtualClock, *, metered: bool = True) -> None:
        self.asked: list[Asked] = []
        self.tape: list[HttpExchange] = []
        self.opened: list[Mapping[str, Any]] = []
        self.between: Between = straight
        self.meter = Meter(clock)
        self._budget: Budget = self.meter if metered else Unlimited()
        self.sandbox = sandbox
        self._clock = clock

    def http(self, base_url: str, **parts: Any) -> Http:
        self.opened.append(parts)
        return Watched(
            base_url,
            self.asked,
            **parts,
            budget=self._budget,
            clock=self._clock,
            recorder=self.tape.append,
            transport=lambda: Wire(self.between, InProcess(self.sandbox)),
        )

    def befall(self, odd: Odd, door: str = "") -> None:
        """The next call whose door matches meets this; later ones go straight through."""

        def between(request: httpx.Request, reach: Reach) -> httpx.Response:
            if not re.search(door, f"{request.method} {request.url.path}"):
                return reach(request)
            self.between = straight
            return befallen(odd, request, reach)

        self.between = between

    def goes_away_after(self, door: str) -> None:
        """The next call whose door matches goes through; those that follow find nobody."""

        def away(request: httpx.Request, reach: Reach) -> httpx.Response:
            return befallen(Odd.UNREACHED, request, reach)

        def between(request: httpx.Request, reach: Reach) -> httpx.Response:
            if re.search(door, f"{request.method} {request.url.path}"):
                self.between = away
            return reach(request)

        self.between = between

    def since(self, mark: int) -> list[Asked]:
        """Distinct calls after the first `mark`, in order."""
        return list(dict.fromkeys(self.asked[mark:]))
