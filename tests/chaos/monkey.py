"""Does one act of a plan to a running installation, and goes on only when it was really done."""

import signal
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

import psycopg
from tests.chaos.disk import LOW
from tests.chaos.flow import Flow
from tests.chaos.plan import Act, What
from tests.embedded.machinery import gone, server_pid
from tests.support.processes import Process, sent

from facturier.embedded import access
from facturier.embedded.errors import NotRunning
from facturier.flows.env import Pace
from facturier.store import leases

STILL = 1.5
"""Leases for which a frozen process stands still."""
FULL_FOR = 4.0
"""Seconds without room: PostgreSQL is told so within the first, and is tried again by its supervisor in vain."""

_SESSIONS = "SELECT pid FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid() ORDER BY pid"
_END = "SELECT pg_terminate_backend(%s)"


@dataclass
class Monkey:
    """done: how often each act was done."""

    flow: Flow
    done: Counter[What] = field(default_factory=Counter)

    def do(self, act: Act) -> None:
        deeds: dict[What, Callable[[int], bool]] = {
            What.WORKER: self._worker,
            What.PAGE: self._page,
            What.SUPERVISOR: self._supervisor,
            What.DATABASE: lambda _: self._end_database(signal.SIGKILL),
            What.IMMEDIATE: lambda _: self._end_database(signal.SIGQUIT),
            What.BACKEND: self._backend,
            What.FREEZE: self._freeze,
            What.CUT: self._cut,
            What.LOW: lambda _: self._fill(LOW),
            What.FULL: lambda _: self._fill(0),
        }
        deed = deeds[act.what]
        self.flow.until(lambda: deed(act.dice), lambda: None, f"{act.what} could not be done")
        self.done[act.what] += 1

    def _worker(self, dice: int) -> bool:
        workers = [each for each in self.flow.house.workers if each.alive]
        return bool(workers) and _killed(workers[dice % len(workers)])

    def _supervisor(self, dice: int) -> bool:
        return self.flow.house.supervisor.alive and _killed(self.flow.house.supervisor)

    def _page(self, dice: int) -> bool:
        pages = self.flow.house.pages()
        return bool(pages) and sent(pages[dice % len(pages)], signal.SIGKILL)

    def _end_database(self, number: signal.Signals) -> bool:
        try:
            pid = server_pid(self.flow.house.cluster)
        except LookupError:
            return False
        return not gone(pid) and sent(pid, number)

    def _backend(self, dice: int) -> bool:
        sessions = self._sessions()
        return bool(sessions) and sent(sessions[dice % len(sessions)], signal.SIGKILL)

    def _cut(self, dice: int) -> bool:
        """Every second one."""
        cut = self._sessions()[dice % 2 :: 2]
        try:
            with self._database() as connection:
                for pid in cut:
                    connection.execute(_END, [pid])
        except (NotRunning, psycopg.Error):
            return False
        return bool(cut)

    def _freeze(self, dice: int) -> bool:
        house = self.flow.house
        candidates = [each for each in (house.supervisor, *house.workers) if each.alive]
        if not candidates:
            return False
        frozen = candidates[dice % len(candidates)]
        frozen.freeze()
        try:
            self.flow.for_seconds(STILL * Pace(house.scale).of(leases.DURATION).total_seconds())
        finally:
            frozen.thaw()
        return True

    def _fill(self, leave: int) -> bool:
        disk = self.flow.house.disk
        disk.fill(leave)
        try:
            self.flow.for_seconds(FULL_FOR)
        finally:
            disk.free()
        return True

    def _sessions(self) -> list[int]:
        try:
            with self._database() as connection:
                return [int(str(pid)) for (pid,) in connection.execute(_SESSIONS, [access.DATABASE])]
        except (NotRunning, psycopg.Error):
            return []

    def _database(self) -> psycopg.Connection[tuple[object, ...]]:
        return self.flow.house.cluster.connect(access.SUPERUSER, access.SUPERUSER)


def _killed(process: Process) -> bool:
    process.kill()
    return True
