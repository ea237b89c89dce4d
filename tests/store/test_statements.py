"""The statements of every document's way: what they read is what Django's own queries read."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from django.db import DatabaseError, connection, transaction
from tests.embedded.machinery import eventually
from tests.support.world import PERSON, World, order

from facturier.prepared import execute
from facturier.store import orders, statements
from facturier.store.models import Document, Order, Organisation

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
LOOK = "UPDATE store_order SET look_at = %(at)s WHERE id = %(id)s"
_WAITING = "SELECT 1 FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))"


def test_what_was_written_comes_back_with_its_related_rows(world: World) -> None:
    world.hear(order("1001"))
    row = Order.objects.get()
    written = statements.written(Order, LOOK, {"id": row.pk, "at": NOW}, ["snapshot", "shop", "route"])
    assert written == row
    assert written is not None
    assert written.look_at == NOW
    assert written.route is None
    with connection.execute_wrapper(_none_allowed):
        assert written.shop.label == world.shop.label
        snapshot = written.snapshot
    told = Order.objects.select_related("snapshot").get().snapshot
    assert snapshot is not None
    assert told is not None
    assert snapshot.facts == told.facts


def test_a_row_that_was_waited_for_comes_with_what_it_was_given_meanwhile(world: World) -> None:
    """The statement began before the new snapshot was there, and wrote after that: it must not seem to have none."""
    row = world.hear(order("1001"))
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            world.hear(order("1001", buyer=msgspec.structs.replace(PERSON, name="Another Name")))
            claiming = pool.submit(_claimed, row.pk)
            assert eventually(_somebody_waits)
        claimed = claiming.result()
    assert claimed is not None
    assert claimed.snapshot is not None
    assert claimed.snapshot.facts is not None
    assert claimed.snapshot.facts.buyer.name == "Another Name"
    with connection.execute_wrapper(_none_allowed):
        assert claimed.shop.label == world.shop.label


def test_nothing_written_is_none(world: World) -> None:
    assert statements.written(Order, LOOK, {"id": 0, "at": NOW}) is None


def test_each_value_is_stored_as_django_stores_it(world: World) -> None:
    world.hear(order("1001"))
    world.run(until=timedelta(minutes=1))
    django = Document.objects.get()
    (ours,) = statements.rows(Document, {"pk": django.pk})
    assert {field.attname: getattr(ours, field.attname) for field in Document._meta.concrete_fields} == {
        field.attname: getattr(django, field.attname) for field in Document._meta.concrete_fields
    }


def test_a_statement_that_fails_leaves_the_next_one_its_cursor(world: World) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        execute("SELECT no_such_column FROM store_order")
    assert statements.first(Organisation, {"pk": world.organisation.pk}) == world.organisation


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_was_closed_is_opened_again() -> None:
    made = Organisation.objects.create(name="Before")
    assert statements.first(Organisation, {"pk": made.pk}) == made
    connection.close()
    assert statements.first(Organisation, {"pk": made.pk}) == made


def _claimed(row: int) -> Order | None:
    try:
        return orders.claim(row, NOW, timedelta(minutes=1))
    finally:
        connection.close()


def _somebody_waits() -> bool:
    """For a row that this transaction has written."""
    with connection.cursor() as cursor:
        cursor.execute(_WAITING)
        return cursor.fetchone() is not None


def _none_allowed(*_: object) -> object:
    raise AssertionError("a related row was asked for again")
