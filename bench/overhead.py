"""Processor time of the bridge for one order, from its draft to the committed issue; no limit, no waiting.

The simulator and PostgreSQL are processes of their own and are not counted, nor is what follows (the check
of the total, the PDF); that is printed beside it.
"""

import time
from dataclasses import dataclass

from tests.support.arrange import backlog

from bench.ground import house, simulated
from facturier.cli import boot
from facturier.flows.advance import advance
from facturier.flows.decide import decide
from facturier.flows.env import Env
from facturier.ports.budget import Unlimited
from facturier.store.models import Document, Order, State

FAST = 1e6
WARM_UP = 20


@dataclass(frozen=True)
class Overhead:
    """Milliseconds of processor time per order."""

    issued: float
    verified: float


def overhead(orders: int) -> Overhead:
    """The simulator's limit is out of reach: its durations pass a million times faster."""
    with house() as built, simulated(built, FAST) as world:
        env = Env(files=built.home.files, witness=boot.environment(built.home).witness, budget=Unlimited)
        rows = backlog(world.routes[0], range(1, orders + WARM_UP + 1))
        for row in rows[:WARM_UP]:
            _issue(env, row)
        before = time.process_time()
        documents = [_issue(env, row) for row in rows[WARM_UP:]]
        between = time.process_time()
        for document in documents:
            advance(env, document)
        after = time.process_time()
        done = Document.objects.filter(pk__in=documents, state=State.VERIFIED).count()
        if done != orders:
            raise AssertionError(f"{done} of {orders} orders were issued and verified")
    return Overhead(1000 * (between - before) / orders, 1000 * (after - before) / orders)


def _issue(env: Env, row: Order) -> int:
    """Decide and issue one order; the document's id."""
    decide(env, row.pk)
    document = Document.objects.values_list("pk", flat=True).get(order=row)
    advance(env, document)
    return document
