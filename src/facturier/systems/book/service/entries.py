"""Adding to the chain of a series. Whoever adds holds the row of the series until the transaction ends."""

from datetime import date, datetime
from decimal import Decimal

from facturier.systems.book import rows
from facturier.systems.book.chain import fact_link
from facturier.systems.book.models import Document, Fact, Series


def locked(series: Series) -> Series:
    """The series as it is now, ours until the transaction ends."""
    return rows.some(Series, "WHERE id = %s FOR NO KEY UPDATE", series.pk)[0]


def add_fact(
    series: Series,
    document: Document,
    what: Fact.What,
    day: date,
    at: datetime,
    *,
    amount: Decimal | None = None,
    words: str = "",
) -> Fact:
    """One more fact about a document. series: locked. Raises IntegrityError for what can happen only once."""
    fact = Fact(
        document=document,
        series=series,
        place=series.length + 1,
        what=what.value,
        day=day,
        at=at,
        amount=amount,
        words=words,
    )
    fact.link = fact_link(series.head, fact, document.link)
    rows.insert(fact)
    rows.update(series, *grown(series, fact.link))
    return fact


def grown(series: Series, link: str) -> tuple[str, ...]:
    """The chain is one entry longer. Returns the columns that are to be stored, with any other that was changed."""
    series.length += 1
    series.head = link
    return "length", "head", "next_number", "last_date"
