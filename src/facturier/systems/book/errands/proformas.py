"""`facturier book proformas`: what is still open, and what should be done about it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec
from django.db import transaction

from facturier.model.draft import Draft
from facturier.model.kinds import DocumentKind
from facturier.model.message import say
from facturier.ports.errands import Report
from facturier.ports.errors import Refused
from facturier.systems.book.errands.ground import CLOCK, book, today
from facturier.systems.book.models import Document, Fact, Ledger
from facturier.systems.book.service import entries, proformas, reading

OVERDUE = "overdue"
_COLUMNS = {
    "document": say("Proforma"),
    "date": say("Date"),
    "due": say("Due"),
    "total": say("Total"),
    "paid": say("Paid"),
    "currency": say("Currency"),
    "reminders": say("Reminders"),
    "state": say("State"),
}


def run(connections: Mapping[str, Any], words: Mapping[str, str]) -> Report:
    """The open ones after what was asked for was noted. Raises Refused for one that is open no more."""
    ledger, _ = book(connections, words)
    if name := words.get("remind", "").strip():
        _note(ledger, _named(ledger, name), Fact.What.REMINDED)
    expire = words.get("expire", "").strip()
    gone = [one for one in _open(ledger) if _overdue(one, today(ledger)) and not reading.paid(one)]
    for proforma in gone if expire == OVERDUE else [_named(ledger, expire)] if expire else []:
        _note(ledger, proforma, Fact.What.EXPIRED)
    rows = [_row(ledger, one) for one in _open(ledger)]
    return Report(say("%(count)s proformas are open.", count=len(rows)), _COLUMNS, rows)


def _open(ledger: Ledger) -> list[Document]:
    ended = Fact.objects.filter(what__in=[Fact.What.CANCELLED, Fact.What.EXPIRED])
    followed = Document.objects.filter(ledger=ledger, original__isnull=False)
    rows = Document.objects.select_related("series").filter(ledger=ledger, kind=DocumentKind.PROFORMA)
    rows = rows.exclude(pk__in=ended.values("document_id")).exclude(pk__in=followed.values("original_id"))
    return list(rows.order_by("issued_on", "pk"))


def _named(ledger: Ledger, name: str) -> Document:
    series, _, number = name.rpartition(" ")
    return reading.find(ledger, series.strip(), number)


def _note(ledger: Ledger, proforma: Document, what: Fact.What) -> None:
    with transaction.atomic():
        locked = reading.locked(ledger, proforma.series.name, proforma.name)
        if locked.kind != DocumentKind.PROFORMA or not proformas.is_open(locked):
            raise Refused(say("%(name)s is no open proforma.", name=locked), "NO-LONGER-OPEN")
        entries.add_fact(entries.locked(locked.series), locked, what, today(ledger), CLOCK.now())


def _row(ledger: Ledger, proforma: Document) -> dict[str, Any]:
    paid = reading.paid(proforma)
    reminders = proforma.facts.filter(what=Fact.What.REMINDED).count()
    late = say("overdue") if _overdue(proforma, today(ledger)) else say("open")
    return {
        "document": str(proforma),
        "date": proforma.issued_on,
        "due": _due(proforma),
        "total": proforma.total,
        "paid": paid,
        "currency": proforma.currency,
        "reminders": reminders,
        "state": say("partly paid") if paid else late,
    }


def _due(proforma: Document) -> date | None:
    return msgspec.json.decode(proforma.content, type=Draft).due_date


def _overdue(proforma: Document, on: date) -> bool:
    due = _due(proforma)
    return due is not None and due < on
