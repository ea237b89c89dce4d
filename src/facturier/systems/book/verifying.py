"""Walks the chain of a series and says exactly what is wrong, and where."""

import heapq
from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from facturier.model.message import Message, say
from facturier.systems.book import inspection
from facturier.systems.book.chain import document_link, fact_link, first_link
from facturier.systems.book.models import Document, Fact, Series

AT_ONCE = 500
_JOINED = ("series", "original", "original__series", "letterhead", "named")


class Wrong(Struct, frozen=True):
    """where: the document or series, by name."""

    where: str
    what: Message


class Walked(Struct, frozen=True):
    """One series. links: all of its chain; the last of them is the head that an owner should keep elsewhere."""

    series: str
    documents: int
    facts: int
    head: str
    links: frozenset[str]
    wrong: tuple[Wrong, ...]


def walked(series: Series) -> Walked:
    """The whole chain of a series, every digest computed anew, with all that must hold between its entries."""
    walk = _Walk(series)
    for entry in _entries(series):
        walk.step(entry)
    return walk.ended()


def _entries(series: Series) -> Iterator[Document | Fact]:
    """Documents and facts in the order of their places, whatever stands in other columns."""
    documents = Document.objects.filter(series=series).select_related(*_JOINED).order_by("place", "pk")
    facts = Fact.objects.filter(series=series).select_related("document", "document__series")
    one: Iterator[Document | Fact] = documents.iterator(AT_ONCE)
    other: Iterator[Document | Fact] = facts.order_by("place", "pk").iterator(AT_ONCE)
    yield from heapq.merge(one, other, key=_place)


def _place(entry: Document | Fact) -> int:
    return entry.place


class _Walk:
    """What has been seen of a chain, and what its next entry must be."""

    def __init__(self, series: Series) -> None:
        self._series = series
        self._link = first_link(series.ledger, series)
        self._links = {self._link}
        self._places = self._documents = self._facts = 0
        self._number = series.first_number
        self._date: date | None = None
        self._wrong: list[Wrong] = []

    def step(self, entry: Document | Fact) -> None:
        """After a wrong digest the walk goes on from what is stored, so that each fault is told where it is."""
        self._places += 1
        if entry.place != self._places:
            self._say(entry, say("An entry of the chain before this one is missing, or stands there twice."))
            self._places = entry.place
        if isinstance(entry, Document):
            self._document(entry)
        else:
            self._fact(entry)
        self._link = entry.link
        self._links.add(entry.link)

    def _document(self, document: Document) -> None:
        self._documents += 1
        original = document.original.link if document.original else ""
        if document.link != document_link(self._link, document, original, document.letterhead.digest):
            self._say(document, say("It is not what it was when it was issued: its digest does not hold."))
        if document.ledger_id != self._series.ledger_id:
            self._say(document, say("It stands in another book than its series."))
        if document.number != self._number or document.name != self._series.written(document.number):
            expected = self._series.written(self._number)
            self._say(document, say("The number here should be %(number)s.", number=expected))
        if self._date is not None and document.issued_on < self._date:
            self._say(document, say("Its date lies before that of the document before it."))
        for what in inspection.document(document):
            self._say(document, what)
        self._number, self._date = document.number + 1, document.issued_on

    def _fact(self, fact: Fact) -> None:
        self._facts += 1
        if fact.link != fact_link(self._link, fact, fact.document.link):
            self._say(fact, say("What is noted as “%(what)s” is not what was noted.", what=fact.what))

    def ended(self) -> Walked:
        """The stored head, length and next number must be those of the last entry: else the end was cut off."""
        series = self._series
        if (series.head, series.length) != (self._link, self._places):
            self._say(series, say("The end of its chain is missing, or its head was changed."))
        if series.next_number != self._number:
            self._say(series, say("Its next number should be %(number)s.", number=self._number))
        if series.last_date != self._date:
            self._say(series, say("Its last date should be %(day)s.", day=self._date or "-"))
        return Walked(
            series.name,
            self._documents,
            self._facts,
            series.head,
            frozenset(self._links),
            tuple(self._wrong),
        )

    def _say(self, where: Document | Fact | Series, what: Message) -> None:
        name = str(where.document if isinstance(where, Fact) else where)
        self._wrong.append(Wrong(name, what))
