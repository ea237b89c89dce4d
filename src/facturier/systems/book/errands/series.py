"""`facturier book series`, `series-add`, `series-close`."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from facturier.model.kinds import DocumentKind
from facturier.model.message import say
from facturier.ports.errands import Report
from facturier.ports.errors import Refused
from facturier.systems.book.capabilities import KINDS
from facturier.systems.book.company import SERIES_NAME
from facturier.systems.book.errands.ground import agreed, book, books, day, today
from facturier.systems.book.models import Ledger, Series
from facturier.systems.book.service.numbering import is_known, kept, new_series

_COLUMNS = {
    "book": say("Book"),
    "series": say("Series"),
    "kind": say("Kind"),
    "since": say("From"),
    "until": say("To"),
    "next": say("Next number"),
    "last_date": say("Last date"),
}
MOST = 10**9


def listed(connections: Mapping[str, Any], words: Mapping[str, str]) -> Report:
    found = {ledger.pk: ledger for ledger, _ in books(connections, words).values()}
    rows = [_row(ledger, one) for ledger in found.values() for one in ledger.series.order_by("pk")]
    return Report(columns=_COLUMNS, rows=rows)


def add(connections: Mapping[str, Any], words: Mapping[str, str]) -> Report:
    """Raises Refused for a name that is taken or cannot stand on a document."""
    ledger, _ = book(connections, words)
    family, kind = words["name"].strip(), words.get("kind") or DocumentKind.INVOICE.value
    if not SERIES_NAME.fullmatch(family):
        raise Refused(
            say("“%(name)s” cannot name a series: up to ten letters, figures, - / and . can.", name=family),
            "NAME",
        )
    if kind not in set(KINDS):
        raise Refused(say("There is no kind of document “%(kind)s”.", kind=kind), "KIND")
    if is_known(ledger, family):
        raise Refused(say("There is a series %(name)s already.", name=family), "TAKEN")
    since = day(words["since"]) if words.get("since") else None
    made = new_series(
        ledger,
        family,
        DocumentKind(kind),
        year=(since or today(ledger)).year if agreed(words.get("yearly", "")) else None,
        since=since,
        first_number=_first(words.get("first", "")),
    )
    return Report(
        say("The series %(name)s is there. Choose it in the route.", name=family),
        _COLUMNS,
        [_row(ledger, kept(made))],
    )


def _first(text: str) -> int:
    if not text:
        return 1
    if not (text.isascii() and text.isdigit() and 0 < int(text) < MOST):
        raise Refused(say("“%(text)s” is no number of a document.", text=text), "NO-NUMBER")
    return int(text)


def close(connections: Mapping[str, Any], words: Mapping[str, str]) -> Report:
    """Raises Refused where a document of a later day stands in it."""
    ledger, _ = book(connections, words)
    with transaction.atomic():
        rows = Series.objects.select_for_update(no_key=True).filter(ledger=ledger, name=words["name"].strip())
        series = rows.first()
        if series is None:
            raise Refused(say("There is no series %(name)s.", name=words["name"]), "NO-SUCH-SERIES")
        until = day(words.get("day", ""), today(ledger))
        if series.last_date and until < series.last_date:
            raise Refused(
                say("The last document in %(name)s is dated %(day)s.", name=series, day=series.last_date),
                "DATE",
            )
        series.until = until
        series.save(update_fields=["until"])
    return Report(say("%(name)s is closed after %(day)s.", name=series, day=until))


def _row(ledger: Ledger, series: Series) -> dict[str, Any]:
    return {
        "book": ledger.name,
        "series": series.name,
        "kind": series.kind,
        "since": series.since,
        "until": series.until,
        "next": series.written(series.next_number),
        "last_date": series.last_date,
    }
