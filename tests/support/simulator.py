"""SmartBill's simulator as a process of its own: python -m tests.support.simulator SCALE COMPANIES

Says where it is and whom it serves as one line of JSON (`Told`), then answers each line on its standard
input with what it has seen since the line before (`Seen`). Ends when standard input does.
"""

import sys
import threading
from collections.abc import Iterable
from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct
from stdnum.ro import cui

from facturier.sandbox.clock import SandboxClock
from facturier.sandbox.ledger import twice
from facturier.sandbox.serve import serve
from facturier.systems.smartbill.sandbox import SmartBillSandbox, Switches, seed
from facturier.systems.smartbill.sandbox.book import Company, Kind, Series, User

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


def tax_id(place: int) -> str:
    """A valid tax number for the company of this place; the demo account's own for 0."""
    if place == 0:
        return seed.PAYER
    digits = str(2_000_000 + place)
    return f"RO{digits}{cui.calc_check_digit(digits)}"


class Told(Struct, frozen=True):
    """url: of the API. logins: email, token and cif of each company, every one with a token of its own."""

    url: str
    logins: list[dict[str, str]]


class Seen(Struct, frozen=True):
    """moments: unix seconds of the calls that were let in. blocks: calls that were not.

    standing: how many invoices of each company count. twice: marks that stand on more than one.
    """

    moments: list[float]
    blocks: int
    standing: dict[str, int]
    twice: int


class Watched(SmartBillSandbox):
    """Notes every call beside serving it."""

    def __init__(self, scale: float) -> None:
        super().__init__(0, SandboxClock(scale), Switches())
        self._lock = threading.Lock()
        self.moments: list[float] = []
        self.blocks = 0

    def open_accounts(self, count: int) -> list[dict[str, str]]:
        """`count` users with one company each; the first is the demo account's."""
        for place in range(1, count):
            company = Company(tax_id(place), f"Atelierul {place} SRL")
            company.series = [Series("FCT", Kind.INVOICE, 1, 4)]
            company.taxes, company.units = list(self.company().taxes), list(self.company().units)
            self.book.companies[company.cif] = company
            user = User(f"demo{place}@example.ro", seed.new_token(self.random), [company.cif])
            self.book.users.insert(place, user)
        return [
            {"email": user.email, "token": user.token, "cif": user.cifs[0]}
            for user in self.book.users[:count]
        ]

    def wsgi(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        at = datetime.now(UTC).timestamp()

        def started(status: str, *rest: object) -> object:
            with self._lock:
                if status.startswith(str(HTTPStatus.TOO_MANY_REQUESTS.value)):
                    self.blocks += 1
                else:
                    self.moments.append(at)
            return start_response(status, *rest)  # type: ignore[arg-type]

        return super().wsgi(environ, started)  # type: ignore[arg-type]

    def seen(self) -> Seen:
        with self._lock:
            moments, self.moments = self.moments, []
            blocks, self.blocks = self.blocks, 0
        standing = {cif: len(company.numbered) for cif, company in self.book.companies.items()}
        return Seen(moments, blocks, standing, len(twice(self.standing())))


def main(scale: float, companies: int) -> None:
    sandbox = Watched(scale)
    logins = sandbox.open_accounts(companies)
    with serve(sandbox) as served:
        _print(Told(f"{served.url}{sandbox.account['path']}", logins))
        for _ in sys.stdin:
            _print(sandbox.seen())


def _print(value: Struct) -> None:
    sys.stdout.write(msgspec.json.encode(value).decode() + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(float(sys.argv[1]), int(sys.argv[2]))
