"""A simulated account, the connection to it, and what our store would know of it."""

from datetime import timedelta
from typing import Any

import pytest
from tests.systems.smartbill.desk import PERSON, draft, original

from facturier.model.document import Issued
from facturier.model.draft import Draft
from facturier.model.kinds import DocumentKind
from facturier.ports.errors import InDoubt
from facturier.ports.http import Http
from facturier.ports.system import IntentView, Numbered, Settlement, Verdict
from facturier.sandbox.clock import VirtualClock
from facturier.sandbox.transport import InProcess
from facturier.systems.smartbill import CONNECTOR
from facturier.systems.smartbill.connector import SmartBill
from facturier.systems.smartbill.sandbox import create

MARK = "FX-HOME-222222222222"
FOUND, ABSENT, UNKNOWN = Verdict.FOUND, Verdict.ABSENT, Verdict.UNKNOWN
CREATE = "POST .*/(invoice|estimate)(/v2|/reverse)?$"


class Account:
    """A simulated account, the connection to it and what our store would know of its series."""

    def __init__(self, cif: str = "", settings: dict[str, Any] | None = None, **switches: Any) -> None:
        self.clock = VirtualClock()
        self.box = create(clock=self.clock, **switches)
        account = self.box.account
        self.cif = cif or account["cif"]
        login = {"email": account["email"], "token": account["token"], "company": self.cif}
        assert CONNECTOR.system is not None
        opened = CONNECTOR.system(CONNECTOR.read({**login, **(settings or {})}), self._http)
        assert isinstance(opened, SmartBill)
        self.system = opened
        self.known: dict[str, Numbered] = {}
        self._marks = 0

    def _http(self, base_url: str, **asked: Any) -> Http:
        return Http(base_url, **asked, clock=self.clock, transport=lambda: InProcess(self.box))

    def draft(self, payable: str = "121.00", **more: Any) -> Draft:
        told = {"company_tax_id": self.cif, "issue_date": self.clock.now().date(), "buyer": PERSON}
        return draft(payable, **{**told, **more})

    def issue(self, what: Draft | None = None) -> Issued:
        """Issue a document as the store would: with a mark of its own, kept among the known numbers."""
        what = what or self.draft()
        self._marks += 1
        mark = f"FX-HOME-{'ABCDEFGHIJKL'[self._marks % 12] * 12}"
        made = self.system.issue(what, mark, self.system.position(what))
        if made.number and made.series == "FCT":
            self.known[made.number] = Numbered(made.number, mark, what.totals.payable)
        self.rest()
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
        self.rest()
        return self.system.settle(intent, self.known)

    def rest(self) -> None:
        """Long enough for the limit of calls to start afresh."""
        self.clock.advance(timedelta(seconds=11))


def issued_original(made: Issued) -> dict[str, Any]:
    return {"original": original(made.kind, made.series, made.number)}


def storno(account: Account, made: Issued, payable: str = "-121.00") -> Draft:
    return account.draft(payable, kind=DocumentKind.CREDIT_NOTE, whole=True, **issued_original(made))
