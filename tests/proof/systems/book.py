"""The book on the stage. Nobody can do anything behind our back in it, and nobody counts its calls."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from tests.proof.remote import Remote
from tests.support.world import demo_company

from facturier.drafting.settings import PaymentMap
from facturier.sandbox.clock import SandboxClock
from facturier.systems.book.models import Document, Fact
from facturier.systems.book.sandbox import create


class Book:
    """See `StagedSystem`."""

    connector = "book"
    host = "book.facturier"
    company = demo_company()
    series = "FCT"
    create = "POST /documents"
    collect = "payment"
    called = "before POST /documents"
    limited = renews = False
    disputed: Mapping[str, tuple[Any, ...]] = {}
    refusal = RuntimeError
    deeds: tuple[str, ...] = ()
    by_hand: Mapping[str, Callable[[], str]] = {}

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
                cancelled=any(fact.what == Fact.What.CANCELLED for fact in mine),
                reverses=row.original.name if row.original and row.total < 0 else "",
                paid=sum(paid, Decimal(0)),
            )

    def renew(self) -> None:
        """It has no secret."""

    def secrets(self) -> Mapping[str, str]:
        return {}

    def count(self, exceeded: Callable[[], None]) -> None:
        """It has no limit."""
