"""A worker from its start to its stop, and the errands that it runs now and then."""

import logging
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import connection
from tests.support.patience import PATIENCE, until
from tests.support.world import World, order

from facturier.engine import clock_watch, dispatch, worker
from facturier.engine.clock import DatabaseClock
from facturier.engine.worker import reconcile_all, run_worker, working_env
from facturier.flows.env import Env, Pace
from facturier.store import set_back
from facturier.store.models import Alarm, Connection, Document, Occupancy, Order, State
from facturier.store.permits import SharedBudget


class Gate:
    """A crash point where a worker stands still until it may go on."""

    def __init__(self, point: str) -> None:
        self._point = point
        self.reached, self.open = threading.Event(), threading.Event()

    def crash(self, point: str) -> None:
        if point == self._point and not self.open.is_set():
            self.reached.set()
            assert self.open.wait(PATIENCE)


@pytest.fixture
def gate() -> Iterator[Gate]:
    gate = Gate("intent committed")
    yield gate
    gate.open.set()


def started(env: Env, stop: threading.Event) -> threading.Thread:
    def run() -> None:
        try:
            run_worker(env, stop, threads=2)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def test_a_worker_that_is_stopped_finishes_what_is_in_flight(
    world: World, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dispatch, "LONGEST_NAP", 0.02)
    stop = threading.Event()
    world.hear(order("1001"))
    thread = started(replace(world.env, crash=gate.crash), stop)
    assert gate.reached.wait(PATIENCE)
    stop.set()
    thread.join(0.3)
    assert thread.is_alive()
    gate.open.set()
    thread.join(PATIENCE)
    assert not thread.is_alive()
    assert Document.objects.get().state == State.VERIFIED
    assert Occupancy.objects.count() == 0
    assert len(world.sandbox.ledger.entries()) == 1


def test_a_worker_takes_nothing_new_after_its_stop(
    world: World, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dispatch, "LONGEST_NAP", 0.02)
    stop = threading.Event()
    world.hear(order("1001"))
    thread = started(replace(world.env, crash=gate.crash), stop)
    assert gate.reached.wait(PATIENCE)
    stop.set()
    world.hear(order("1002"))
    gate.open.set()
    thread.join(PATIENCE)
    assert not Document.objects.filter(order__number="1002").exists()


def test_a_clock_that_was_set_right_while_nothing_ran_is_noticed_at_the_start(world: World) -> None:
    """Orders come in again at once, not when the time comes that it had shown."""
    stop = threading.Event()
    set_back.note(world.env.clock.now() + timedelta(days=2))
    row = world.hear(order("1001"))
    Order.objects.filter(pk=row.pk).update(look_at=world.env.clock.now() + timedelta(days=2))
    thread = started(world.env, stop)
    until(lambda: Document.objects.filter(state=State.VERIFIED).exists())
    stop.set()
    thread.join(PATIENCE)


def test_a_look_at_the_clock_that_fails_is_logged_and_comes_again(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    looks: list[datetime | None] = []

    def fails(env: Env, shown: datetime | None) -> datetime:
        looks.append(shown)
        raise KeyError("surprise")

    monkeypatch.setattr(clock_watch, "heed", fails)
    monkeypatch.setattr(clock_watch, "EVERY", 0.01)
    stop = threading.Event()
    thread = clock_watch.watch_clock(world.env, stop)
    until(lambda: len(looks) > 1)
    stop.set()
    thread.join(PATIENCE)
    assert "surprise" in caplog.text


def test_an_errand_that_fails_is_logged_and_runs_again(caplog: pytest.LogCaptureFixture) -> None:
    runs: list[int] = []

    def fails() -> None:
        runs.append(1)
        raise KeyError("surprise")

    errand = worker._safely(fails)
    with caplog.at_level(logging.ERROR, logger="facturier.engine"):
        errand()
        errand()
    assert len(runs) == 2
    assert "surprise" in caplog.text


def test_a_connection_that_cannot_be_read_does_not_stop_the_others(world: World) -> None:
    broken = Connection.objects.get(pk=world.system.pk)
    broken.pk, broken.label, broken.secrets = None, "With an old token", {"token": "no longer right"}
    broken.save(force_insert=True)
    world.hear(order("1001"))
    world.run()
    reconcile_all(world.env)
    told = {row.label: row.trouble for row in Connection.objects.filter(role="system")}
    assert told["With an old token"] is not None
    assert told["SmartBill"] is None
    assert Alarm.objects.filter(code="CONNECTION", closed_at=None).exists()


@pytest.mark.django_db
def test_every_worker_goes_by_the_database_s_clock_and_the_shared_limits() -> None:
    env = working_env(Env(pace=Pace(20)))
    assert isinstance(env.clock, DatabaseClock)
    assert env.budget is not None
    assert isinstance(env.budget(), SharedBudget)
