"""A total deadline for one call. httpx has none: a peer that drips a byte now and then holds it for ever.

When time is up the socket is shut down from outside, which wakes the blocked read or write with an error.
"""

import socket
import threading
from contextlib import suppress
from types import TracebackType


class Deadline:
    """`with Deadline(130) as deadline: ...` and `deadline.watch(sock)` as soon as there is a socket."""

    def __init__(self, seconds: float) -> None:
        self.expired = False
        self._socket: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._close)
        self._timer.daemon = True

    def watch(self, sock: socket.socket) -> None:
        self._socket = sock
        if self.expired:
            self._close()

    def _close(self) -> None:
        self.expired = True
        if self._socket is not None:
            with suppress(OSError):  # the peer may have closed it first: then there is nothing to wake
                # Not a TLS socket's own method: that takes its state away under the thread that reads from it.
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)

    def __enter__(self) -> "Deadline":
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
