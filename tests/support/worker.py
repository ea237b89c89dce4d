"""A worker process with shortened waiting times: python -m tests.support.worker SCALE THREADS FILES

What `facturier worker` runs, but for the scale, which no installation may choose. Reads DATABASE_URL and
FACTURIER_SECRET. SIGTERM ends it in good order.
"""

import logging
import os
import signal
import sys
import threading
from pathlib import Path


def main(scale: float, threads: int, files: Path) -> None:
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "facturier.settings"
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(process)d %(name)s: %(message)s")
    django.setup()
    from facturier.engine.queue import wake_workers
    from facturier.engine.worker import run_worker, working_env
    from facturier.flows.env import Env, Pace

    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    env = Env(files=files, nudge=lambda what, row: wake_workers(), pace=Pace(scale))
    run_worker(working_env(env), stop, threads)


if __name__ == "__main__":
    main(float(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
