"""Threads that issue one order at one moment: python -m tests.support.clicks SCALE ORDER THREADS FILES

Says `ready`, reads the moment (unix seconds) on standard input, and says how many of its threads came back.
"""

import os
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from facturier.flows.env import Env


def click(env: "Env", order: int, moment: float) -> None:
    """Decide the order and carry its document on from here, as `facturier issue` does."""
    from facturier.flows.advance import advance
    from facturier.flows.decide import decide
    from facturier.store.models import Document

    time.sleep(max(0.0, moment - time.time()))
    decide(env, order)
    for document in Document.objects.filter(order=order).values_list("pk", flat=True):
        advance(env, document)


def main(scale: float, order: int, threads: int, files: Path) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "facturier.settings"
    import django

    django.setup()
    from django.db import connection

    from facturier.engine.worker import working_env
    from facturier.flows.env import Env, Pace

    env = working_env(Env(files=files, pace=Pace(scale)))
    back: list[int] = []

    def run(moment: float, number: int) -> None:
        click(env, order, moment)
        back.append(number)
        connection.close()

    print("ready", flush=True)
    moment = float(sys.stdin.readline())
    clickers = [threading.Thread(target=run, args=(moment, number)) for number in range(threads)]
    for clicker in clickers:
        clicker.start()
    for clicker in clickers:
        clicker.join()
    print(len(back), flush=True)


if __name__ == "__main__":
    main(float(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]))
