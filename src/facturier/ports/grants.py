"""Access that a remote grants for a time (OAuth 2.0): kept once for all workers, and renewed by one at a time."""

import threading
from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol

from msgspec import Struct


class Grant(Struct, frozen=True):
    """access: what a call shows. refresh: what the next one is asked for with. until: when access ends, aware UTC."""

    access: str
    refresh: str
    until: datetime

    def __repr__(self) -> str:
        return f"Grant(until={self.until})"

    def __rich_repr__(self) -> list[tuple[str, Any]]:
        """What rich prints, tracebacks included; a Struct's own would show everything."""
        return [("until", self.until)]


Renew = Callable[[Grant], Grant]


class Grants(Protocol):
    """What one connection was granted."""

    def current(self) -> Grant | None: ...

    def renewed(self, spent: Grant, renew: Renew) -> Grant:
        """The grant that follows `spent`. One caller at a time renews; who comes later is given what it got.

        Raises what `renew` raises; then nothing has changed.
        """
        ...


class Held:
    """Within one process: for tests, and for a connection that is not stored yet."""

    def __init__(self, grant: Grant | None = None) -> None:
        self._grant = grant
        self._lock = threading.Lock()

    def current(self) -> Grant | None:
        return self._grant

    def renewed(self, spent: Grant, renew: Renew) -> Grant:
        with self._lock:
            if self._grant is None or self._grant.access == spent.access:
                self._grant = renew(self._grant or spent)
            return self._grant
