"""All workers go by the database's time, however wrong their own machine's is."""

import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from unittest.mock import MagicMock

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from facturier.engine import clock as module
from facturier.engine.clock import DatabaseClock

pytestmark = pytest.mark.django_db(transaction=True)
SKEW = timedelta(hours=3)
NEAR = timedelta(seconds=20)


@pytest.fixture
def skewed() -> Iterator[None]:
    """A database whose clock is three hours ahead of this machine's."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA skewed")
        cursor.execute(
            "CREATE FUNCTION skewed.clock_timestamp() RETURNS timestamptz LANGUAGE sql AS "
            "$$ SELECT pg_catalog.clock_timestamp() + interval '3 hours' $$"
        )
        cursor.execute("SET search_path TO skewed, pg_catalog, public")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET search_path")
        cursor.execute("DROP SCHEMA skewed CASCADE")


@pytest.mark.usefixtures("skewed")
def test_the_difference_to_a_skewed_machine_is_taken_out() -> None:
    told = DatabaseClock().now()
    assert abs(told - datetime.now(UTC) - SKEW) < NEAR
    assert told.tzinfo is UTC


def test_two_workers_agree() -> None:
    assert abs(DatabaseClock().now() - DatabaseClock().now()) < NEAR


def test_the_database_is_asked_once_a_minute(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    clock = DatabaseClock()
    with django_assert_num_queries(1):
        readings = [clock.now() for _ in range(100)]
    assert readings == sorted(readings)
    assert clock.now() > readings[0]


def test_an_old_measurement_is_done_again(
    monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    clock = DatabaseClock()
    clock.now()
    monkeypatch.setattr(module, "REFRESH", -1.0)
    with django_assert_num_queries(2):
        clock.now()
        clock.now()


def test_threads_that_come_together_measure_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def execute(query: str) -> None:
        asked.append(query)
        time.sleep(0.05)

    slow = MagicMock()
    slow.cursor().__enter__().execute = execute
    slow.cursor().__enter__().fetchone.return_value = (datetime(2026, 11, 20, 8, tzinfo=UTC),)
    monkeypatch.setattr(module, "connection", slow)
    clock, told = DatabaseClock(), list[datetime]()
    threads = [threading.Thread(target=lambda: told.append(clock.now())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(asked) == 1
    assert len(told) == 8
    assert max(told) - min(told) < NEAR


def test_ticks_and_naps() -> None:
    clock = DatabaseClock()
    ticks = clock.monotonic()
    clock.sleep(-5)
    clock.sleep(0.01)
    assert clock.monotonic() - ticks >= 0.01
