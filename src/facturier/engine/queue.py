"""The durable queue: wake-ups from other processes, and the periodic finders. Jobs never raise and never retry;
a lost one is made good by the next sweep."""

import asyncio
import logging
import threading
from collections.abc import Callable

from django.db import transaction
from procrastinate import exceptions
from procrastinate.contrib.django import app

log = logging.getLogger("facturier.engine")
AGAIN = 5.0
_wakers: list[Callable[[], None]] = []
_sweepers: list[Callable[[], None]] = []
_reconcilers: list[Callable[[], None]] = []
_refreshers: list[Callable[[], None]] = []


@app.task(name="facturier.look", queueing_lock="look")
def look() -> None:
    """Something may be due: the process that gets this job looks at once."""
    for wake in _wakers:
        wake()


@app.periodic(cron="*/5 * * * *")
@app.task(name="facturier.sweep", queueing_lock="sweep")
def sweep(timestamp: int) -> None:
    for run in _sweepers:
        run()


@app.periodic(cron="17 * * * *")
@app.task(name="facturier.reconcile", queueing_lock="reconcile")
def reconcile(timestamp: int) -> None:
    for run in _reconcilers:
        run()


@app.periodic(cron="41 * * * *")
@app.task(name="facturier.rates", queueing_lock="rates")
def rates(timestamp: int) -> None:
    for run in _refreshers:
        run()


def wake_workers() -> None:
    """Ask some worker to look now. Part of the caller's transaction; asking twice is asking once."""
    try:
        with transaction.atomic():
            look.defer()
    except exceptions.AlreadyEnqueued:
        log.debug("a look is queued already")


def listen(
    stop: threading.Event,
    *,
    wake: Callable[[], None],
    sweep: Callable[[], None],
    reconcile: Callable[[], None],
    rates: Callable[[], None],
) -> threading.Thread:
    """Run the queue's worker in a thread of its own until `stop`."""
    _wakers.append(wake)
    _sweepers.append(sweep)
    _reconcilers.append(reconcile)
    _refreshers.append(rates)
    thread = threading.Thread(target=lambda: asyncio.run(_listen(stop)), name="facturier-queue", daemon=True)
    thread.start()
    return thread


async def _listen(stop: threading.Event) -> None:
    """The queue's worker, begun again whenever it ends (the database was away) until `stop`."""
    while not stop.is_set():
        try:
            await _listen_once(stop)
        except Exception as error:
            log.warning("The queue is away, trying again: %s", error)
            await asyncio.sleep(AGAIN)


async def _listen_once(stop: threading.Event) -> None:
    connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]
    with app.replace_connector(connector) as worker_app:
        async with worker_app.open_async():
            task = asyncio.create_task(
                worker_app.run_worker_async(
                    concurrency=2, install_signal_handlers=False, delete_jobs="successful"
                )
            )
            while not stop.is_set() and not task.done():
                await asyncio.sleep(0.2)
            task.cancel()
            (ended,) = await asyncio.gather(task, return_exceptions=True)
    if isinstance(ended, Exception):
        raise ended
