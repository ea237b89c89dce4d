"""The simulator's own book, for whoever checks afterwards that each sale became one document."""

import threading
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

from msgspec import Struct

from facturier.sandbox.ledger import Standing, mark_in
from facturier.systems.oblio.sandbox.book import Book, Document, Kind


class Entry(Struct, frozen=True):
    """One document ever made, as it stands now. total: negative for a storno. moment: aware UTC.

    made_by: the request that made it ("POST /api/docs/invoice #7") or "person"; cancelled_by: in the same words.
    reverses: number of the invoice of which it is the storno, `whole` or in part. transmitted: how often it went to
    SPV.
    """

    company: str
    kind: Kind
    series: str
    number: str
    total: Decimal
    vat: Decimal
    currency: str
    mentions: str
    key: str
    client: str
    moment: datetime
    day: date
    made_by: str
    cancelled_by: str
    cancelled_at: datetime | None
    deleted: bool
    reverses: str
    whole: bool
    paid: Decimal
    transmitted: int

    @property
    def cancelled(self) -> bool:
        return bool(self.cancelled_by)


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
        """See `facturier.sandbox.ledger`."""
        with self._lock:
            return tuple(
                Standing(one.series, one.number, one.total, mark_in(one.mentions))
                for company in self._book.companies.values()
                for one in _counting(company.documents)
            )


def _counting(documents: list[Document]) -> Iterator[Document]:
    """A storno that is gone again reverses nothing."""
    there = [one for one in documents if not (one.cancelled or one.deleted)]
    reversed_whole = {id(one.reverses) for one in there if one.whole}
    for one in there:
        if one.reverses is None and id(one) not in reversed_whole:
            yield one


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
        key=document.key,
        client=document.client.name,
        moment=document.moment,
        day=document.day,
        made_by=document.made_by,
        cancelled_by=document.cancelled_by,
        cancelled_at=document.cancelled_at,
        deleted=document.deleted,
        reverses=document.reverses.number if document.reverses else "",
        whole=document.whole,
        paid=document.collected,
        transmitted=document.handed_over,
    )
