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
        self._measured = float("-inf")
        self._base = datetime.now(UTC)

    def now(self) -> datetime:
        moment = time.monotonic()
        if moment - self._measured > REFRESH:
            self._measure()
            moment = time.monotonic()
        return self._base + timedelta(seconds=moment - self._measured)

    def monotonic(self) -> float:
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        if seconds > 0:
            time.sleep(seconds)

    def _measure(self) -> None:
        """Half of the round trip is the best guess of when the server read its clock."""
        with self._lock, connection.cursor() as cursor:
            before = time.monotonic()
            cursor.execute("SELECT clock_timestamp()")
            stated = cursor.fetchone()[0]
            after = time.monotonic()
            self._base, self._measured = stated.astimezone(UTC), (before + after) / 2
