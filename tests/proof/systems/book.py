"""The book on the stage. Nobody can write into it by hand, and nobody counts its calls."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, ClassVar

from tests.proof.remote import Remote
from tests.proof.systems.book_beside import Beside
from tests.proof.systems.book_tampered import TAMPERED
from tests.proof.systems.staged import Asked, StagedSystem
from tests.support.world import demo_company

from facturier.drafting.settings import PaymentMap
from facturier.model.kinds import DocumentKind
from facturier.ports.errors import RemoteError
from facturier.sandbox.clock import SandboxClock
from facturier.systems.book.models import Document, Fact, Person, Series
from facturier.systems.book.sandbox import create
from facturier.systems.book.verifying import walked

PICTURES = Path(__file__).parents[1] / "pictures"
FORGOTTEN_AFTER = 6
"""Years: documents are kept five years after the one in which they were issued."""


class Book(StagedSystem):
    """See `StagedSystem`."""

    connector = "book"
    host = "book.facturier"
    company = demo_company()
    series = "FCT"
    create = "POST /documents"
    receipt = "cash"
    collect = "payment"
    called = "before POST /documents"
    limited = renews = False
    disputed: ClassVar[Mapping[str, tuple[Any, ...]]] = {}
    refusal = RemoteError
    deeds: ClassVar[tuple[str, ...]] = ()
    tells_cancelled = True
    beside = ("pay beside us", "pay beside us", "cancel beside us", "issue beside us")
    others: ClassVar[Mapping[DocumentKind, str]] = {
        DocumentKind.PROFORMA: "PRF",
        DocumentKind.RECEIPT: "REC",
        DocumentKind.ORDER: "ORD",
    }
    choices: ClassVar[Mapping[str, tuple[Any, ...]]] = {
        "template": ("modern",),
        "language": ("en", "it", "pl"),
        "show_payment": (False,),
        "show_due": (False,),
        "proforma_days": (0, 3, 3),
        "vat_rates": ("21 11 9 5 0",),
        "iban": ("RO49AAAA1B31007593840000",),
        "email": ("contabil@atelier.test",),
    }
    mistakes: ClassVar[tuple[Mapping[str, Any], ...]] = (
        {"logo": "/no/such/logo.png"},
        {"logo": str(PICTURES / "cut_short.png")},
        {"logo": str(PICTURES / "words.txt")},
        {"tax_id": "RO99999999"},
        {"vat_rates": "twenty"},
        {"vat_rates": "121"},
        {"zone": "Nowhere/Land"},
        {"invoice_series": "no series at all"},
    )
    letterheads: ClassVar[tuple[Mapping[str, Any], ...]] = (
        {"logo": str(PICTURES / "logo.png")},
        {"logo": str(PICTURES / "logo.svg"), "template": "modern"},
        {"vat_rates": "19 9", "website": "atelier.test"},
        {"zone": "Europe/Rome", "capital": "200 RON"},
    )
    expires: ClassVar[Asked | None] = ("proformas", {"expire": "{document}"})
    closes: ClassVar[Asked | None] = ("lock", {"day": "{yesterday}"})
    verifies = "verify"
    tampered = TAMPERED
    yearly: ClassVar[tuple[str, Mapping[str, str], str] | None] = (
        "series-add",
        {"name": "AN", "yearly": "yes"},
        "AN",
    )
    years_later: ClassVar[tuple[Asked, ...]] = (
        ("erase", {"who": "{buyer}"}),
        ("erase", {"who": "{buyer}", "yes": "yes"}),
        ("verify", {}),
        ("erase", {"who": "{buyer}", "yes": "yes"}),
    )
    errands: ClassVar[tuple[Asked, ...]] = (
        ("verify", {}),
        ("verify", {"book": "no such book"}),
        ("verify", {"expect": "no head of this book"}),
        ("series", {}),
        ("series-add", {"name": "WEB", "first": "100", "yearly": "yes"}),
        ("series-add", {"name": "NOTE", "kind": "credit_note", "since": "2026-01-01"}),
        ("series-add", {"name": "not a name"}),
        ("series-add", {"name": "BILL", "kind": "bill"}),
        ("series-add", {"name": "LATE", "first": "none"}),
        ("series-close", {"name": "REC"}),
        ("series-close", {"name": "FCT", "day": "2020-01-01"}),
        ("series-close", {"name": "none"}),
        ("lock", {"day": "2026-09-30"}),
        ("lock", {"day": "2026-09-29"}),
        ("lock", {"day": "{today}"}),
        ("lock", {"day": "yesterday"}),
        ("erase", {"who": "{buyer}", "yes": "yes"}),
        ("erase", {"who": "Nobody"}),
        ("proformas", {}),
        ("proformas", {"remind": "PRF 0001"}),
        ("proformas", {"expire": "overdue"}),
        ("proformas", {"expire": "{document}"}),
        ("proformas", {"expire": "{document}"}),
    )

    def __init__(self, seed: int, clock: SandboxClock, switches: Mapping[str, Any]) -> None:
        self.sandbox = create(seed, clock)
        self.sandbox.open()

    @property
    def by_hand(self) -> Mapping[str, Callable[[], str]]:
        return Beside(self.sandbox).deeds

    def payment(self, method: str, record: bool) -> PaymentMap:
        return PaymentMap(method=method, type="transfer", record=record)

    def remotes(self) -> Iterator[Remote]:
        ledger = self.sandbox.ledger
        facts = list(Fact.objects.filter(series__ledger__name=ledger))
        rows = Document.objects.filter(ledger__name=ledger).select_related("series", "original")
        for row in rows.order_by("pk"):
            mine = [fact for fact in facts if fact.document_id == row.pk]
            paid = (fact.amount or Decimal(0) for fact in mine if fact.what == Fact.What.PAID)
            yield Remote(
                row.series.name,
                row.name,
                row.total,
                row.reference,
                kind=DocumentKind(row.kind),
                cancelled=any(fact.what == Fact.What.CANCELLED for fact in mine),
                reverses=row.original.name if row.original and row.total < 0 else "",
                paid=sum(paid, Decimal(0)),
            )

    def issue_for(self, number: str, price: Decimal) -> str:
        raise NotImplementedError("nobody writes into the book by hand")

    def renew(self) -> None:
        """It has no secret."""

    def wrong(self) -> Iterator[str]:
        for series in Series.objects.filter(ledger__name=self.sandbox.ledger).select_related("ledger"):
            for found in walked(series).wrong:
                yield f"{found.where}: {found.what}"
        yield from self._forgotten()

    def _forgotten(self) -> Iterator[str]:
        """Who was erased is gone, and was not before the law allowed it."""
        rows = Fact.objects.filter(series__ledger__name=self.sandbox.ledger, what=Fact.What.ERASED)
        for fact in rows.select_related("document", "document__series"):
            if fact.day.year - fact.document.issued_on.year < FORGOTTEN_AFTER:
                yield f"{fact.document} was issued on {fact.document.issued_on}, its buyer erased on {fact.day}"
            if Person.objects.get(document=fact.document).facts is not None:
                yield f"{fact.document} still names its buyer, who was erased"

    def secrets(self) -> Mapping[str, str]:
        return {}

    def count(self, exceeded: Callable[[], None]) -> None:
        """It has no limit."""
