"""A hand-written server on a real socket, which answers as badly as a test wants."""

import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any

from facturier.ports.budget import Quota, Urgency
from facturier.ports.capabilities import Limit
from facturier.ports.exchange import HttpExchange
from facturier.ports.http import Http

LIMIT = Limit(calls=3, window=timedelta(seconds=10), block=timedelta(minutes=10))
LONG = 60.0
"""Seconds that a slow peer would take if nobody hung up."""


@dataclass
class Call:
    """One connection: its socket, the request that came in, and the end of the test to wait for."""

    socket: socket.socket
    request: bytes
    over: threading.Event

    def say(self, *parts: bytes) -> None:
        for part in parts:
            self.socket.sendall(part)

    def drip(self, text: bytes) -> None:
        """Byte by byte, so slowly that all of it takes LONG."""
        for place in range(len(text)):
            self.say(text[place : place + 1])
            if self.over.wait(LONG / len(text)):
                return

    def reset(self) -> None:
        """Hang up with a reset instead of a good-bye."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")


Behaviour = Callable[[Call], None]


class Peer:
    """`with Peer(behaviour) as peer:` and call `peer.url`. `requests`: what came in, one entry a connection.

    reads: whether a request is read before it is answered.
    """

    def __init__(self, behaviour: Behaviour, *, reads: bool = True) -> None:
        self._behaviour = behaviour
        self._reads = reads
        self._over = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._threads: list[threading.Thread] = []
        self.requests: list[bytes] = []

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self._listener.getsockname()[1]}"

    @property
    def url(self) -> str:
        return f"http://{self.address}"

    def _start(self, work: Callable[..., None], *arguments: object) -> None:
        thread = threading.Thread(target=work, args=arguments, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self._over.is_set():
            with suppress(TimeoutError):
                self._start(self._serve, self._listener.accept()[0])

    def _serve(self, connection: socket.socket) -> None:
        with connection, suppress(OSError):  # the caller may hang up at any moment
            request = _request(connection) if self._reads else b""
            self.requests.append(request)
            self._behaviour(Call(connection, request, self._over))

    def __enter__(self) -> "Peer":
        self._listener.settimeout(0.05)
        self._start(self._accept)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()
        self._listener.close()


def _request(connection: socket.socket) -> bytes:
    """Head and body of one request."""
    told = b""
    while b"\r\n\r\n" not in told and (more := connection.recv(65536)):
        told += more
    head, _, body = told.partition(b"\r\n\r\n")
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            while len(body) < int(line.split(b":")[1]) and (more := connection.recv(65536)):
                body += more
    return head + b"\r\n\r\n" + body


def answering(body: bytes = b"{}", status: str = "200 OK", *headers: str) -> Behaviour:
    """A good answer."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers]
    head = "\r\n".join(lines).encode() + b"\r\n\r\n"
    return lambda call: call.say(head, body)


@dataclass
class Permits:
    """A budget that counts. held: permits out just now; taken: urgency and patience of each one."""

    held: int = 0
    taken: list[tuple[str, Urgency, bool]] = field(default_factory=list)
    heard_of: list[tuple[str, int | None, bool]] = field(default_factory=list)

    @contextmanager
    def permit(self, scope: str, limit: Limit, urgency: Urgency, patient: bool = False) -> Iterator[None]:
        self.taken.append((scope, urgency, patient))
        self.held += 1
        try:
            yield
        finally:
            self.held -= 1

    def heard(
        self,
        scope: str,
        limit: Limit,
        remaining: int | None,
        blocked: bool,
        until: datetime | None = None,
    ) -> None:
        self.heard_of.append((scope, remaining, blocked))

    def told(self, scope: str, quotas: Sequence[Quota]) -> None:
        return None


@dataclass
class Caller:
    """A client with its evidence and its permits."""

    http: Http
    tape: list[HttpExchange]
    permits: Permits


def caller(url: str, **parts: Any) -> Caller:
    tape: list[HttpExchange] = []
    permits = Permits()
    given: dict[str, Any] = {"scope": "scope", "limit": LIMIT, "deadline": LONG / 2} | parts
    return Caller(Http(url, budget=permits, recorder=tape.append, **given), tape, permits)
