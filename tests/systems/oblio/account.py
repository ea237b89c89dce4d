"""A simulated account, the connection to it, and what our store would know of it."""

from typing import Any

import httpx
import pytest
from tests.systems.oblio.desk import draft, original

from facturier.model.document import Issued
from facturier.model.draft import Draft
from facturier.model.kinds import DocumentKind
from facturier.ports.errors import InDoubt
from facturier.ports.exchange import HttpExchange
from facturier.ports.http import Http
from facturier.ports.system import IntentView, Numbered, Settlement, Verdict
from facturier.sandbox.clock import VirtualClock
from facturier.sandbox.transport import InProcess
from facturier.systems.oblio import CONNECTOR
from facturier.systems.oblio.connector import Oblio
from facturier.systems.oblio.sandbox import create

MARK = "FX-HOME-222222222222"
FOUND, ABSENT, UNKNOWN = Verdict.FOUND, Verdict.ABSENT, Verdict.UNKNOWN
CREATE = "POST /api/docs/(invoice|proforma|notice)$"
SERIES = {DocumentKind.PROFORMA: "PF", DocumentKind.DELIVERY_NOTE: "AV"}


class Account:
    """tape: the evidence of every call that left."""

    def __init__(self, cif: str = "", settings: dict[str, Any] | None = None, **switches: Any) -> None:
        self.clock = VirtualClock()
        self.box = create(clock=self.clock, **switches)
        account = self.box.account
        self.cif = cif or account["cif"]
        login = {"email": account["email"], "secret": account["secret"], "company": self.cif}
        self.values = {**login, **(settings or {})}
        self.tape: list[HttpExchange] = []
        self.bearers: list[str] = []
        self.system = self.open()
        self.known: dict[str, Numbered] = {}
        self._marks = 0

    def open(self, **values: Any) -> Oblio:
        """A connection, as every call of the flows makes one."""
        assert CONNECTOR.system is not None
        opened = CONNECTOR.system(CONNECTOR.read({**self.values, **values}), self._http)
        assert isinstance(opened, Oblio)
        return opened

    def _http(self, base_url: str, **asked: Any) -> Http:
        return Http(
            base_url,
            **asked,
            clock=self.clock,
            recorder=self.tape.append,
            transport=lambda: _Noting(self.bearers, InProcess(self.box)),
        )

    @property
    def doors(self) -> list[str]:
        return [f"{one.method} {httpx.URL(one.url).path}" for one in self.tape]

    def draft(self, payable: str = "121.00", **more: Any) -> Draft:
        kind = more.get("kind", DocumentKind.INVOICE)
        told = {"company_tax_id": self.cif, "issue_date": self.clock.now().date()}
        return draft(payable, **{**told, "series": SERIES.get(kind, "FCT"), **more})

    def issue(self, what: Draft | None = None, mark: str = "") -> Issued:
        """Issue a document as the store would: with a mark of its own, kept among the known numbers."""
        what = what or self.draft()
        self._marks += 1
        mark = mark or f"FX-HOME-{'ABCDEFGHIJKL'[self._marks % 12] * 12}"
        made = self.system.issue(what, mark, self.system.position(what))
        if made.series == what.series:
            self.known[made.number] = Numbered(made.number, mark, what.totals.payable)
        return made

    def lose(self, trouble: str, what: Draft | None = None, **more: Any) -> IntentView:
        """Issue with our mark and lose the answer."""
        what = what or self.draft()
        position = self.system.position(what)
        self.box.faults.add(trouble, match=CREATE, times=1, **more)
        with pytest.raises(InDoubt):
            self.system.issue(what, MARK, position)
        return IntentView(what, MARK, position, self.clock.now())

    def settle(self, intent: IntentView) -> Settlement:
        return self.system.settle(intent, self.known)


class _Noting(httpx.BaseTransport):
    """Keeps what each call carried as its bearer."""

    def __init__(self, bearers: list[str], remote: httpx.BaseTransport) -> None:
        self._bearers, self._remote = bearers, remote

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self._bearers.append(request.headers.get("Authorization", "").removeprefix("Bearer "))
        return self._remote.handle_request(request)


def storno(account: Account, made: Issued, payable: str = "-121.00", **more: Any) -> Draft:
    told = {"whole": True, **more}
    return account.draft(
        payable, kind=DocumentKind.CREDIT_NOTE, original=original(made.kind, made.series, made.number), **told
    )
