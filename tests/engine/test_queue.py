"""Wake-ups between processes: part of the caller's transaction, once, and again after the database was away."""

import threading
import time
from collections.abc import Callable, Iterator

import pytest
from django.db import connection, transaction
from procrastinate import App
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.support.patience import PATIENCE, until

from facturier.engine import queue
from facturier.engine.queue import Errands, listen, wake_workers

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def empty() -> None:
    """The queue's tables are no models of ours, so no test's end empties them."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")


def looks() -> int:
    return ProcrastinateJob.objects.filter(task_name="facturier.look", status="todo").count()


def test_asking_twice_is_asking_once() -> None:
    wake_workers()
    wake_workers()
    assert looks() == 1


def test_what_was_rolled_back_wakes_nobody() -> None:
    _ask_and_think_better_of_it()
    assert looks() == 0


def _ask_and_think_better_of_it() -> None:
    with transaction.atomic():
        wake_workers()
        assert looks() == 1
        transaction.set_rollback(True)


def test_asking_twice_leaves_the_caller_s_transaction_usable() -> None:
    with transaction.atomic():
        wake_workers()
        wake_workers()
        wake_workers()
        assert looks() == 1
    assert looks() == 1


class Calls:
    """Counts what the queue calls for."""

    def __init__(self) -> None:
        self.count = 0
        self._changed = threading.Condition()

    def add(self) -> None:
        with self._changed:
            self.count += 1
            self._changed.notify_all()

    def wait_for(self, count: int, seconds: float = PATIENCE) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: self.count >= count, seconds)


def nothing() -> None: ...


Listen = Callable[[Calls], threading.Event]


@pytest.fixture
def listening(monkeypatch: pytest.MonkeyPatch) -> Iterator[Listen]:
    monkeypatch.setattr(queue, "AGAIN", 0.05)
    begun: list[tuple[threading.Event, threading.Thread]] = []

    def start(calls: Calls) -> threading.Event:
        stop = threading.Event()
        errands = Errands(wake=calls.add, sweep=nothing, reconcile=nothing, rates=nothing, takings=nothing)
        begun.append((stop, listen(stop, errands)))
        return stop

    yield start
    for stop, thread in begun:
        stop.set()
        thread.join(PATIENCE)
        assert not thread.is_alive()


def test_a_listener_is_woken_each_time(listening: Listen) -> None:
    calls = Calls()
    listening(calls)
    for count in (1, 2, 3):
        wake_workers()
        assert calls.wait_for(count)
    assert looks() == 0


def test_a_wake_up_from_before_the_start_is_not_lost(listening: Listen) -> None:
    wake_workers()
    calls = Calls()
    listening(calls)
    assert calls.wait_for(1)


def test_a_listener_survives_the_database_going_away(listening: Listen) -> None:
    calls = Calls()
    listening(calls)
    wake_workers()
    assert calls.wait_for(1)
    _cut_all_other_connections()
    assert _woken(calls, 2)
    wake_workers()
    assert calls.wait_for(3)


def test_asking_stays_part_of_the_transaction_while_this_process_listens(listening: Listen) -> None:
    calls = Calls()
    listening(calls)
    wake_workers()
    assert calls.wait_for(1)
    _ask_and_think_better_of_it()
    wake_workers()
    assert calls.wait_for(2)
    assert not calls.wait_for(3, 0.5)


def test_periodic_jobs_come_on_when_the_machine_s_clock_is_set_back(
    listening: Listen, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The queue makes none before the latest that it has made: it begins anew."""
    begun = Calls()
    made = queue.app_for

    def counted(errands: Errands) -> App:
        begun.add()
        return made(errands)

    monkeypatch.setattr(queue, "app_for", counted)
    calls = Calls()
    listening(calls)
    wake_workers()
    assert calls.wait_for(1)
    monkeypatch.setattr(queue, "time", lambda: time.time() - 3600)
    assert begun.wait_for(2)
    wake_workers()
    assert calls.wait_for(2)
    assert not begun.wait_for(3, 0.5)


def _woken(calls: Calls, count: int) -> bool:
    """What the cut connection had just taken is lost with it, as any hint may be: the next one arrives."""
    for _ in range(6):
        wake_workers()
        if calls.wait_for(count, 10):
            return True
    return False


def _cut_all_other_connections() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        assert cursor.rowcount > 0


def test_one_that_stopped_is_not_called_any_more(listening: Listen) -> None:
    early, late = Calls(), Calls()
    stop = listening(early)
    wake_workers()
    assert early.wait_for(1)
    stop.set()
    until(lambda: "facturier-queue" not in {thread.name for thread in threading.enumerate()})
    listening(late)
    wake_workers()
    assert late.wait_for(1)
    assert early.count == 1


def test_every_errand_has_its_job() -> None:
    """The jobs that come by themselves are found by their names and their locks."""
    errands = Errands(wake=nothing, sweep=nothing, reconcile=nothing, rates=nothing, takings=nothing)
    made = queue.app_for(errands)
    ours = {name for name in made.tasks if name.startswith("facturier.")}
    jobs = {"look", "sweep", "reconcile", "rates", "takings"}
    assert ours == {f"facturier.{job}" for job in jobs}
    periodic = {each.task.name: each.cron for each in made.periodic_registry.periodic_tasks.values()}
    assert periodic.keys() == ours - {"facturier.look"}
    assert len(set(periodic.values())) == len(periodic)


def test_an_errand_is_run_when_its_job_comes() -> None:
    calls = Calls()
    stop = threading.Event()
    listener = listen(
        stop, Errands(wake=nothing, sweep=calls.add, reconcile=calls.add, rates=calls.add, takings=calls.add)
    )
    for name in ("sweep", "reconcile", "rates", "takings"):
        app.configure_task(f"facturier.{name}").defer(timestamp=0)
    assert calls.wait_for(4)
    stop.set()
    listener.join(PATIENCE)
