"""A month as one table, the same for every form of it: a row for each day and rate, then the sums of the month."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from msgspec import Struct

from facturier.model.kinds import VatCategory
from facturier.model.message import Message, say
from facturier.takings.register import Month, Row
from facturier.takings.treatment import Treatment

Tell = Callable[[Message], str]

HEADS = (say("Day"), say("VAT rate"), say("Takings"), say("Taxable amount"), say("VAT"), say("Orders"))
TITLE = say("Register of daily takings")
CATEGORIES = {
    VatCategory.ZERO: say("zero rate"),
    VatCategory.EXEMPT: say("exempt"),
    VatCategory.REVERSE_CHARGE: say("reverse charge"),
    VatCategory.INTRA_COMMUNITY: say("to another EU state"),
    VatCategory.EXPORT: say("export"),
    VatCategory.OUTSIDE: say("outside VAT"),
}


class Line(Struct, frozen=True):
    """day: None in the sums of the month. treatment: None for a day without takings, and for the sum of all rates.

    orders: on the first line of a day alone, else None. closed: of its day.
    """

    day: date | None
    treatment: Treatment | None
    rate: str
    gross: Decimal
    taxable: Decimal
    vat: Decimal
    orders: int | None
    closed: bool


class Sheet(Struct, frozen=True):
    """Texts in the reader's language. whole: the sum over all rates; open: what is said of days not closed yet."""

    title: str
    company: str
    tax_id: str
    first: date
    heads: Sequence[str]
    lines: Sequence[Line]
    sums: Sequence[Line]
    whole: Line
    open: str


def sheet(month: Month, tell: Tell) -> Sheet:
    left = [day for day in month.days if not day.closed]
    note = say(
        "Days that are not closed yet, and may still change: %(days)s", days=_named([d.day for d in left])
    )
    total = month.sum
    return Sheet(
        tell(TITLE),
        month.company.name,
        month.company.tax_id,
        month.first,
        [tell(head) for head in HEADS],
        list(_lines(month, tell)),
        [_line(None, row, None, month.closed, tell) for row in month.rows],
        Line(None, None, tell(say("Total")), total.gross, total.taxable, total.vat, None, month.closed),
        tell(note) if left else "",
    )


def rate(treatment: Treatment, tell: Tell) -> str:
    """`22 %`, or the word for why there is none."""
    word = CATEGORIES.get(treatment.category)
    return tell(word) if word is not None else f"{treatment.percent.normalize():f} %"


def _lines(month: Month, tell: Tell) -> Iterator[Line]:
    for day in month.days:
        for place, row in enumerate(day.rows):
            yield _line(day.day, row, None if place else day.orders, day.closed, tell)
        if not day.rows:
            zero = Decimal("0.00")
            yield Line(day.day, None, "", zero, zero, zero, 0, day.closed)


def _line(day: date | None, row: Row, orders: int | None, closed: bool, tell: Tell) -> Line:
    return Line(
        day, row.treatment, rate(row.treatment, tell), row.gross, row.taxable, row.vat, orders, closed
    )


def _named(days: Sequence[date]) -> str:
    """Neighbours as one: 2026-11-03 - 2026-11-05."""
    spans: list[list[date]] = []
    for day in days:
        if spans and (day - spans[-1][-1]).days == 1:
            spans[-1].append(day)
        else:
            spans.append([day])
    return ", ".join(f"{span[0]} - {span[-1]}" if len(span) > 1 else str(span[0]) for span in spans)
