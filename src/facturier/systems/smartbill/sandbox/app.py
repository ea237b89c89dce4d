"""Puts the simulator together."""

from random import Random
from typing import Any

import msgspec
from flask import Flask, request
from werkzeug.wrappers import Response

from facturier.sandbox.clock import SandboxClock
from facturier.sandbox.kit import Sandbox
from facturier.sandbox.ledger import Standing
from facturier.systems.smartbill.sandbox import seed as accounts
from facturier.systems.smartbill.sandbox.book import Book, Company
from facturier.systems.smartbill.sandbox.call import Scene
from facturier.systems.smartbill.sandbox.gate import BASE, Gate
from facturier.systems.smartbill.sandbox.ledger import Ledger
from facturier.systems.smartbill.sandbox.limiter import Limiter
from facturier.systems.smartbill.sandbox.person import DOOR, Person
from facturier.systems.smartbill.sandbox.push import StockPush
from facturier.systems.smartbill.sandbox.switches import Switches

_VERBS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


class SmartBillSandbox(Sandbox):
    """book: the state itself, for tests that arrange or look closer. person: the account's other user.
    ledger: every document ever made. push: the stock push to a shop. switches: may be changed at any time.
    """

    def __init__(self, seed: int, clock: SandboxClock, switches: Switches) -> None:
        random = Random(seed)  # noqa: S311 - replayable, nothing is protected by it
        self.switches = switches
        self.book = accounts.demo(random, clock.now(), switches.number_width)
        scene = Scene(self.book, switches, clock)
        self._gate = Gate(scene, Limiter(clock))
        self.ledger = Ledger(self.book, self._gate.lock)
        self.person = Person(scene, self._gate, random)
        self.push = StockPush(clock, self._gate.lock)
        super().__init__(
            "smartbill",
            _app(self._gate, self.person),
            random=random,
            clock=clock,
            account=_account(self.book),
            blocked=self._gate.blocked,
            form=_form(self.book),
        )

    def company(self, cif: str = accounts.PAYER) -> Company:
        return self.book.companies[cif]

    def standing(self) -> tuple[Standing, ...]:
        return self.ledger.standing()

    def refuse(self, text: str, *, status: int = 200, match: str = "") -> None:
        """The next call whose "METHOD /path" matches fails with `text` in errorText, whatever it asks."""
        self._gate.refuse(text, status, match)


def create(seed: int = 0, clock: SandboxClock | None = None, **switches: Any) -> SmartBillSandbox:
    """A fresh account; `switches` are the fields of Switches. Raises ValueError for an unknown one."""
    return SmartBillSandbox(seed, clock or SandboxClock(), msgspec.convert(switches, Switches))


def _app(gate: Gate, person: Person) -> Flask:
    app = Flask("smartbill", static_folder=None)

    def answer(path: str = "") -> Response:
        return person.answer(request) if request.path.startswith(DOOR) else gate.answer(request)

    for rule in ("/", "/<path:path>"):
        app.add_url_rule(rule, "answer", answer, methods=_VERBS, provide_automatic_options=False)
    return app


def _account(book: Book) -> dict[str, Any]:
    user = book.users[0]
    return {
        "path": BASE,
        "email": user.email,
        "token": user.token,
        "cif": accounts.PAYER,
        "non_payer_cif": accounts.NON_PAYER,
        "series": "FCT",
        "awkward_series": accounts.AWKWARD_SERIES,
        "proforma_series": "PF",
        "receipt_series": "CH",
        "warehouse": accounts.SHOP,
    }


def _form(book: Book) -> dict[str, str]:
    user = book.users[0]
    return {
        "email": user.email,
        "token": user.token,
        "company": accounts.PAYER,
        "base_url": f"{{url}}{BASE}",
    }
