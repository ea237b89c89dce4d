"""Carrying work on from here, as a worker would: one order, or everything that is due."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import connections

from facturier.engine.dispatch import Dispatcher
from facturier.engine.work import work
from facturier.flows.decide import decide
from facturier.flows.env import Env
from facturier.store.due import Due, ahead
from facturier.store.models import Order

LOOK_EVERY = 0.3


def carry(env: Env, order: Order, until: datetime) -> None:
    """Take the documents of an order as far as they go before `until`; decide it again where that is due."""
    while True:
        order.refresh_from_db(fields=["look_at"])
        if order.look_at and order.look_at <= env.clock.now():
            decide(env, order.pk)
        document = order.documents.exclude(look_at=None).order_by("look_at", "pk").first()
        if document is None or document.look_at is None or document.look_at > until:
            return
        env.clock.sleep((document.look_at - env.clock.now()).total_seconds())
        work(env, Due("document", document.pk, document.system_id, sends=True))


def work_off(env: Env, threads: int, patience: timedelta, tell: Callable[[int], None]) -> None:
    """Work with real worker threads until nothing comes due any more, or `patience` (of the clock) is over.

    tell: called now and then with how many rows still lie ahead. The shops' own polls are not waited for.
    """
    until = env.clock.now() + patience
    stop = threading.Event()
    dispatcher = Dispatcher(env, threads)
    thread = threading.Thread(target=lambda: _run(dispatcher, stop), name="facturier-dispatcher")
    thread.start()
    try:
        while thread.is_alive() and env.clock.now() < until:
            left = ahead(env.clock.now(), until)
            tell(left)
            if not left:
                break
            thread.join(LOOK_EVERY)
    finally:
        stop.set()
        dispatcher.wake()
        thread.join()


def _run(dispatcher: Dispatcher, stop: threading.Event) -> None:
    try:
        dispatcher.run(stop)
    finally:
        connections.close_all()
