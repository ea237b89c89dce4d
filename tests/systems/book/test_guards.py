"""What is in the book stays in it: the database itself refuses to change it."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import F
from tests.systems.book.desk import Desk

from facturier.systems.book.models import Document, Fact, Ledger, Letterhead, Person, Series

pytestmark = pytest.mark.django_db
ONCE = "written once"


def refused(statement: str) -> None:
    with pytest.raises(DatabaseError, match=ONCE), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture
def desk() -> Desk:
    desk = Desk()
    made = desk.issue()
    desk.system.pay(made, "card", Decimal("21.00"), desk.today)
    return desk


@pytest.mark.parametrize("model", [Document, Fact, Letterhead])
def test_rows_are_written_once(desk: Desk, model: type[Document | Fact | Letterhead]) -> None:
    assert model.objects.exists()
    for field in model._meta.fields:
        with pytest.raises(DatabaseError, match=ONCE), transaction.atomic():
            model.objects.update(**{field.attname: F(field.attname)})
    with pytest.raises(DatabaseError, match=ONCE), transaction.atomic():
        model.objects.all()._raw_delete("default")


def test_people_are_erased_or_stay_as_they_are(desk: Desk) -> None:
    refused("UPDATE book_person SET facts = '{}'")
    refused("UPDATE book_person SET facts = NULL")
    refused("DELETE FROM book_person")
    Person.objects.update(facts=None, salt=None, erased_at=desk.clock.now())
    refused("UPDATE book_person SET facts = '{}', salt = 'x', erased_at = NULL")


def the_day_before(series: Series) -> dict[str, object]:
    last = series.last_date or series.since
    assert last is not None
    return {"last_date": last - timedelta(days=1)}


BACKWARDS: dict[str, Callable[[Series], dict[str, object]]] = {
    "number": lambda series: {"next_number": series.next_number - 1},
    "length": lambda series: {"length": series.length - 1},
    "date": the_day_before,
    "no date": lambda series: {"last_date": None},
    "name": lambda series: {"name": "OTHER"},
    "first": lambda series: {"first_number": 5},
}


@pytest.mark.parametrize("what", BACKWARDS)
def test_a_series_never_counts_back(desk: Desk, what: str) -> None:
    with pytest.raises(DatabaseError, match=ONCE), transaction.atomic():
        Series.objects.filter(pk=desk.series().pk).update(**BACKWARDS[what](desk.series()))


def test_series_and_ledgers_are_not_deleted(desk: Desk) -> None:
    refused("DELETE FROM book_series")
    refused("DELETE FROM book_ledger")


def test_a_closed_period_is_not_opened_again(desk: Desk) -> None:
    ledger = desk.ledger
    Ledger.objects.filter(pk=ledger.pk).update(locked_upto=desk.today)
    refused("UPDATE book_ledger SET locked_upto = NULL")
    refused("UPDATE book_ledger SET locked_upto = locked_upto - 1")
    refused("UPDATE book_ledger SET issuer = 'RO1'")
