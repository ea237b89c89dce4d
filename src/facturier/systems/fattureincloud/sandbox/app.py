"""Puts the simulator together."""

from random import Random
from typing import TYPE_CHECKING, Any

import msgspec
from werkzeug.wrappers import Request, Response

from facturier.sandbox.clock import SandboxClock
from facturier.sandbox.kit import Sandbox
from facturier.sandbox.ledger import Standing, mark_in
from facturier.systems.fattureincloud.sandbox import seed as accounts
from facturier.systems.fattureincloud.sandbox.books import Book, Company
from facturier.systems.fattureincloud.sandbox.call import Scene
from facturier.systems.fattureincloud.sandbox.gate import Gate
from facturier.systems.fattureincloud.sandbox.hooks import Hooks
from facturier.systems.fattureincloud.sandbox.limiter import Limiter
from facturier.systems.fattureincloud.sandbox.person import DOOR, Person
from facturier.systems.fattureincloud.sandbox.switches import Switches

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


class FattureInCloudSandbox(Sandbox):
    """book: the state itself, for tests that arrange or look closer. person: the account's user.
    hooks: what it sends to those who subscribed.
    switches: may be changed at any time.
    """

    def __init__(self, seed: int, clock: SandboxClock, switches: Switches) -> None:
        random = Random(seed)  # noqa: S311 - replayable, nothing is protected by it
        self.switches = switches
        self.book = accounts.demo(random)
        self.hooks = Hooks(switches, clock, Random(f"{seed} hooks"))  # noqa: S311
        scene = Scene(self.book, switches, clock, self.hooks)
        self._gate = Gate(scene, Limiter(clock, switches))
        self.person = Person(scene, self._gate, random)
        super().__init__(
            "fattureincloud",
            _app(self._gate, self.person),
            random=random,
            clock=clock,
            account=_account(self.book),
            blocked=self._gate.blocked,
            form=_form(self.book, self.hooks),
        )

    def company(self, id: int = accounts.SHOP) -> Company:
        return self.book.companies[id]

    def standing(self) -> tuple[Standing, ...]:
        """What is in the bin is deleted."""
        return tuple(
            Standing(one["numeration"], str(one["number"]), one["amount_gross"], mark_in(one["subject"]))
            for company in self.book.companies.values()
            for one in company.documents.values()
            if one["type"] != "credit_note"
        )


def create(seed: int = 0, clock: SandboxClock | None = None, **switches: Any) -> FattureInCloudSandbox:
    """A fresh account; `switches` are the fields of Switches. Raises ValueError for an unknown one."""
    return FattureInCloudSandbox(seed, clock or SandboxClock(), msgspec.convert(switches, Switches))


def _app(gate: Gate, person: Person) -> "WSGIApplication":
    @Request.application
    def app(request: Request) -> Response:
        return person.answer(request) if request.path.startswith(DOOR) else gate.answer(request)

    return app


def _account(book: Book) -> dict[str, Any]:
    return {
        "token": next(iter(book.tokens)),
        "company": accounts.SHOP,
        "accountant": accounts.OFFICE,
        "neighbour": accounts.NEIGHBOUR,
        "client_id": accounts.CLIENT_ID,
        "client_secret": accounts.CLIENT_SECRET,
    }


def _form(book: Book, hooks: Hooks) -> dict[str, str]:
    return {
        "token": next(iter(book.tokens)),
        "company": str(accounts.SHOP),
        "vat_number": accounts.SHOP_VAT,
        "suffixes": "/ /A",
        "hook_key": hooks.public_key,
        "base_url": "{url}",
    }
