"""A running server for as long as it is needed, and a supervisor that keeps it running."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from facturier.embedded.cluster import LOOK_EVERY, TELL_EVERY, Cluster, Progress, silent
from facturier.embedded.errors import AlreadyOwned, EmbeddedError
from facturier.model.message import say

CHECK_EVERY = 1.0
PAUSE_BEFORE_RESTART = 5.0


@contextmanager
def serving(cluster: Cluster, progress: Progress = silent) -> Iterator[Cluster]:
    """The cluster, running: joined where another process is in charge, else started here and stopped after.

    For commands such as backup, which work beside `facturier up` as well as alone.
    """
    joined = cluster.owned or not _start_or_join(cluster, progress)
    try:
        yield cluster
    finally:
        if not joined:
            cluster.stop(progress)


def started_beside(cluster: Cluster, meanwhile: Callable[[], None], progress: Progress = silent) -> None:
    """Start the cluster as `Cluster.start` does, and do `meanwhile` in this thread until it answers.

    Where `meanwhile` fails, the cluster is stopped again.
    """
    with ThreadPoolExecutor(1, thread_name_prefix="facturier-database") as pool:
        starting = pool.submit(cluster.start, progress)
        try:
            meanwhile()
        except BaseException:
            if starting.exception() is None:
                cluster.stop(progress)
            raise
        starting.result()


def keep_running(cluster: Cluster, until: threading.Event, progress: Progress = silent) -> None:
    """Start the server, start it again whenever it ends, and stop it when `until` is set.

    This is `facturier db`; the door sets `until` on SIGTERM. Raises AlreadyOwned, and StartFailed when the
    first start fails; later failures are told and tried again, since the cause (a full disk, no memory) may pass.
    """
    cluster.start(progress)
    progress(say("The database is running."))
    try:
        while not until.wait(CHECK_EVERY):
            try:
                _revive(cluster, progress)
            except EmbeddedError as error:
                progress(error.message)
                until.wait(PAUSE_BEFORE_RESTART)
            except OSError as error:
                progress(
                    say("The database cannot be looked after: %(error)s. It is tried again.", error=error)
                )
                until.wait(PAUSE_BEFORE_RESTART)
    finally:
        cluster.stop(progress)


def _revive(cluster: Cluster, progress: Progress) -> None:
    if not cluster.is_alive():
        progress(say("The database has ended unexpectedly. It is being started again."))
        cluster.start(progress)


def _start_or_join(cluster: Cluster, progress: Progress) -> bool:
    """True when we started it, False when somebody else's is running."""
    told = time.monotonic()
    while True:
        try:
            cluster.start(progress)
        except AlreadyOwned as error:
            if cluster.is_running():
                return False
            if time.monotonic() - told >= TELL_EVERY:
                told = time.monotonic()
                progress(error.message)
            time.sleep(LOOK_EVERY)
        else:
            return True
