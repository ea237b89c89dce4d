"""Which series a document goes into, and its number there."""

import re
from datetime import date

from django.db.models import Q

from facturier.model.kinds import DocumentKind
from facturier.model.message import say
from facturier.ports.errors import Misconfigured
from facturier.systems.book import rows
from facturier.systems.book.chain import first_link
from facturier.systems.book.models import Ledger, Series
from facturier.systems.book.service.entries import locked

_NAMED = "WHERE ledger_id = %s AND (family = %s OR name = %s) ORDER BY year, id"
CREDITED = (DocumentKind.INVOICE, DocumentKind.RECEIPT, DocumentKind.CREDIT_NOTE)


def taken(ledger: Ledger, wanted: str, kind: DocumentKind, on: date) -> Series:
    """The series for a document, ours until the transaction ends; see `series_for`."""
    found = series_for(ledger, wanted, kind, on, " FOR NO KEY UPDATE")
    return found if found.pk is not None else locked(kept(found))


def series_for(ledger: Ledger, wanted: str, kind: DocumentKind, on: date, how: str = "") -> Series:
    """The series that a route names as `wanted` (a family, or one year of it), for a document of this day.

    A family that begins anew each year gives the series of a new year unstored; `kept` stores it. how: the
    end of the statement, to lock what is read. Raises Misconfigured where there is none, or not for this kind or day.
    """
    known = rows.some(Series, _NAMED + how, ledger.pk, wanted, wanted)
    if not known:
        raise Misconfigured(
            say(
                "The book has no series %(series)s. Add it with “facturier book series-add”, or choose another.",
                series=wanted,
            ),
            "NO-SUCH-SERIES",
        )
    _of_kind(known[0], kind)
    found = next((one for one in known if wanted == one.name or one.year in (None, on.year)), None)
    series = found or _begun(ledger, known[-1], on)
    _on_day(series, on)
    return series


def _of_kind(series: Series, kind: DocumentKind) -> None:
    fits = series.kind in CREDITED if kind is DocumentKind.CREDIT_NOTE else series.kind == kind
    if not fits:
        raise Misconfigured(
            say(
                "The series %(series)s is for documents of the kind “%(its)s”, not “%(kind)s”. Choose another.",
                series=series.family,
                its=series.kind,
                kind=kind.value,
            ),
            "SERIES-KIND",
        )


def _on_day(series: Series, on: date) -> None:
    early, late = series.since and on < series.since, series.until and on > series.until
    if early or late:
        raise Misconfigured(
            say(
                "The series %(series)s is not for %(day)s: it is open from %(since)s to %(until)s.",
                series=series.name,
                day=on,
                since=series.since or "-",
                until=series.until or "-",
            ),
            "SERIES-CLOSED",
        )


def _begun(ledger: Ledger, last: Series, on: date) -> Series:
    """The series of another year, like the newest one of its family. A closed family begins no new year."""
    if last.year is None or on.year < last.year or (last.until and last.until < date(last.year, 12, 31)):
        return last
    return new_series(ledger, last.family, DocumentKind(last.kind), year=on.year, width=last.width)


def is_known(ledger: Ledger, name: str) -> bool:
    """Whether a family or one of its years goes by this name, or will."""
    known = Q(family=name) | Q(name=name)
    if of_a_year := re.fullmatch("(.+)-[0-9]{4}", name):
        known |= Q(family=of_a_year[1], year__isnull=False)
    return Series.objects.filter(known, ledger=ledger).exists()


def new_series(
    ledger: Ledger,
    family: str,
    kind: DocumentKind,
    *,
    year: int | None = None,
    since: date | None = None,
    width: int = 4,
    first_number: int = 1,
) -> Series:
    """A series that nobody has used, not stored yet. year: it is good for that year alone."""
    series = Series(
        ledger=ledger,
        family=family,
        name=family if year is None else f"{family}-{year}",
        kind=kind.value,
        year=year,
        since=since if year is None else date(year, 1, 1),
        until=None if year is None else date(year, 12, 31),
        width=width,
        first_number=first_number,
        next_number=first_number,
    )
    series.head = first_link(ledger, series)
    return series


def kept(series: Series) -> Series:
    """The stored row of a series; whoever stores it first wins."""
    if series.pk is not None:
        return series
    Series.objects.bulk_create([series], ignore_conflicts=True)
    return Series.objects.select_related("ledger").get(ledger=series.ledger, name=series.name)
