"""Time comes from outside, so that a day can pass in a test and a proof can replay."""

import time
from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo


class Clock(Protocol):
    def now(self) -> datetime:
        """The moment, aware UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds that never jump, for deadlines and leases."""
        ...

    def sleep(self, seconds: float) -> None: ...


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)


def zone_named(name: str) -> ZoneInfo:
    """Raises ValueError where no time zone is called so: `Europe` is only a folder of them."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(f"there is no time zone named {name}") from error


def business_date(moment: datetime, zone: str) -> date:
    """The calendar day of `moment` in the company's zone."""
    return moment.astimezone(ZoneInfo(zone)).date()
