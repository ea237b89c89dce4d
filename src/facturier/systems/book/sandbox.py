"""The book behind the kit's faults. It needs no double: what is simulated is the way to it."""

import threading
from collections.abc import Iterable
from random import Random
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import msgspec

from facturier.ports.registry import loaded
from facturier.sandbox.clock import SandboxClock
from facturier.sandbox.kit import Sandbox
from facturier.sandbox.ledger import Standing
from facturier.systems.book.company import opening
from facturier.systems.book.settings import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_COMPANY = {
    "company": "Atelierul Demo SRL",
    "tax_id": "RO12345674",
    "country": "RO",
    "street": "Str. Lungă 1",
    "city": "Cluj-Napoca",
    "region": "Cluj",
}
SERVICE = "facturier.systems.book.service:create"
OPENED = "facturier.systems.book.service.opening:opened"
STANDING = "facturier.systems.book.service.reading:standing"


class BookSandbox(Sandbox):
    """A ledger of its own, opened when its first call comes: until then no database is asked for anything."""

    def __init__(self, seed: int, clock: SandboxClock, **given: str) -> None:
        name = f"demo-{uuid4().hex[:12]}"
        form = {**_COMPANY, **given, "name": name}
        self.ledger = name
        self._wanted = opening(msgspec.convert(form, Settings, strict=False), b"")
        self._opened = False
        self._lock = threading.Lock()
        super().__init__(
            "book",
            self._answer,
            random=Random(seed),  # noqa: S311 - replayable, nothing is protected by it
            clock=clock,
            account={"book": name, "issuer": self._wanted.issuer},
            form=form,
        )

    def open(self) -> None:
        """Make the ledger now, if no call did."""
        with self._lock:
            if not self._opened:
                loaded(OPENED)(self.ledger, self._wanted, self.clock)
                self._opened = True

    def standing(self) -> tuple[Standing, ...]:
        self.open()
        return tuple(
            Standing(one.series.name, one.name, one.total, one.reference)
            for one in loaded(STANDING)(self.ledger)
        )

    def _answer(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        self.open()
        service: WSGIApplication = loaded(SERVICE)(self.clock)
        return service(environ, start_response)


def create(seed: int = 0, clock: SandboxClock | None = None, **given: Any) -> BookSandbox:
    """A fresh ledger of a Romanian company; `given` are settings of the connector as texts."""
    return BookSandbox(seed, clock or SandboxClock(), **given)
