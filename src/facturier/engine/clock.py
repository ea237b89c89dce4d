"""The database's time on every machine, so that workers whose clocks differ still agree on leases and limits."""

import threading
import time
from datetime import UTC, datetime, timedelta

from django.db import connection

REFRESH = 60.0


class DatabaseClock:
    """A `Clock`: the database's time, measured once a minute and carried on by the monotonic clock between."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._measured: tuple[datetime, float] | None = None

    def now(self) -> datetime:
        stated, at = self._recent() or self._measure()
        return stated + timedelta(seconds=time.monotonic() - at)

    def monotonic(self) -> float:
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        if seconds > 0:
            time.sleep(seconds)

    def _recent(self) -> tuple[datetime, float] | None:
        """The last measurement, while it holds. Read and written in one go: threads share it."""
        measured = self._measured
        return measured if measured and time.monotonic() - measured[1] <= REFRESH else None

    def _measure(self) -> tuple[datetime, float]:
        """What the server stated and when. Half of the round trip is the best guess of when it read its clock."""
        with self._lock:
            if measured := self._recent():
                return measured
            with connection.cursor() as cursor:
                before = time.monotonic()
                cursor.execute("SELECT clock_timestamp()")
                stated: datetime = cursor.fetchone()[0]
                after = time.monotonic()
            self._measured = stated.astimezone(UTC), (before + after) / 2
            return self._measured
