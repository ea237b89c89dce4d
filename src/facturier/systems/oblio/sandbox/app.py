"""Puts the simulator together."""

import threading
from random import Random
from typing import Any

import msgspec
from flask import Flask, request
from werkzeug.wrappers import Response

from facturier.sandbox.clock import SandboxClock
from facturier.sandbox.kit import Sandbox
from facturier.sandbox.ledger import Standing
from facturier.systems.oblio.sandbox import seed as accounts
from facturier.systems.oblio.sandbox.book import Book, Company
from facturier.systems.oblio.sandbox.call import Scene
from facturier.systems.oblio.sandbox.gate import Gate
from facturier.systems.oblio.sandbox.hooks import Hooks
from facturier.systems.oblio.sandbox.ledger import Ledger
from facturier.systems.oblio.sandbox.limiter import Limiter
from facturier.systems.oblio.sandbox.person import DOOR, Person
from facturier.systems.oblio.sandbox.switches import Switches
from facturier.systems.oblio.sandbox.tokens import Tokens

_VERBS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


class OblioSandbox(Sandbox):
    """book: the state itself, for tests that arrange or look closer. person: somebody at the account's web pages.
    ledger: every document ever made. hooks: what was told to webhooks. switches: may be changed at any time.
    """

    def __init__(self, seed: int, clock: SandboxClock, switches: Switches) -> None:
        random, lock = Random(seed), threading.RLock()  # noqa: S311 - replayable, nothing is protected by it
        self.switches = switches
        self.book = accounts.demo(random, switches.number_width)
        self.hooks = Hooks(switches, clock, random, self.book.new_id, lock)
        scene, tokens = Scene(self.book, switches, clock, self.hooks), Tokens(clock, random)
        self._gate = Gate(scene, tokens, Limiter(clock), lock)
        self.ledger = Ledger(self.book, lock)
        self.person = Person(scene, self._gate, tokens, random)
        super().__init__(
            "oblio",
            _app(self._gate, self.person),
            random=random,
            clock=clock,
            account=_account(self.book),
            blocked=self._gate.blocked,
            form=_form(self.book),
        )

    def company(self, cif: str = accounts.STOCKED) -> Company:
        return self.book.companies[cif]

    def standing(self) -> tuple[Standing, ...]:
        return self.ledger.standing()

    def refuse(self, text: str, *, match: str = "") -> None:
        """The next call whose "METHOD /path" matches is refused with `text`, whatever it asks."""
        self._gate.refuse(text, match)


def create(seed: int = 0, clock: SandboxClock | None = None, **switches: Any) -> OblioSandbox:
    """A fresh account; `switches` are the fields of Switches. Raises ValueError for an unknown one."""
    return OblioSandbox(seed, clock or SandboxClock(), msgspec.convert(switches, Switches))


def _app(gate: Gate, person: Person) -> Flask:
    app = Flask("oblio", static_folder=None)

    def answer(path: str = "") -> Response:
        return person.answer(request) if request.path.startswith(DOOR) else gate.answer(request)

    for rule in ("/", "/<path:path>"):
        app.add_url_rule(rule, "answer", answer, methods=_VERBS, provide_automatic_options=False)
    return app


def _account(book: Book) -> dict[str, Any]:
    account = book.accounts[0]
    return {
        "email": account.email,
        "secret": account.secret,
        "cif": accounts.STOCKED,
        "plain_cif": accounts.PLAIN,
        "series": "FCT",
        "proforma_series": "PF",
        "notice_series": "AV",
        "receipt_series": "CH",
        "work_station": accounts.STATION,
        "warehouse": accounts.SHOP,
    }


def _form(book: Book) -> dict[str, str]:
    account = book.accounts[0]
    return {
        "email": account.email,
        "secret": account.secret,
        "company": accounts.STOCKED,
        "base_url": "{url}",
    }
