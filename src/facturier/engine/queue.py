"""The durable queue: wake-ups from other processes, and the periodic finders. Jobs never raise and never retry;
a lost one is made good by the next sweep."""

import asyncio
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from time import time

from django.db import transaction
from procrastinate import App, exceptions
from procrastinate.contrib.django import app

log = logging.getLogger("facturier.engine")
AGAIN = 5.0
SET_BACK = 60.0
LOOK = "facturier.look"


@dataclass(frozen=True)
class Errands:
    """What a process does when the queue calls; all but `wake` also now and then by themselves."""

    wake: Callable[[], None]
    sweep: Callable[[], None]
    reconcile: Callable[[], None]
    rates: Callable[[], None]
    takings: Callable[[], None]


def wake_workers() -> None:
    """Ask some worker to look now. Part of the caller's transaction; asking twice is asking once."""
    try:
        with transaction.atomic():
            app.configure_task(LOOK, queueing_lock=LOOK).defer()
    except exceptions.AlreadyEnqueued:
        log.debug("a look is queued already")


def listen(stop: threading.Event, errands: Errands) -> threading.Thread:
    """Run the queue's worker in a thread of its own until `stop`."""
    thread = threading.Thread(
        target=lambda: asyncio.run(_listen(stop, errands)), name="facturier-queue", daemon=True
    )
    thread.start()
    return thread


def app_for(errands: Errands) -> App:
    """An app of the listener's own. Giving Django's app the listener's connector would take `wake_workers`, in
    the same process, out of its callers' transactions."""
    made = App(connector=app.connector.get_worker_connector())  # type: ignore[attr-defined]

    @made.task(name=LOOK, queueing_lock=LOOK)
    def look() -> None:
        """Something may be due: the process that gets this job looks at once."""
        errands.wake()

    @made.periodic(cron="*/5 * * * *")
    @made.task(name="facturier.sweep", queueing_lock="sweep")
    def sweep(timestamp: int) -> None:
        errands.sweep()

    @made.periodic(cron="17 * * * *")
    @made.task(name="facturier.reconcile", queueing_lock="reconcile")
    def reconcile(timestamp: int) -> None:
        errands.reconcile()

    @made.periodic(cron="41 * * * *")
    @made.task(name="facturier.rates", queueing_lock="rates")
    def rates(timestamp: int) -> None:
        errands.rates()

    @made.periodic(cron="7,37 * * * *")
    @made.task(name="facturier.takings", queueing_lock="takings")
    def takings(timestamp: int) -> None:
        errands.takings()

    return made


async def _listen(stop: threading.Event, errands: Errands) -> None:
    """The queue's worker, begun again whenever it ends (the database was away) until `stop`; also where the machine's
    clock was set back, for it makes no periodic job before the latest one that it has made."""
    while not stop.is_set():
        try:
            await _listen_once(stop, app_for(errands))
        except Exception as error:
            log.warning("The queue is away, trying again: %s", error)
            await asyncio.sleep(AGAIN)


async def _listen_once(stop: threading.Event, worker_app: App) -> None:
    async with worker_app.open_async():
        task = asyncio.create_task(
            worker_app.run_worker_async(
                concurrency=2, install_signal_handlers=False, delete_jobs="successful"
            )
        )
        shown = time()
        while not stop.is_set() and not task.done() and time() > shown - SET_BACK:
            shown = time()
            await asyncio.sleep(0.2)
        task.cancel()
        (ended,) = await asyncio.gather(task, return_exceptions=True)
    if isinstance(ended, Exception):
        raise ended
