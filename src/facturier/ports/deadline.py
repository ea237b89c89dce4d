"""A total deadline for one call. httpx has none: a peer that drips a byte now and then holds it for ever.

When time is up the socket is shut down from outside, which wakes the blocked read or write with an error.
"""

import heapq
import itertools
import os
import socket
import threading
import time
from contextlib import suppress
from types import TracebackType


class Deadline:
    """`with Deadline(130) as deadline: ...` and `deadline.watch(sock)` as soon as there is a socket."""

    def __init__(self, seconds: float) -> None:
        self.expired = False
        self._at = time.monotonic() + seconds
        self._over = False
        self._socket: socket.socket | None = None

    def watch(self, sock: socket.socket) -> None:
        self._socket = sock
        if self.expired:
            self.end()

    def end(self) -> None:
        """Time is up, unless the call is over."""
        if self._over:
            return
        self.expired = True
        if self._socket is not None:
            with suppress(OSError):  # the peer may have closed it first: then there is nothing to wake
                # Not a TLS socket's own method: that takes its state away under the thread that reads from it.
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)

    def __enter__(self) -> "Deadline":
        _WATCHDOG.add(self._at, self)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over, self._socket = True, None


class _Watchdog:
    """One thread for the deadlines of all calls: starting one for each would cost more than the rest of a call."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._coming: list[tuple[float, int, Deadline]] = []
        self._places = itertools.count()
        self._thread: threading.Thread | None = None

    def add(self, at: float, deadline: Deadline) -> None:
        with self._changed:
            heapq.heappush(self._coming, (at, next(self._places), deadline))
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="facturier-deadlines", daemon=True)
                self._thread.start()
            elif self._coming[0][2] is deadline:  # the first to come: the thread sleeps too long
                self._changed.notify()

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait(self._nap())
                due = self._due()
            for deadline in due:
                deadline.end()

    def _nap(self) -> float | None:
        return max(0.0, self._coming[0][0] - time.monotonic()) if self._coming else None

    def _due(self) -> list[Deadline]:
        now, due = time.monotonic(), []
        while self._coming and self._coming[0][0] <= now:
            due.append(heapq.heappop(self._coming)[2])
        return due


_WATCHDOG = _Watchdog()


def _begin_anew() -> None:
    """In a forked child there is no thread, and the calls are the parent's."""
    global _WATCHDOG
    _WATCHDOG = _Watchdog()


os.register_at_fork(after_in_child=_begin_anew)
