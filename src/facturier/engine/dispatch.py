"""Picks what is due, fairly over accounts, and lets threads work on it. The store alone decides what is due."""

import logging
import threading
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

from django.db import DatabaseError, InterfaceError, close_old_connections, connection

from facturier.engine.work import work
from facturier.flows.env import Env
from facturier.ports.registry import SYSTEMS, connectors
from facturier.store.due import Due, due, next_moment

log = logging.getLogger("facturier.engine")
LONGEST_NAP = 1.0
SHORTEST_NAP = 0.002
DATABASE_AWAY = 2.0
REST = 3


class Dispatcher:
    """threads: how many things are worked on at once. per_account: how many of them for one account.

    Of one account at most one READY document is on its way: its series has one room anyway, but for systems that
    keep their series in order by themselves. Of one shop one order at a time is decided. Where deciding can wait
    it rests three times as long as it worked: what is being sent needs the processor.
    """

    def __init__(self, env: Env, threads: int = 8, per_account: int = 3) -> None:
        self._env = replace(env, nudge=self._nudged)
        self._threads = threads
        self._per_account = per_account
        self._several = [name for name, each in connectors(SYSTEMS).items() if each.several_at_once]
        self._woken = threading.Event()
        self._lock = threading.Lock()
        self._in_flight: dict[tuple[str, int], Due] = {}
        self._ended: set[tuple[str, int]] = set()
        self._served: Counter[int] = Counter()
        self._turn = 0
        self._decide_at = 0.0
        self._resting = False

    def wake(self) -> None:
        """Something may be due now."""
        self._woken.set()

    def _nudged(self, what: str, row: int) -> None:
        """Who is at work on a document goes on with it anyway, and its end is heard."""
        document = ("document" if what == "effects" else what, row)
        with self._lock:
            if document in self._in_flight:
                return
        self.wake()

    def run(self, stop: threading.Event, until_idle: bool = False) -> None:
        """Work until `stop`; with `until_idle` until nothing is due or in flight any more."""
        with ThreadPoolExecutor(self._threads, thread_name_prefix="facturier") as pool:
            while not stop.is_set():
                self._woken.clear()
                quiet = self._start_round(pool)
                if until_idle and quiet and self._idle():
                    return
                self._woken.wait(self._nap())

    def _start_round(self, pool: ThreadPoolExecutor) -> bool:
        """Start what is due and may start. True when that was nothing, and the store could be asked."""
        with self._lock:
            self._ended.clear()
            self._resting = False
        try:
            items = due(self._env.clock.now(), self._per_account + 1, self._several)
        except (DatabaseError, InterfaceError) as error:
            log.warning("The database is away: %s", error)
            connection.close()
            time.sleep(DATABASE_AWAY)
            return False
        started = [pool.submit(self._work, item) for item in self._in_turn(items) if self._take(item)]
        return not started and not self._resting

    def _idle(self) -> bool:
        """Nothing is in flight, and nothing has ended since the store was asked."""
        with self._lock:
            return not self._in_flight and not self._woken.is_set()

    def _in_turn(self, items: Sequence[Due]) -> list[Due]:
        """Round robin: the account that was served least recently first, one item each, then again."""
        rank: Counter[int] = Counter()
        keyed = []
        for item in items:
            keyed.append((rank[item.account], self._served[item.account], item))
            rank[item.account] += 1
        return [item for *_, item in sorted(keyed, key=lambda entry: entry[:2])]

    def _take(self, item: Due) -> bool:
        with self._lock:
            others = [other for other in self._in_flight.values() if other.account == item.account]
            if len(self._in_flight) >= self._threads or len(others) >= self._per_account:
                return False
            # What has ended since the store was asked may not be due any more: the next round knows.
            if (item.what, item.row) in self._in_flight or (item.what, item.row) in self._ended:
                return False
            if item.what == "effect" and ("document", item.document) in self._in_flight:
                return False
            if item.what == "order" and any(other.what == "order" for other in others):
                return False
            if item.can_wait and self._deciding_rests():
                return False
            if item.sends and any(other.sends for other in others):
                return False
            self._turn += 1
            self._served[item.account] = self._turn
            self._in_flight[item.what, item.row] = item
            return True

    def _deciding_rests(self) -> bool:
        self._resting = time.monotonic() < self._decide_at
        return self._resting

    def _work(self, item: Due) -> None:
        begun = time.monotonic()
        try:
            close_old_connections()
            work(self._env, item, lambda: self._sent(item))
        except (DatabaseError, InterfaceError) as error:
            log.warning("The database is away: %s", error)
            connection.close()
        except Exception:
            log.exception("%s %s could not be worked on", item.what, item.row)
        finally:
            with self._lock:
                if item.what == "order":
                    self._decide_at = time.monotonic() + REST * (time.monotonic() - begun)
                self._in_flight.pop((item.what, item.row), None)
                self._ended.add((item.what, item.row))
                self._woken.set()

    def _sent(self, item: Due) -> None:
        """The account's next document may be sent while this one is verified and its PDF is fetched."""
        with self._lock:
            if self._in_flight[item.what, item.row].sends:
                self._in_flight[item.what, item.row] = replace(item, sends=False)
                self._woken.set()

    def _nap(self) -> float:
        """Until the next row is due, at most a second (another process may have added one). Where every thread is at
        work nothing can start before one of them ends, which wakes us."""
        if self._woken.is_set() or len(self._in_flight) >= self._threads:
            return LONGEST_NAP
        try:
            at = next_moment(self._env.clock.now())
            left = at - self._env.clock.now() if at else None
        except (DatabaseError, InterfaceError):
            return LONGEST_NAP
        nap = left / timedelta(seconds=1) if left is not None else LONGEST_NAP
        if self._resting:
            nap = min(nap, self._decide_at - time.monotonic())
        return min(max(nap, SHORTEST_NAP), LONGEST_NAP)
