"""On which day of the register something is written. A closed day never changes.

What an order must have in the register, less what closed days have of it already, is written: on the day on which it
happened, while that is open; else on the first open day from when it was known. So a day that is closed keeps its
figures for ever, and in the end the register says of every order exactly what it must.

Nothing happens after it was known: a shop whose clock is ahead of ours tells of payments and refunds that are still
to come. On the days to come nobody would ask for an order that was silent since.
"""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from facturier.model.money import ZERO
from facturier.takings.entries import CANCELLED, SALE
from facturier.takings.judge import Judged, Verdict
from facturier.takings.treatment import Share, Treatment

ONE = timedelta(days=1)


class Written(NamedTuple):
    """What a closed day has of an order."""

    cause: str
    share: Share


class Posting(NamedTuple):
    """What is to be written of an order. happened: the day of the sale, refund or correction itself.

    what: one of SALE, REFUND, CANCELLED, INVOICED, LEFT_OUT, CHANGED.
    """

    cause: str
    what: str
    day: date
    happened: date
    share: Share


class Placed(NamedTuple):
    """blocks: the day that cannot be closed before this order is certain; None where it concerns none."""

    postings: Sequence[Posting] = ()
    blocks: date | None = None


REFUND, INVOICED, LEFT_OUT, CHANGED = "refund", "invoiced", "left_out", "changed"


def place(judged: Judged, written: Sequence[Written], closed: Collection[date], since: date) -> Placed:
    """closed: the days that are. since: the register's first."""
    if not judged.certain:
        if judged.day is None and not written:
            return Placed()
        natural = judged.day if judged.day is not None and not written else judged.news
        return Placed((), _open_day(min(natural, judged.news), judged.news, closed, since))
    wanted = {entry.cause: entry for entry in judged.entries}
    before = _sums(written)
    postings: list[Posting] = []
    for cause in [*wanted, *(cause for cause in before if cause not in wanted)]:
        entry, had = wanted.get(cause), before.get(cause, {})
        due = {share.treatment: share.gross for share in entry.shares} if entry else {}
        fresh = not had and entry is not None
        happened = min(entry.day, judged.news) if entry and fresh else judged.news
        day = _open_day(happened, judged.news, closed, since)
        what = _kind(cause) if fresh else _correction(judged)
        for treatment in sorted({*due, *had}):
            missing = due.get(treatment, ZERO) - had.get(treatment, ZERO)
            if missing:
                postings.append(Posting(cause, what, day, happened, Share(treatment, missing)))
    return Placed(postings)


def _open_day(happened: date, known: date, closed: Collection[date], since: date) -> date:
    day = max(happened, since)
    if day in closed:
        day = max(day, known)
    while day in closed:
        day += ONE
    return day


def _sums(written: Sequence[Written]) -> dict[str, dict[Treatment, Decimal]]:
    sums: dict[str, dict[Treatment, Decimal]] = {}
    for one in written:
        of_cause = sums.setdefault(one.cause, {})
        of_cause[one.share.treatment] = of_cause.get(one.share.treatment, ZERO) + one.share.gross
    return sums


def _kind(cause: str) -> str:
    return cause if cause in (SALE, CANCELLED) else REFUND


def _correction(judged: Judged) -> str:
    """Why what a closed day says is corrected."""
    return {Verdict.INVOICED: INVOICED, Verdict.LEFT_OUT: LEFT_OUT, Verdict.CANCELLED: CANCELLED}.get(
        judged.verdict, CHANGED
    )
