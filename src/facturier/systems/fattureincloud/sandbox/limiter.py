"""Three limits: five minutes for a company, an hour and a month for a company and app (fact sheet, section 5)."""

from collections import Counter, deque
from datetime import datetime, timedelta

from msgspec import Struct, field

from facturier.sandbox.clock import SandboxClock
from facturier.systems.fattureincloud.sandbox.books import Access
from facturier.systems.fattureincloud.sandbox.replies import Problem
from facturier.systems.fattureincloud.sandbox.switches import Switches

CALLS, WINDOW = 300, timedelta(minutes=5)
HOUR = timedelta(hours=1)
SHORT = "Too many requests."
LONG = "Hai superato il limite di richieste."


class Use(Struct):
    lately: dict[int, deque[datetime]] = field(default_factory=dict)
    counted: Counter[tuple[str, str]] = field(default_factory=Counter)


class Limiter:
    """Counts each call. Durations pass as the clock lets them; hours and months are the calendar's."""

    def __init__(self, clock: SandboxClock, switches: Switches) -> None:
        self._clock, self._switches, self._use = clock, switches, Use()

    def admit(self, access: Access, company: int) -> None:
        """Raises Problem 429 or 403, both with Retry-After."""
        now = self._clock.now()
        lately = self._use.lately.setdefault(company, deque())
        while lately and lately[0] <= now - self._clock.lasting(WINDOW):
            lately.popleft()
        if len(lately) >= CALLS:
            raise short(lately[0] + self._clock.lasting(WINDOW) - now)
        keys = _keys(access, now)
        for key, limit, ends in zip(keys, self._limits, (_next_hour(now), _next_month(now)), strict=True):
            if self._use.counted[key] >= limit:
                raise long(ends - now)
        lately.append(now)
        self._use.counted.update(keys)

    def headers(self, access: Access) -> dict[str, str]:
        told = {}
        for name, key, limit in zip(
            ("Hourly", "Monthly"), _keys(access, self._clock.now()), self._limits, strict=True
        ):
            told[f"RateLimit-{name}Limit"] = str(limit)
            told[f"RateLimit-{name}Remaining"] = str(max(0, limit - self._use.counted[key]))
        return told

    @property
    def _limits(self) -> tuple[int, int]:
        return self._switches.hourly_limit, self._switches.monthly_limit


def short(wait: timedelta) -> Problem:
    return Problem(429, SHORT, headers=_retry(wait))


def long(wait: timedelta) -> Problem:
    return Problem(403, LONG, headers=_retry(wait))


def pretended(switches: Switches, now: datetime) -> Problem:
    """The answer to a call too many, of the limit that is in force."""
    match switches.blocked_by:
        case "hour":
            return long(max(_next_hour(now) - now, WINDOW))
        case "month":
            return long(_next_month(now) - now)
    return short(WINDOW)


def _retry(wait: timedelta) -> dict[str, str]:
    return {"Retry-After": str(max(1, -(-wait // timedelta(seconds=1))))}


def _keys(access: Access, now: datetime) -> tuple[tuple[str, str], tuple[str, str]]:
    whose = f"{access.companies} {access.app}"
    return (whose, f"{now:%Y-%m-%d %H}"), (whose, f"{now:%Y-%m}")


def _next_hour(now: datetime) -> datetime:
    return now.replace(minute=0, second=0, microsecond=0) + HOUR


def _next_month(now: datetime) -> datetime:
    first = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return (first + timedelta(days=32)).replace(day=1)
