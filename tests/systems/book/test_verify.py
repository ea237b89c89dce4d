"""`facturier book verify` finds whatever was changed by other hands, and says on which document."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from tests.systems.book.desk import Desk, mark, original
from tests.systems.book.printing.pictures import png
from tests.systems.book.tamper import found, unguarded

from facturier.model.document import Issued
from facturier.systems.book.errands import verify
from facturier.systems.book.models import Document, Fact, Letterhead, Logo, Person, Series

pytestmark = pytest.mark.django_db
PNG = png(30, 10)


def busy(desk: Desk) -> Issued:
    """A book in which something of everything happened; the invoice in its middle."""
    desk.issue("50.00")
    made = desk.issue("121.00")
    desk.credit(made, "21.00")
    desk.system.pay(made, "card", Decimal("60.00"), desk.today)
    proforma = desk.proforma("90.00")
    desk.system.pay(proforma, "transfer", Decimal("40.00"), desk.today)
    desk.issue("90.00", original=original(proforma))
    desk.system.cancel(desk.issue("10.00"))
    return made


def changed(model: type[Any], key: int, column: str, value: object) -> None:
    with unguarded():
        model.objects.filter(pk=key).update(**{column: value})


def test_a_busy_book_is_whole() -> None:
    desk = Desk()
    busy(desk)
    assert found(desk.ledger) == []
    report = verify.run({"book": desk.settings}, {})
    assert report.good
    counted = {row["series"]: (row["documents"], row["facts"]) for row in report.rows}
    assert counted["FCT"] == (5, 3)
    assert counted["PRF"] == (1, 1)


def columns(model: type[Any], *but: str) -> list[str]:
    return [field.attname for field in model._meta.fields if field.attname not in but]


def other(row: Any, column: str) -> object:
    """Another value that the column can hold."""
    now = getattr(row, column)
    match now:
        case bool():
            return not now
        case str():
            flipped = chr(ord(now[-1]) ^ 1) if now else "x"
            return now[:-1] + flipped
        case int() | Decimal():
            return now + 64
        case None:
            return row.pk
    return now + timedelta(seconds=1) if hasattr(now, "hour") else now + timedelta(days=1)


@pytest.mark.parametrize("column", columns(Document, "id"))
def test_any_changed_column_of_a_document_is_found(column: str) -> None:
    desk, elsewhere = Desk(), Desk()
    made, stranger = busy(desk), elsewhere.row(elsewhere.issue())
    row = desk.row(made)
    lead = {"ledger_id": stranger.ledger_id, "series_id": stranger.series_id}
    look = Letterhead.objects.create(digest="another", content="{}")
    value = {**lead, "letterhead_id": look.pk, "original_id": row.pk}.get(column, other(row, column))
    changed(Document, row.pk, column, value)
    wrong = found(desk.ledger)
    assert wrong, column
    if column not in ("series_id", "number", "name", "place"):
        assert "FCT 0002" in {where for where, _ in wrong}


@pytest.mark.parametrize("column", ["salt", "facts", "erased_at"])
def test_any_changed_column_of_a_person_is_found(column: str) -> None:
    desk = Desk()
    row = desk.row(busy(desk))
    value = desk.clock.now() if column == "erased_at" else other(row.named, column)
    changed(Person, row.pk, column, value)
    assert {where for where, _ in found(desk.ledger)} == {"FCT 0002"}


def test_a_person_who_is_gone_without_being_erased_is_missed() -> None:
    desk = Desk()
    row = desk.row(busy(desk))
    with unguarded():
        Person.objects.filter(pk=row.pk).update(salt=None, facts=None, erased_at=desk.clock.now())
    assert {where for where, _ in found(desk.ledger)} == {"FCT 0002"}


@pytest.mark.parametrize("column", columns(Fact, "id"))
def test_any_changed_column_of_a_fact_is_found(column: str) -> None:
    desk, elsewhere = Desk(), Desk()
    row = desk.row(busy(desk))
    fact = row.facts.get()
    first = Document.objects.get(series=row.series, number=1)
    strange = {"series_id": elsewhere.series().pk, "document_id": first.pk}
    changed(Fact, fact.pk, column, strange.get(column, other(fact, column)))
    assert found(desk.ledger), column


@pytest.mark.parametrize(
    "column", ["next_number", "last_date", "length", "head", "width", "first_number", "kind"]
)
def test_a_changed_series_is_found(column: str) -> None:
    desk = Desk()
    busy(desk)
    series = desk.series()
    changed(Series, series.pk, column, other(series, column))
    assert found(desk.ledger)


def test_a_changed_letterhead_or_logo_is_found(tmp_path: Any) -> None:
    picture = tmp_path / "logo.png"
    picture.write_bytes(PNG)
    desk = Desk(logo=str(picture))
    assert all(check.ok for check in desk.system.check())
    row = desk.row(desk.issue())
    assert found(desk.ledger) == []
    logo = Logo.objects.get(digest=row.letterhead.logo)
    changed(Logo, logo.pk, "content", PNG + b"!")
    assert [where for where, _ in found(desk.ledger)] == ["FCT 0001"]
    changed(Logo, logo.pk, "content", PNG)
    changed(Letterhead, row.letterhead.pk, "content", other(row.letterhead, "content"))
    assert [where for where, _ in found(desk.ledger)] == ["FCT 0001"]


def removals() -> Iterator[tuple[str, Callable[[Desk], None]]]:
    yield "the first", lambda desk: gone(desk, 1)
    yield "one in the middle", lambda desk: gone(desk, 3)
    yield "the last", lambda desk: gone(desk, 5)


def gone(desk: Desk, number: int) -> None:
    """A document and all that stands beside it."""
    row = Document.objects.get(series=desk.series(), number=number)
    with unguarded(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM book_fact WHERE document_id = %s", [row.pk])
        cursor.execute("DELETE FROM book_person WHERE document_id = %s", [row.pk])
        cursor.execute("DELETE FROM book_document WHERE id = %s", [row.pk])


@pytest.mark.parametrize(("which", "remove"), list(removals()), ids=[name for name, _ in removals()])
def test_a_document_that_was_removed_is_missed(which: str, remove: Callable[[Desk], None]) -> None:
    desk = Desk()
    busy(desk)
    remove(desk)
    assert found(desk.ledger), which


def test_a_chain_that_was_forged_whole_is_found_by_a_head_that_was_kept() -> None:
    """Somebody writes the book anew from the start, with every digest right: only what was kept elsewhere tells."""
    desk = Desk()
    desk.issue("50.00")
    head = desk.series().head
    desk.issue("60.00")
    settings = {"book": desk.settings}
    assert verify.run(settings, {"expect": head}).good
    forged = Desk()
    forged.issue("55.00")
    assert found(forged.ledger) == []
    report = verify.run({"book": forged.settings}, {"expect": head})
    assert not report.good


def test_the_order_of_dates_is_checked_by_itself() -> None:
    """Even where every digest was computed anew."""
    desk = Desk()
    first = desk.row(desk.issue(reference=mark()))
    desk.issue()
    changed(Document, first.pk, "issued_on", desk.today + timedelta(days=1))
    assert {where for where, _ in found(desk.ledger)} == {"FCT 0001", "FCT 0002"}
