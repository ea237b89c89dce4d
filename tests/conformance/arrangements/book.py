"""How the book is arranged for the suite: the real service behind the kit's faults, a ledger for each account."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, cast

from msgspec.structs import replace
from tests.conformance.arrangement import Entry, MayLack, Switches, Values
from tests.conformance.line import URL
from tests.systems.book.desk import Desk

from facturier.drafting.company import Company, Dated
from facturier.model.draft import Draft
from facturier.model.kinds import DocumentKind
from facturier.ports.errors import InDoubt, Missing, Refused
from facturier.sandbox.clock import VirtualClock
from facturier.sandbox.kit import Sandbox
from facturier.systems.book.models import Document, Fact, Ledger, Series
from facturier.systems.book.sandbox import BookSandbox, create
from facturier.systems.book.service.reading import paid

SERIES = "FCT"


class BookArrangement:
    """See `tests.conformance.arrangement.SystemArrangement`."""

    optional: Mapping[str, MayLack] = {
        "settle: references.found": MayLack("null is the book's own word for none", ("settled",)),
        "invoices_of: followers*": MayLack("an empty list is the book's own word for none", ("result",)),
    }

    company = Company(
        name="Atelierul Demo SRL",
        country="RO",
        tax_id="RO12345674",
        zone="Europe/Bucharest",
        currency="RON",
        vat_payer=(Dated(since=date(2010, 1, 1)),),
    )
    series: Mapping[DocumentKind, str] = {
        DocumentKind.INVOICE: SERIES,
        DocumentKind.PROFORMA: "PRF",
        DocumentKind.RECEIPT: "REC",
        DocumentKind.ORDER: "ORD",
    }
    payment_type = "transfer"
    arithmetics: Sequence[Switches] = ({},)
    limits: Sequence[Switches] = ()
    latest_commit = 30.0

    def make(self, clock: VirtualClock, **switches: Any) -> Sandbox:
        return create(clock=clock, **switches)

    def settings(self, sandbox: Sandbox) -> Values:
        return sandbox.settings(URL)

    def broken(self, values: Values) -> Mapping[str, Values]:
        return {
            "another company": {**values, "tax_id": "RO99999999"},
            "another country": {**values, "country": "PL"},
        }

    def ledger(self, sandbox: Sandbox) -> Sequence[Entry]:
        rows = Document.objects.filter(ledger__name=_book(sandbox).ledger).select_related(
            "series", "original"
        )
        return tuple(_entry(one) for one in rows.order_by("pk"))

    def unusable(self) -> Mapping[str, Callable[[Sandbox], None]]:
        def period_closed(sandbox: Sandbox) -> None:
            today = sandbox.clock.now().date()
            Ledger.objects.filter(name=_book(sandbox).ledger).update(locked_upto=today)

        def series_closed(sandbox: Sandbox) -> None:
            yesterday = sandbox.clock.now().date() - timedelta(days=1)
            Series.objects.filter(ledger__name=_book(sandbox).ledger).update(until=yesterday)

        return {"period closed": period_closed, "series closed": series_closed}

    def unknown_vat(self, draft: Draft) -> Draft:
        lines = (
            replace(line, vat=replace(line.vat, percent=Decimal(33), name="33 %")) for line in draft.lines
        )
        return replace(draft, lines=tuple(lines))

    def person_issues(self, sandbox: Sandbox, total: str, mark: str = "") -> None:
        """A person has no way into the book but Facturier: the document bears a mark of its own."""
        with suppress(InDoubt, Refused):
            Desk(_book(sandbox)).issue(total, mark)

    def person_deletes_last(self, sandbox: Sandbox) -> None:
        """Nobody can."""

    def person_cancels(self, sandbox: Sandbox, number: str) -> None:
        with suppress(Refused, Missing):
            Desk(_book(sandbox)).cancel(SERIES, number)


def _book(sandbox: Sandbox) -> BookSandbox:
    return cast(BookSandbox, sandbox)


def _entry(one: Document) -> Entry:
    return Entry(
        kind=DocumentKind(one.kind),
        series=one.series.name,
        number=one.name,
        total=one.total,
        vat=one.vat,
        reference=one.reference,
        corrects=one.original.name if one.whole and one.original else "",
        paid=paid(one),
        cancelled=one.facts.filter(what=Fact.What.CANCELLED).exists(),
    )


ARRANGEMENT = BookArrangement()
