"""`facturier book erase WHO`: a person's right to be forgotten, as far as the law lets it."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from django.db import transaction

from facturier.model.message import say
from facturier.ports.errands import Report
from facturier.systems.book.content import Named
from facturier.systems.book.errands.ground import CLOCK, agreed, book, today
from facturier.systems.book.models import Document, Fact, Ledger, Person
from facturier.systems.book.retention import kept_until
from facturier.systems.book.service import entries

_COLUMNS = {
    "document": say("Document"),
    "date": say("Date"),
    "until": say("To be kept until"),
    "erased": say("Erased"),
}


def run(connections: Mapping[str, Any], words: Mapping[str, str]) -> Report:
    """A row for each document that names the person. Nothing is erased before its day, nor without `--yes yes`."""
    ledger, settings = book(connections, words)
    done, rows = 0, []
    for document in _naming(ledger, words["who"]):
        until = kept_until(ledger.country, document.issued_on, settings.retention_years)
        free = until < today(ledger)
        erased = free and agreed(words.get("yes", ""))
        if erased:
            _erase(ledger, document)
            done += 1
        rows.append({"document": str(document), "date": document.issued_on, "until": until, "erased": erased})
    if not rows:
        return Report(say("No document names “%(who)s”.", who=words["who"]))
    said = say(
        "“%(who)s” was erased from %(done)s of %(all)s documents. The others must be kept for now, or “--yes yes” is "
        "missing.",
        who=words["who"],
        done=done,
        all=len(rows),
    )
    return Report(said, _COLUMNS, rows)


def _naming(ledger: Ledger, who: str) -> Iterable[Document]:
    """Documents whose buyer goes by this name, e-mail or number."""
    rows = Person.objects.filter(document__ledger=ledger, facts__contains=_quoted(who))
    rows = rows.select_related("document", "document__series").order_by("document_id")
    return [row.document for row in rows if _is(row, who)]


def _quoted(text: str) -> str:
    return msgspec.json.encode(text.strip()).decode()


def _is(row: Person, who: str) -> bool:
    buyer = msgspec.json.decode(row.facts or "{}", type=Named).buyer
    return who.strip() in (buyer.name, buyer.contact, buyer.email, buyer.tax_id, buyer.personal_id)


def _erase(ledger: Ledger, document: Document) -> None:
    """Facts and salt go together: without the salt the digest cannot be tried against names."""
    now = CLOCK.now()
    with transaction.atomic():
        locked = Document.objects.select_for_update(no_key=True).get(pk=document.pk)
        series = entries.locked(document.series)
        gone = Person.objects.filter(document=locked, erased_at=None)
        if gone.update(facts=None, salt=None, erased_at=now):
            entries.add_fact(series, locked, Fact.What.ERASED, today(ledger), now)
