"""Processor time of the bridge for one order, from its draft to the committed issue; no limit, no waiting.

The simulator and PostgreSQL are processes of their own and are not counted, nor is what comes before (the
decision) and after (the check of the total); those are printed beside it.
"""

import time
from collections.abc import Callable, Sequence
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
    """Milliseconds of processor time per order: for its decision (mapping, checks, fitting and all that is read
    and written), from the draft to the committed issue, and for the check of the total."""

    decided: float
    issued: float
    verified: float


def overhead(orders: int) -> Overhead:
    """The simulator's limit is out of reach: its durations pass a million times faster."""
    with house() as built, simulated(built, FAST) as world:
        env = Env(files=built.home.files, witness=boot.environment(built.home).witness, budget=Unlimited)
        rows = backlog(world.routes[0], range(1, orders + WARM_UP + 1))
        _through(env, rows[:WARM_UP])
        found = _through(env, rows[WARM_UP:])
        done = Document.objects.filter(state=State.VERIFIED).count()
        if done != orders + WARM_UP:
            raise AssertionError(f"{done - WARM_UP} of {orders} orders were issued and verified")
    return found


def _through(env: Env, rows: Sequence[Order]) -> Overhead:
    """Decide, issue and verify these orders, one stage after the other."""
    decided = _timed(lambda order: decide(env, order), [row.pk for row in rows])
    made = Document.objects.filter(order__in=rows).order_by("pk")
    documents = list(made.values_list("pk", flat=True))
    issued = _timed(lambda document: advance(env, document), documents)
    verified = _timed(lambda document: advance(env, document), documents)
    return Overhead(decided, issued, verified)


def _timed(step: Callable[[int], object], keys: Sequence[int]) -> float:
    before = time.process_time()
    for key in keys:
        step(key)
    return 1000 * (time.process_time() - before) / len(keys)
