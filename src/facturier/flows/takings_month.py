"""The register as people read it: a month with its days, and a day with its orders."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from facturier.flows.env import Env
from facturier.flows.takings import Account, Book, book
from facturier.flows.takings_close import ended, hindered
from facturier.model.kinds import VatCategory
from facturier.store.models import Order, TakingsEntry, TakingsRegister, TakingsRow
from facturier.takings.register import Day, Month, Row, rows
from facturier.takings.treatment import Treatment


@dataclass(frozen=True)
class Line:
    """An order on a day of the register. what: sale, refund, or why it is corrected (`takings.placing`).

    happened: the day of the sale or refund itself; usually the same.
    """

    order: Order
    what: str
    happened: date
    treatment: Treatment
    gross: Decimal


@dataclass(frozen=True)
class Opened:
    """A day with its orders. waiting: those that must be certain before it can be closed."""

    day: Day
    lines: Sequence[Line]
    waiting: Sequence[Account] = ()


def month(env: Env, register: TakingsRegister, first: date) -> Month:
    """The days of a month that lie in the register and are not in the future. first: the first of the month."""
    made = book(env, register)
    after = (first.replace(day=28) + timedelta(days=4)).replace(day=1)
    stored = _stored(register, first, after)
    over = set(ended(made, env.clock.now()))
    days, day = [], max(first, register.since)
    while day < after and day <= made.today:
        days.append(stored[day] if day in stored else _open(made, day, day in over))
        day += timedelta(days=1)
    return Month(register.company.facts, first, days)


def opened(env: Env, register: TakingsRegister, day: date) -> Opened:
    """One day of the register."""
    stored = _stored(register, day, day + timedelta(days=1))
    if day in stored:
        return Opened(stored[day], _written(register, day))
    made = book(env, register)
    lines = [
        Line(one.order, posting.what, posting.happened, posting.share.treatment, posting.share.gross)
        for one, posting in made.postings(day)
    ]
    over = day in ended(made, env.clock.now())
    return Opened(_open(made, day, over), lines, made.blocking(day))


def _stored(register: TakingsRegister, since: date, before: date) -> dict[date, Day]:
    closed = register.days.filter(day__gte=since, day__lt=before)
    found = {day.day: Day(day.day, True) for day in closed}
    of_days: dict[date, list[Row]] = {}
    for row in TakingsRow.objects.filter(day__in=closed).select_related("day"):
        treatment = Treatment(VatCategory(row.category), row.percent)
        of_days.setdefault(row.day.day, []).append(Row(row.gross, row.taxable, treatment))
    for day, of_day in of_days.items():
        found[day] = Day(day, True, sorted(of_day, key=lambda row: row.treatment), _orders(register, day))
    return found


def _orders(register: TakingsRegister, day: date) -> int:
    entries = TakingsEntry.objects.filter(row__day__register=register, row__day__day=day)
    return entries.values("order").distinct().count()


def _open(made: Book, day: date, over: bool) -> Day:
    """What the day would be closed with just now; why it waits is told once its time has come."""
    postings = made.postings(day)
    return Day(
        day,
        False,
        rows(posting.share for _, posting in postings),
        len({one.order.pk for one, _ in postings}),
        hindered(made, day) if over else (),
    )


def _written(register: TakingsRegister, day: date) -> list[Line]:
    entries = TakingsEntry.objects.filter(row__day__register=register, row__day__day=day)
    return [
        Line(
            entry.order,
            entry.what,
            entry.happened,
            Treatment(VatCategory(entry.row.category), entry.row.percent),
            entry.gross,
        )
        for entry in entries.select_related("row", "order").order_by("id")
    ]
