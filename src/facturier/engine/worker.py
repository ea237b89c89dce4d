"""A worker process: dispatcher and queue together."""

import logging
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from django.db import close_old_connections

from facturier.engine import queue
from facturier.engine.clock import DatabaseClock
from facturier.engine.clock_watch import watch_clock
from facturier.engine.dispatch import Dispatcher
from facturier.flows import silence
from facturier.flows.env import Env, Pace
from facturier.flows.find import sweep
from facturier.flows.rates import Refreshed, refresh
from facturier.flows.reconcile import reconcile_shop, reconcile_system
from facturier.flows.takings_close import close_all
from facturier.ports.errors import RemoteError
from facturier.store.models import Connection
from facturier.store.permits import SharedBudget

log = logging.getLogger("facturier.engine")
TURN = 0.0005
"""Seconds after which a thread that reckons lets another go on. Python's own 5 ms would be waited for after each
answer of a remote or the database, and the document on its way has two dozen of them."""


def working_env(env: Env) -> Env:
    """`env` with the shared budget and the database's clock, as every worker uses it."""
    clock = DatabaseClock()
    pace: Pace = env.pace
    return replace(env, clock=clock, budget=lambda: SharedBudget(clock, pace.scale))


def run_worker(env: Env, stop: threading.Event, threads: int = 8) -> None:
    """Work until `stop` is set; everything in flight is finished first.

    Exchange rates come before all else: after a pause, the newest stored is not the last one published.
    """
    refresh_rates = _safely(lambda: log_refreshed(refresh(env)))
    refresh_rates()
    sys.setswitchinterval(TURN)
    dispatcher = Dispatcher(env, threads)
    errands = queue.Errands(
        wake=dispatcher.wake,
        sweep=_safely(lambda: sweep(env)),
        reconcile=_safely(lambda: reconcile_all(env)),
        rates=refresh_rates,
        takings=_safely(lambda: close_all(env)),
    )
    beside = (watch_clock(env, stop), queue.listen(stop, errands))
    dispatcher.run(stop)
    for thread in beside:
        thread.join(timeout=timedelta(seconds=10).total_seconds())


def _safely(run: Callable[[], object]) -> Callable[[], None]:
    """A periodic task never raises: what went wrong is logged, and the next run tries again."""

    def safe() -> None:
        close_old_connections()
        try:
            run()
        except Exception:
            log.exception("a periodic task failed")

    return safe


def log_refreshed(done: list[Refreshed]) -> None:
    for each in done:
        if each.error is None:
            log.info("%s exchange rates of %s are new", each.stored, each.source.value)
        else:
            log.warning("no exchange rates of %s: %s", each.source.value, each.error)


def reconcile_all(env: Env) -> None:
    """Every connection once; one that cannot be read for long says so on itself and does not stop the others."""
    for connection in Connection.objects.filter(paused_at=None).order_by("pk"):
        try:
            if connection.role == Connection.Role.SHOP:
                reconcile_shop(env, connection.pk)
            else:
                reconcile_system(env, connection.pk)
        except RemoteError as error:
            silence.unread(env, connection, error)
