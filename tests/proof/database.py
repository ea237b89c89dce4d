"""The seam to the database: every statement, commit and wait of a player's connection comes through one hook.

It sits on psycopg's `Connection.wait`, through which Django's queries, `store.statements` and the implicit BEGIN
pass alike; Django's own execute wrappers see no COMMIT. There the baton is offered, points are passed, and a wait
for another player's lock is noticed (`pg_blocking_pids`) and given up to the one who holds it.
"""

import select
import threading
import time
from collections.abc import Callable, Generator
from functools import partial
from types import MethodType
from typing import Any, LiteralString, TypeAlias
from unittest.mock import patch

import psycopg
from django.db import connections
from django.db.backends.signals import connection_created
from psycopg import waiting
from psycopg.pq import TransactionStatus
from tests.proof.plan import Grain
from tests.proof.points import Points
from tests.proof.stage import Act, Died, Player, Stage

Raw: TypeAlias = "psycopg.Connection[Any]"
Waits = Generator[Any, Any, Any]
IDLE = TransactionStatus.IDLE
STATEMENTS = ("_execute_gen", "_executemany_gen_no_pipeline")
GRACE = 3
STEP = 0.0002
# By another player: the server's own vacuum holds a lock for a moment as well, and gives it up by itself.
_BLOCKED = """
    SELECT EXISTS (
        SELECT FROM unnest(pg_blocking_pids(%s)) AS blocking (pid) JOIN pg_stat_activity USING (pid)
        WHERE backend_type = 'client backend'
    )
"""
_END = "SELECT pg_terminate_backend(%s)"
_GONE = "SELECT NOT EXISTS (SELECT 1 FROM pg_stat_activity WHERE pid = %s)"


class Observer:
    """A connection that watches the others."""

    def __init__(self, conninfo: str) -> None:
        self._connection = psycopg.connect(conninfo, autocommit=True)

    def blocked(self, pid: int) -> bool:
        return bool(self._ask(_BLOCKED, pid))

    def column(self, question: LiteralString) -> list[Any]:
        return [row[0] for row in self._connection.execute(question, prepare=True).fetchall()]

    def close(self) -> None:
        self._connection.close()

    def gone(self, pid: int) -> None:
        """Wait until the server has let go of all that a closed connection held. It is told to: one that waits for a
        lock would not notice before it has that, from somebody who may be waiting for us."""
        self._ask(_END, pid)
        while not self._ask(_GONE, pid):
            time.sleep(STEP)

    def _ask(self, question: str, pid: int) -> Any:
        row = self._connection.execute(question, [pid]).fetchone()
        return row[0] if row else None


