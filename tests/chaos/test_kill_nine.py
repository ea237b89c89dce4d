"""Must show: real processes, lost answers, kill -9 every few orders, and still exactly one document an order.

120 orders by default. The full run:

    FACTURIER_CHAOS_ORDERS=500 .venv/bin/python -m pytest tests/chaos/test_kill_nine.py
"""

import os
import random
import time

import pytest
from tests.chaos.conftest import MakePlace
from tests.chaos.place import CREATE
from tests.support.arrange import backlog

from facturier.sandbox.faults import Fault, Trouble
from facturier.store.models import Intent, Order, Standing, State

SCALE = 200.0
ORDERS = int(os.environ.get("FACTURIER_CHAOS_ORDERS", "120"))
KILL_EVERY = ORDERS // 8
"""Orders: a quick machine has as many kills as a slow one."""
WORKERS = 3
PATIENCE = 400.0


@pytest.mark.django_db(transaction=True)
def test_orders_survive_lost_answers_and_killed_workers(make_place: MakePlace) -> None:
    place = make_place(SCALE)
    place.sandbox.faults.add(Fault(Trouble.LOST_ANSWER, match=CREATE, share=0.3))
    backlog(place.route, range(1, ORDERS + 1))
    dice, killed = random.Random(5), 0
    workers = [place.start_worker() for _ in range(WORKERS)]
    ends, next_kill = time.monotonic() + PATIENCE, KILL_EVERY
    while (verified := place.standing()[State.VERIFIED]) < ORDERS:
        assert time.monotonic() < ends, f"{place.standing()}\n{place.last_words()}"
        time.sleep(0.1)
        if verified >= next_kill:
            victim = dice.randrange(WORKERS)
            workers[victim].kill()
            workers[victim] = place.start_worker()
            killed, next_kill = killed + 1, verified + KILL_EVERY
    assert killed >= 3
    assert Intent.objects.filter(outcome="adopted").count() >= 0.2 * ORDERS
    assert Order.objects.filter(standing=Standing.VERIFIED).count() == ORDERS
    place.assert_books_agree(ORDERS)
