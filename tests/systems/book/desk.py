"""A book on the table: drafts to issue in it, a connection that goes straight to its service, its rows to look at."""

import itertools
from datetime import date
from decimal import Decimal
from typing import Any

import httpx
from msgspec.structs import replace

from facturier.drafting.totals import compute
from facturier.model.document import Issued
from facturier.model.draft import Draft, DraftLine, Original, Vat
from facturier.model.kinds import DocumentKind, LineKind
from facturier.model.party import Address, Party
from facturier.model.reference import Slot
from facturier.ports.clock import Clock, business_date
from facturier.ports.connector import OpenHttp
from facturier.ports.http import Http
from facturier.sandbox.clock import VirtualClock
from facturier.systems.book import CONNECTOR
from facturier.systems.book.connector import Book
from facturier.systems.book.models import Document, Ledger, Series
from facturier.systems.book.reckoning import ARITHMETIC
from facturier.systems.book.sandbox import BookSandbox, create
from facturier.systems.book.service import create as service

TAX_ID = "RO12345674"
ANA = Party(
    name="Ana Exemplu",
    email="ana@exemplu.test",
    address=Address(street="Str. Lungă 1", city="Cluj-Napoca", subdivision="RO-CJ", country="RO"),
)
_COUNTER = itertools.count(1)


def line(gross: str = "121.00", percent: str = "21", quantity: str = "1", name: str = "Produs") -> DraftLine:
    """Goods at `gross` a piece."""
    return DraftLine(
        kind=LineKind.GOODS,
        name=name,
        quantity=Decimal(quantity),
        price=Decimal(gross),
        price_includes_vat=True,
        vat=Vat(Decimal(percent), name=f"{percent} %"),
        sources=("1",),
    )


def draft(*lines: DraftLine, **parts: Any) -> Draft:
    told = lines or (line(),)
    return Draft(
        kind=parts.pop("kind", DocumentKind.INVOICE),
        order_number=parts.pop("order_number", "1001"),
        company_tax_id=TAX_ID,
        buyer=parts.pop("buyer", ANA),
        currency=parts.pop("currency", "RON"),
        lines=told,
        totals=parts.pop("totals", compute(told, ARITHMETIC)),
        series=parts.pop("series", "FCT"),
        **parts,
    )


def original(issued: Issued) -> Original:
    assert issued.issued_on is not None
    return Original(issued.kind, issued.series, issued.number, issued.issued_on, issued.remote_id)


def mark(installation: str = "a book's test") -> str:
    """A reference that nobody has used."""
    return Slot("RO12345674", f"shop#{next(_COUNTER)}", "fiscal", "", 1).reference(installation)


def straight(clock: Clock) -> OpenHttp:
    """HTTP that reaches the service with nothing in between, as in the product."""

    def http(base_url: str, **asked: Any) -> Http:
        return Http(base_url, **asked, clock=clock, transport=lambda: httpx.WSGITransport(service(clock)))

    return http


class Desk:
    """settings: changed ones, as texts."""

    def __init__(self, sandbox: BookSandbox | None = None, **settings: str) -> None:
        self.sandbox = sandbox or create(0, VirtualClock(), **settings)
        self.clock = self.sandbox.clock
        self.sandbox.open()
        self.settings = CONNECTOR.read({**self.sandbox.settings(""), **settings})
        opened = CONNECTOR.system(self.settings, straight(self.clock)) if CONNECTOR.system else None
        assert isinstance(opened, Book)
        self.system = opened

    @property
    def ledger(self) -> Ledger:
        return Ledger.objects.get(name=self.sandbox.ledger)

    @property
    def today(self) -> date:
        return business_date(self.clock.now(), "Europe/Bucharest")

    def series(self, name: str = "FCT") -> Series:
        return Series.objects.select_related("ledger").get(ledger=self.ledger, name=name)

    def row(self, issued: Issued) -> Document:
        return Document.objects.select_related("series", "letterhead", "named").get(
            ledger=self.ledger, series__name=issued.series, name=issued.number
        )

    def put(self, what: Draft, reference: str = "") -> Issued:
        """Issue a draft, dated today unless it says otherwise."""
        dated = what if what.issue_date else replace(what, issue_date=self.today)
        return self.system.issue(dated, reference or mark(), self.system.position(dated))

    def issue(self, gross: str = "121.00", reference: str = "", **parts: Any) -> Issued:
        """An invoice over one thing."""
        return self.put(draft(line(gross), **parts), reference)

    def proforma(self, gross: str = "121.00", **parts: Any) -> Issued:
        return self.issue(gross, kind=DocumentKind.PROFORMA, series="PRF", **parts)

    def credit(self, issued: Issued, gross: str, percent: str = "21", **parts: Any) -> Issued:
        """A credit note over `gross`."""
        back = line(gross, percent, "-1")
        return self.put(draft(back, kind=DocumentKind.CREDIT_NOTE, original=original(issued), **parts))

    def cancel(self, series: str, number: str) -> None:
        self.system.cancel(Issued(DocumentKind.INVOICE, series, number))
