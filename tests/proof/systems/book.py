"""The book on the stage. Nobody can do anything behind our back in it, and nobody counts its calls."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from tests.proof.remote import Remote
from tests.proof.systems.staged import StagedSystem
from tests.support.world import demo_company

from facturier.drafting.settings import PaymentMap
from facturier.model.kinds import DocumentKind
from facturier.sandbox.clock import SandboxClock
from facturier.systems.book.models import Document, Fact, Series
from facturier.systems.book.sandbox import create
from facturier.systems.book.verifying import walked


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
    disputed: Mapping[str, tuple[Any, ...]] = {}
    refusal = RuntimeError
    deeds: tuple[str, ...] = ()
    by_hand: Mapping[str, Callable[[], str]] = {}
    others: Mapping[DocumentKind, str] = {
        DocumentKind.PROFORMA: "PRF",
        DocumentKind.RECEIPT: "REC",
        DocumentKind.ORDER: "ORD",
    }
    choices: Mapping[str, tuple[Any, ...]] = {
        "template": ("modern",),
        "language": ("en", "it", "pl"),
        "show_payment": (False,),
        "show_due": (False,),
        "proforma_days": (0, 3),
        "iban": ("RO49AAAA1B31007593840000",),
        "email": ("contabil@atelier.test",),
    }
    mistakes: tuple[Mapping[str, Any], ...] = (
        {"logo": "/no/such/logo.png"},
        {"tax_id": "RO99999999"},
        {"vat_rates": "twenty"},
        {"zone": "Nowhere/Land"},
        {"invoice_series": "no series at all"},
    )
    errands: tuple[tuple[str, Mapping[str, str]], ...] = (
        ("verify", {}),
        ("verify", {"expect": "no head of this book"}),
        ("series", {}),
        ("series-add", {"name": "WEB", "first": "100", "yearly": "yes"}),
        ("series-add", {"name": "NOTE", "kind": "credit_note", "since": "2026-01-01"}),
        ("series-add", {"name": "not a name"}),
        ("series-close", {"name": "REC"}),
        ("series-close", {"name": "FCT", "day": "2020-01-01"}),
        ("series-close", {"name": "none"}),
        ("lock", {"day": "2026-09-30"}),
        ("lock", {"day": "yesterday"}),
        ("erase", {"who": "Ana Exemplu", "yes": "yes"}),
        ("erase", {"who": "Nobody"}),
        ("proformas", {}),
        ("proformas", {"remind": "PRF 0001"}),
        ("proformas", {"expire": "overdue"}),
        ("proformas", {"expire": "PRF 0001"}),
    )

    def __init__(self, seed: int, clock: SandboxClock, switches: Mapping[str, Any]) -> None:
        self.sandbox = create(seed, clock)
        self.sandbox.open()

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
        raise RuntimeError("nobody writes into the book by hand")

    def renew(self) -> None:
        """It has no secret."""

    def wrong(self) -> Iterator[str]:
        for series in Series.objects.filter(ledger__name=self.sandbox.ledger).select_related("ledger"):
            for found in walked(series).wrong:
                yield f"{found.where}: {found.what}"

    def secrets(self) -> Mapping[str, str]:
        return {}

    def count(self, exceeded: Callable[[], None]) -> None:
        """It has no limit."""
