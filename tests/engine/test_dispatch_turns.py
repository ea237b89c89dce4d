"""Who is served when: the dispatcher over a pretended store, so that every order of events can be forced."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import pairwise

import pytest
from django.db import DatabaseError, InterfaceError, OperationalError

from facturier.engine import dispatch
from facturier.engine.dispatch import Dispatcher
from facturier.flows.env import Env
from facturier.store.due import Due

PATIENCE = 30.0
"""Seconds after which a test that waits for a thread has failed."""


class Pretended:
    """Rows are due until they are worked on. `deed` is what a thread does with a row."""

    def __init__(self, *rows: Due) -> None:
        self.rows = list(rows)
        self.done: list[Due] = []
        self.deed: Callable[[Due], None] = lambda row: None
        self._lock = threading.Lock()

    def due(self, now: datetime, limit: int) -> list[Due]:
        """At most `limit` of each account and kind, as the store has it."""
        with self._lock:
            taken: Counter[tuple[str, int]] = Counter()
            given = []
            for row in self.rows:
                taken[row.what, row.account] += 1
                if taken[row.what, row.account] <= limit:
                    given.append(row)
            return given

    def work(self, env: Env, row: Due, *_: object) -> None:
        self.deed(row)
        with self._lock:
            self.rows.remove(row)
            self.done.append(row)


@pytest.fixture
def pretend(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Pretended]:
    def make(*rows: Due) -> Pretended:
        store = Pretended(*rows)
        monkeypatch.setattr(dispatch, "due", lambda now, limit, several: store.due(now, limit))
        monkeypatch.setattr(dispatch, "work", store.work)
        return store

    monkeypatch.setattr(dispatch, "next_moment", lambda now: None)
    monkeypatch.setattr(dispatch, "LONGEST_NAP", 0.01)
    monkeypatch.setattr(dispatch, "DATABASE_AWAY", 0.0)
    return make


Pretend = Callable[..., Pretended]


def order(row: int, account: int = 1) -> Due:
    return Due("order", row, account, sends=False)


def ready(row: int, account: int = 1) -> Due:
    return Due("document", row, account, sends=True, document=row)


def effect(row: int, account: int = 1, document: int = 0) -> Due:
    return Due("effect", row, account, document=document)


def work_off(threads: int = 8, per_account: int = 3) -> None:
    Dispatcher(Env(), threads, per_account).run(threading.Event(), until_idle=True)


def test_one_huge_backlog_hides_nobody(pretend: Pretend) -> None:
    others = [order(1000 + account, account) for account in (2, 3, 4)]
    store = pretend(*(order(row) for row in range(200)), *others)
    work_off(threads=1)
    assert len(store.done) == 203
    assert all(store.done.index(other) < 8 for other in others)


def test_accounts_take_turns(pretend: Pretend) -> None:
    store = pretend(*(order(account * 100 + row, account) for account in (1, 2, 3) for row in range(5)))
    work_off(threads=1)
    turns = [done.account for done in store.done]
    assert all(len(set(turns[place : place + 3])) == 3 for place in range(0, 15, 3))


@pytest.mark.parametrize("made", [ready, order])
def test_of_one_account_one_document_is_sent_and_of_one_shop_one_order_is_decided_at_a_time(
    pretend: Pretend, made: Callable[[int, int], Due]
) -> None:
    """Both accounts are at it at the same moment; each does one after the other."""
    store = pretend(*(made(account * 100 + row, account) for account in (1, 2) for row in range(4)))
    at_work: Counter[int] = Counter()
    most: list[int] = []
    together = threading.Barrier(2)

    def deed(row: Due) -> None:
        at_work[row.account] += 1
        most.append(max(at_work.values()))
        together.wait(PATIENCE)
        at_work[row.account] -= 1

    store.deed = deed
    work_off()
    assert len(store.done) == 8
    assert max(most) == 1


def test_deciding_that_can_wait_rests_and_goes_on(pretend: Pretend, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between two decisions is a rest, three times as long as the first took; nothing but its end wakes anybody."""
    store = pretend(*(replace(order(row), can_wait=True) for row in range(3)))
    begun: list[float] = []
    took = 0.05

    def deed(row: Due) -> None:
        begun.append(time.monotonic())
        time.sleep(took)

    store.deed = deed
    monkeypatch.setattr(dispatch, "LONGEST_NAP", PATIENCE)
    work_off()
    assert len(store.done) == 3
    assert all(later - earlier >= took * (1 + dispatch.REST) for earlier, later in pairwise(begun))


def test_other_work_of_the_account_goes_on_beside_it(pretend: Pretend) -> None:
    store = pretend(ready(1), order(2), effect(3))
    together = threading.Barrier(3)
    store.deed = lambda row: (together.wait(PATIENCE), None)[1]
    work_off()
    assert len(store.done) == 3


