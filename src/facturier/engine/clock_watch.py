"""Every process looks every minute whether the clock was set back: each sees the new time at a moment of its own."""

import logging
import threading
from datetime import datetime

from django.db import connection

from facturier.flows.env import Env
from facturier.flows.set_back import heed

log = logging.getLogger("facturier.engine")
EVERY = 60.0


def watch_clock(env: Env, stop: threading.Event) -> threading.Thread:
    """In a thread of its own until `stop`; at once for the first time, for the clock may have been set right while
    nothing ran."""
    thread = threading.Thread(target=_watch, args=(env, stop), name="facturier-clock", daemon=True)
    thread.start()
    return thread


def _watch(env: Env, stop: threading.Event) -> None:
    shown: datetime | None = None
    while not stop.is_set():
        try:
            before, shown = shown, heed(env, shown)
            if before is not None and shown < before:
                log.warning("the clock was set back by %s", before - shown)
        except Exception:
            log.exception("the clock could not be looked at")
        connection.close()
        stop.wait(EVERY)
