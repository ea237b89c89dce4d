"""Every door of the service, by method and path. A deed reads its call and gives what is to be answered."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from msgspec.structs import replace

from facturier.model.kinds import DocumentKind
from facturier.model.message import say
from facturier.ports.errors import Refused
from facturier.systems.book.models import Document, Fact
from facturier.systems.book.service import (
    credits,
    entries,
    issuing,
    opening,
    paying,
    printing,
    proformas,
    reading,
)
from facturier.systems.book.service.numbering import series_for
from facturier.systems.book.service.rules import open_period
from facturier.systems.book.service.scene import Call, guard, today
from facturier.systems.book.service.stating import stated
from facturier.systems.book.wire import Looked, Next, Stated, Written

FURTHEST = 1000


def position(call: Call) -> Next:
    """Where the next document of a series would stand, on the day that is asked for."""
    ledger = call.ledger()
    kind = DocumentKind(call.asked.get("kind", ""))
    day = call.asked.get("on", "")
    on = date.fromisoformat(day) if day else today(ledger, call.clock)
    series = series_for(ledger, call.asked.get("series", ""), kind, on)
    return Next(series.name, series.next_number, series.last_date)


def look(call: Call) -> Looked:
    """What became of a reference. Whoever is issuing it just now is waited for."""
    reference = call.asked.get("reference", "")
    installation = call.asked.get("installation", "")
    with transaction.atomic():
        ledger = call.ledger()
        guard(ledger, reference)
        found = reading.by_reference(ledger, reference)
        others = Document.objects.filter(ledger=ledger).exclude(installation=installation)
        foreign = others.order_by("installation", "pk").distinct("installation")
        marks = tuple(foreign.values_list("reference", flat=True))
        return Looked(reading.written(found) if found else None, marks)


def walk(call: Call) -> list[Written]:
    """Documents of a series by number, from `first` to `last`, those that are there."""
    first, last = call.number("first"), call.number("last")
    if last - first >= FURTHEST:
        raise Refused(say("At most %(most)s documents are listed at once.", most=FURTHEST), "TOO-MANY")
    rows = Document.objects.select_related(*reading.WITH).filter(
        ledger=call.ledger(), series__name=call.asked.get("series", ""), number__range=(first, last)
    )
    void = set(rows.filter(facts__what=Fact.What.CANCELLED).values_list("pk", flat=True))
    written = ((row, reading.written(row)) for row in rows.order_by("number"))
    return [replace(one, cancelled=row.pk in void) for row, one in written]


def statement(call: Call) -> Stated:
    return Stated(stated(_asked(call), call.clock.now()))


def pdf(call: Call) -> bytes:
    return printing.page(_asked(call))


def cancel(call: Call) -> Stated:
    """Safe to repeat. Not for what is credited or followed, nor for a document of a closed period."""
    with transaction.atomic():
        ledger = call.ledger()
        document = reading.locked(ledger, call.asked.get("series", ""), call.asked.get("number", ""))
        now = call.clock.now()
        if not reading.happened(document, Fact.What.CANCELLED):
            series = entries.locked(document.series)
            _may_be_cancelled(document)
            open_period(ledger, document.issued_on)
            entries.add_fact(series, document, Fact.What.CANCELLED, today(ledger, call.clock), now)
        return Stated(stated(document, now))


def _may_be_cancelled(document: Document) -> None:
    if document.kind == DocumentKind.CREDIT_NOTE:
        raise Refused(say("A credit note is not cancelled. Issue the document again instead."), "CREDIT-NOTE")
    if credits.credits_of(document):
        raise Refused(
            say("%(name)s has a credit note: credit the rest of it instead.", name=document), "CREDITED"
        )
    if successor := proformas.successor_of(document):
        raise Refused(say("%(name)s was followed by %(other)s.", name=document, other=successor), "FOLLOWED")


def followers(call: Call) -> list[Written]:
    """The document that was made from a proforma, if there is one: an invoice or a receipt."""
    made = _asked(call).followers.select_related(*reading.WITH)
    fiscal = made.filter(kind__in=[DocumentKind.INVOICE, DocumentKind.RECEIPT]).order_by("pk")
    return [reading.written(one) for one in fiscal]


def _asked(call: Call) -> Document:
    return reading.find(call.ledger(), call.asked.get("series", ""), call.asked.get("number", ""))


BY_DOOR: Mapping[str, Callable[[Call], Any]] = {
    "PUT /book": opening.open_book,
    "GET /book": opening.shown,
    "GET /position": position,
    "POST /documents": issuing.issue,
    "GET /documents": walk,
    "GET /references": look,
    "GET /statement": statement,
    "GET /pdf": pdf,
    "PUT /cancelled": cancel,
    "POST /payments": paying.pay,
    "GET /followers": followers,
}