class Hook:
    """What one player's connection does at each wait."""

    def __init__(
        self, stage: Stage, player: Player, grain: Grain, points: Points, observer: Observer
    ) -> None:
        self._stage = stage
        self._player = player
        self._grain = grain
        self._points = points
        self._observer = observer
        self._sql = ""

    def noting(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        """An execute wrapper of Django's: which statement comes next."""
        self._sql = sql
        return execute(sql, params, many, context)

    def left(self) -> None:
        """Its connection was left, with whatever had been under way."""
        self._stage.changed()

    def wait(self, raw: Raw, gen: Waits) -> Any:
        """Stands in the place of `psycopg.Connection.wait`."""
        player, name = self._player, getattr(gen, "__name__", "")
        if player.dying:
            raise player.doom or Died("already")
        writes = self._writes(raw, name)
        if self._offers(raw, name):
            self._stage.pause()
        if writes:
            self._points.reach(f"before {writes}")
        before = raw.pgconn.transaction_status
        try:
            done = self._wait(gen, raw)
        finally:  # a statement that fails gives up its locks as well
            if raw.pgconn.transaction_status == IDLE and (before != IDLE or self._changes(name)):
                self._stage.changed()
        if writes:
            self._points.reach(f"after {writes}")
        return done

    def _offers(self, raw: Raw, name: str) -> bool:
        if self._grain is Grain.HTTP or name not in (*STATEMENTS, "_commit_gen"):
            return False
        if self._sql.startswith(
            "SET "
        ):  # only a connection that is new says it, and connections outlive seeds
            return False
        return self._grain is Grain.STATEMENT or raw.pgconn.transaction_status == IDLE

    def _changes(self, name: str) -> bool:
        """Whether a statement that is a transaction of its own may have written something."""
        return name in STATEMENTS and not self._sql.lstrip(" (\n").startswith(("SELECT", "SET "))

    def _writes(self, raw: Raw, name: str) -> str:
        """The name of the durable write that comes now, if one does."""
        if name == "_commit_gen" and raw.pgconn.transaction_status == TransactionStatus.INTRANS:
            return "commit"
        if name != "_execute_gen" or not raw.autocommit:
            return ""
        head = self._sql.split(None, 3)
        verb = head[0].upper() if head else ""
        if verb == "WITH" and "UPDATE" in self._sql:
            verb = "UPDATE"
        return verb.lower() if verb in ("INSERT", "UPDATE", "DELETE") else ""

    def _wait(self, gen: Waits, raw: Raw) -> Any:
        """Like psycopg's own, but for what happens when nothing comes for a while."""
        try:
            wanted = next(gen)
            poll, fileno = select.poll(), raw.pgconn.socket
            while True:
                poll.register(fileno, _events(wanted))
                if not (ready := poll.poll(GRACE)):
                    pid = raw.pgconn.backend_pid
                    if self._observer.blocked(pid):
                        self._stage.locked_out(partial(self._still, poll, pid))
                    continue
                wanted = gen.send(_ready(ready[0][1]))
        except StopIteration as done:
            return done.value

    def _still(self, poll: Any, pid: int) -> bool:
        """Settled at once, so that nothing depends on how fast the server is: answered, or blocked."""
        while not poll.poll(0):
            if self._observer.blocked(pid):
                return True
            time.sleep(STEP)
        return False


def _events(wanted: Any) -> int:
    return (select.POLLIN if wanted & waiting.WAIT_R else 0) | (
        select.POLLOUT if wanted & waiting.WAIT_W else 0
    )


def _ready(event: int) -> Any:
    found = waiting.READY_NONE
    if event & ~select.POLLOUT:
        found = waiting.READY_R
    if event & select.POLLOUT:
        found = waiting.READY_RW if found else waiting.READY_W
    return found


_made: list[Raw] = []
HOOKS: dict[str, Hook] = {}
"""By player: what its connection, made whenever it first needs one, does at each wait."""


def _hooked(connection: Any, **_: Any) -> None:
    if _mine() is None:
        return
    raw = connection.connection
    connection.execute_wrappers[:] = [_noting]
    raw.wait = MethodType(_waiting, raw)
    _made.append(raw)


def _mine() -> Hook | None:
    """The hook of this thread's player in the seed that it plays now: connections live longer than seeds."""
    return HOOKS.get(threading.current_thread().name)


def _noting(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    hook = _mine()
    return hook.noting(execute, sql, params, many, context) if hook else execute(sql, params, many, context)


def _waiting(raw: Raw, gen: Waits, *args: Any, **named: Any) -> Any:
    hook = _mine()
    return hook.wait(raw, gen) if hook else psycopg.Connection.wait(raw, gen, *args, **named)


connection_created.connect(_hooked)


def close_all() -> None:
    """Every connection that a player still has, so that the database can be dropped."""
    HOOKS.clear()
    while _made:
        _made.pop().close()


def leave_connection(observer: Observer) -> None:
    """Leave this thread's connection as a dead process does: the server undoes what was not committed.

    Its backend serves the next process. A new one would have to plan each statement anew, which takes longer than
    all else in a run; only one that is in the middle of a statement has to go, and the server to notice.
    """
    database = connections["default"]
    raw = database.connection
    if raw is None:
        return
    hook = HOOKS.pop(threading.current_thread().name)
    if raw.pgconn.transaction_status == TransactionStatus.ACTIVE:
        pid = raw.pgconn.backend_pid
        raw.pgconn.finish()
        observer.gone(pid)
        del connections["default"]
    else:
        _as_new(database, raw)
    hook.left()
    HOOKS[threading.current_thread().name] = hook


def _as_new(database: Any, raw: Raw) -> None:
    """`raw` as Django has it when it is just made."""
    if raw.pgconn.transaction_status != IDLE:
        raw.pgconn.exec_(b"ROLLBACK")  # past psycopg, which would forget what is prepared
    with patch.object(database, "get_new_connection", lambda _: raw):
        database.connect()


def on_own_connection(act: Act, observer: Observer) -> Act:
    """`act`, whose connection is given up whenever it ends in the middle of something."""

    def acted() -> None:
        try:
            act()
        except BaseException:
            leave_connection(observer)
            raise

    return acted
