"""`facturier book verify`: is every document still what it was when it was issued?"""

from collections.abc import Mapping
from typing import Any

from facturier.model.message import Message, say
from facturier.ports.errands import Report
from facturier.systems.book.errands.ground import books
from facturier.systems.book.verifying import Walked, walked

_COLUMNS = {
    "book": say("Book"),
    "series": say("Series"),
    "documents": say("Documents"),
    "facts": say("Facts"),
    "head": say("Head"),
    "where": say("Where"),
    "wrong": say("What is wrong"),
}


def run(connections: Mapping[str, Any], words: Mapping[str, str]) -> Report:
    """A row for each series with its head, and one for each thing that is wrong."""
    seen = [
        (ledger.name, walked(series))
        for ledger in {one.pk: one for one, _ in books(connections, words).values()}.values()
        for series in ledger.series.select_related("ledger").order_by("pk")
    ]
    rows = [_series(book, one) for book, one in seen]
    rows += [
        {"book": book, "series": one.series, "where": wrong.where, "wrong": wrong.what}
        for book, one in seen
        for wrong in one.wrong
    ]
    expected = words.get("expect", "").strip()
    kept = not expected or any(expected in one.links for _, one in seen)
    good = kept and not any(one.wrong for _, one in seen)
    return Report(_said(good, kept), _COLUMNS, rows, good=good)


def _series(book: str, one: Walked) -> dict[str, Any]:
    return {
        "book": book,
        "series": one.series,
        "documents": one.documents,
        "facts": one.facts,
        "head": one.head,
    }


def _said(good: bool, kept: bool) -> Message:
    if good:
        return say(
            "The book is whole: no gap, no date that runs backwards, and every document is what it was. Keep the "
            "heads elsewhere; “facturier book verify --expect HEAD” proves later that nothing before was changed."
        )
    if not kept:
        return say(
            "The head that was kept is in no chain of this book: documents were changed or taken away since. Find a "
            "backup in which it is, and compare."
        )
    return say(
        "Something in the book was changed by other hands. Compare with a backup before anything is issued."
    )
