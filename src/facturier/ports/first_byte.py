"""The moment at which the first byte of a request leaves, and may leave."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import httpx

from facturier.ports.clock import Clock
from facturier.ports.deadline import Deadline


class FirstByte:
    """Notes when it could leave, and hands the socket to the deadline."""

    def __init__(self, clock: Clock, left: Callable[[], float] | None) -> None:
        """left: seconds of a lease in which it must go."""
        self.at: datetime | None = None
        self._clock = clock
        self._left = left

    def following(self, deadline: Deadline) -> Callable[[str, Mapping[str, Any]], None]:
        """Called by the transport as it goes on. Raises ConnectTimeout where it is too late for the first byte."""

        def trace(event: str, info: Mapping[str, Any]) -> None:
            if event.endswith("send_request_headers.started"):
                if self._left and self._left() <= 0:  # the process slept since the call began
                    raise httpx.ConnectTimeout("the lease ended before the first byte")
                self.at = self._clock.now()
            elif event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
                deadline.watch(info["return_value"].get_extra_info("socket"))

        return trace