def test_an_effect_is_left_to_who_works_on_its_document(pretend: Pretend) -> None:
    follows = effect(2, document=1)
    store = pretend(ready(1), follows)
    at_once: list[bool] = []
    store.deed = lambda row: at_once.append(row == follows and ready(1) not in store.done)
    work_off()
    assert at_once == [False, False]


@pytest.mark.parametrize(("threads", "per_account", "most"), [(8, 3, 3), (2, 3, 2), (1, 1, 1)])
def test_never_more_at_once_than_allowed(pretend: Pretend, threads: int, per_account: int, most: int) -> None:
    store = pretend(*(effect(row) for row in range(20)))
    lock = threading.Lock()
    working, seen = set[int](), [0]

    def deed(row: Due) -> None:
        with lock:
            working.add(row.row)
            seen.append(len(working))
        threading.Event().wait(0.003)
        with lock:
            working.remove(row.row)

    store.deed = deed
    work_off(threads, per_account)
    assert len(store.done) == 20
    assert max(seen) <= most


def test_no_row_is_worked_on_twice_at_once(pretend: Pretend) -> None:
    store = pretend(order(1), order(2))
    begun: Counter[int] = Counter()

    def deed(row: Due) -> None:
        begun[row.row] += 1
        threading.Event().wait(0.05)

    store.deed = deed
    work_off()
    assert begun == {1: 1, 2: 1}


@pytest.mark.parametrize("error", [ZeroDivisionError(), OperationalError("gone"), InterfaceError("closed")])
def test_an_error_in_one_row_does_not_stop_the_others(pretend: Pretend, error: Exception) -> None:
    store = pretend(effect(1), *(effect(row) for row in range(2, 6)))

    def deed(row: Due) -> None:
        if row.row == 1 and len(store.done) < 4:
            raise error

    store.deed = deed
    work_off()
    assert sorted(done.row for done in store.done) == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("error", [OperationalError("gone"), InterfaceError("closed"), DatabaseError()])
def test_a_database_that_is_away_is_waited_for(
    pretend: Pretend, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    store = pretend(order(1))
    answers = [error, error, None]

    def away(now: datetime, limit: int, several: Sequence[str]) -> list[Due]:
        if answers and (missing := answers.pop(0)):
            raise missing
        return store.due(now, limit)

    monkeypatch.setattr(dispatch, "due", away)
    work_off()
    assert [done.row for done in store.done] == [1]


def test_idle_is_not_called_before_what_just_ended_was_looked_at(
    pretend: Pretend, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The store is asked while a row is in flight, and the row makes another one due after that."""
    store = pretend(order(1))
    asked, ended = threading.Event(), threading.Event()

    def deed(row: Due) -> None:
        if row.row == 1:
            assert asked.wait(PATIENCE)
            store.rows.append(order(2))

    def due(now: datetime, limit: int, several: Sequence[str]) -> list[Due]:
        found = store.due(now, limit)
        if asked.is_set() or not dispatcher._in_flight:
            return found
        asked.set()
        while dispatcher._in_flight:
            ended.wait(0.005)
        return []

    store.deed = deed
    monkeypatch.setattr(dispatch, "due", due)
    dispatcher = Dispatcher(Env())
    dispatcher.run(threading.Event(), until_idle=True)
    assert [done.row for done in store.done] == [1, 2]


def test_a_wake_up_shortens_the_nap(pretend: Pretend, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dispatch, "LONGEST_NAP", PATIENCE)
    store = pretend()
    stop, done = threading.Event(), threading.Event()
    store.deed = lambda row: done.set()
    dispatcher = Dispatcher(Env())
    thread = threading.Thread(target=dispatcher.run, args=(stop,))
    thread.start()
    store.rows.append(order(1))
    dispatcher.wake()
    assert done.wait(PATIENCE / 2)
    stop.set()
    dispatcher.wake()
    thread.join(PATIENCE / 2)
    assert not thread.is_alive()


def test_stopping_waits_for_what_is_in_flight(pretend: Pretend) -> None:
    store = pretend(order(1))
    stop, begun, go = threading.Event(), threading.Event(), threading.Event()

    def deed(row: Due) -> None:
        begun.set()
        go.wait(PATIENCE)

    store.deed = deed
    thread = threading.Thread(target=Dispatcher(Env()).run, args=(stop,))
    thread.start()
    assert begun.wait(PATIENCE)
    stop.set()
    thread.join(0.05)
    assert thread.is_alive()
    go.set()
    thread.join(PATIENCE)
    assert [done.row for done in store.done] == [1]
