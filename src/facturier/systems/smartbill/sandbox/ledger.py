"""The simulator's own book, for whoever checks afterwards that each sale became one document."""

import threading
from datetime import date, datetime
from decimal import Decimal

from msgspec import Struct

from facturier.sandbox.ledger import Standing, mark_in
from facturier.systems.smartbill.sandbox.book import Book, Document, Kind


class Entry(Struct, frozen=True):
    """One document ever made, as it stands now. number: padded, empty for a draft.

    total: in `currency`, negative for a storno. moment: aware UTC. made_by: the request that made it
    ("POST /SBORO/api/invoice/v2 #7") or "person"; cancelled_by: in the same words.
    reverses, reversed_by: numbers in the same series.
    """

    company: str
    kind: Kind
    series: str
    number: str
    total: Decimal
    vat: Decimal
    currency: str
    mentions: str
    observations: str
    client: str
    moment: datetime
    day: date
    made_by: str
    draft: bool
    cancelled_by: str
    cancelled_at: datetime | None
    deleted: bool
    reverses: str
    reversed_by: str
    paid: Decimal

    @property
    def cancelled(self) -> bool:
        return bool(self.cancelled_by)

    @property
    def stands(self) -> bool:
        """It counts in the books: numbered, not deleted, not cancelled, neither a storno nor reversed."""
        gone = self.draft or self.deleted or self.cancelled
        return not (gone or self.reverses or self.reversed_by)


class Ledger:
    """Reads only, under the sandbox's lock."""

    def __init__(self, book: Book, lock: threading.RLock) -> None:
        self._book = book
        self._lock = lock

    def entries(self, kind: Kind | None = None, series: str = "") -> tuple[Entry, ...]:
        """All documents ever made, deleted ones too, in the order of their making."""
        with self._lock:
            return tuple(
                _entry(company.cif, document)
                for company in self._book.companies.values()
                for document in company.documents
                if kind in (None, document.kind) and series in ("", document.series)
            )

    def standing(self) -> tuple[Standing, ...]:
        """See `facturier.sandbox.ledger`. What is below zero is a correction of a part."""
        return tuple(
            Standing(one.series, one.number, one.total, mark_in(one.mentions, one.observations))
            for one in self.entries()
            if one.stands and one.total >= 0
        )

    def mentioning(self, text: str, kind: Kind | None = Kind.INVOICE) -> tuple[Entry, ...]:
        """Documents with `text` in their mentions or observations."""
        return tuple(
            entry for entry in self.entries(kind) if text in entry.mentions or text in entry.observations
        )


def _entry(cif: str, document: Document) -> Entry:
    return Entry(
        company=cif,
        kind=document.kind,
        series=document.series,
        number=document.number,
        total=document.total,
        vat=document.vat,
        currency=document.currency,
        mentions=document.mentions,
        observations=document.observations,
        client=document.client.name,
        moment=document.moment,
        day=document.day,
        made_by=document.made_by,
        draft=document.draft,
        cancelled_by=document.cancelled_by,
        cancelled_at=document.cancelled_at,
        deleted=document.deleted,
        reverses=document.reverses.number if document.reverses else "",
        reversed_by=document.reversed_by.number if document.reversed_by else "",
        paid=document.paid,
    )
