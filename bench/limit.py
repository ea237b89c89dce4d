"""How much of a remote's limit a backlog uses: worker processes, the limit in its true shape but 20 times faster.

Measured over the saturated part: from when the first windows are full until nine tenths of the calls are made.
What a faster clock cannot shorten is the time a call is on its way, so the true limit is used better than this.
"""

from contextlib import ExitStack
from dataclasses import dataclass

from tests.support import processes
from tests.support.arrange import backlog

from bench.ground import Simulated, house, issued, simulated, wait_for
from facturier.systems.smartbill.sandbox.limiter import CALLS, WINDOW

SCALE = 20.0
WARM_UP_WINDOWS = 6
PATIENCE = 1800.0


@dataclass(frozen=True)
class LimitUse:
    """share: calls made of those permitted, saturated. blocks: calls too many. memory: MB of the largest worker."""

    share: float
    blocks: int
    calls_per_invoice: float
    memory: float


def limit_use(orders: int, workers: int) -> LimitUse:
    with house() as built, simulated(built, SCALE) as world, ExitStack() as stack:
        backlog(world.routes[0], range(1, orders + 1))
        world.seen()
        running = [
            stack.enter_context(processes.worker(built.home.files, SCALE, threads=4)) for _ in range(workers)
        ]
        wait_for(issued(orders), PATIENCE)
        memory = max(worker.most_memory for worker in running)
        return _reckoned(world, orders, memory)


def _reckoned(world: Simulated, orders: int, memory: float) -> LimitUse:
    seen = world.seen()
    standing = sum(seen.standing.values())
    if standing != orders or seen.twice:
        raise AssertionError(f"{standing} invoices for {orders} orders, {seen.twice} twice")
    return LimitUse(saturated(seen.moments), seen.blocks, len(seen.moments) / orders, memory)


def saturated(moments: list[float]) -> float:
    """The share of the permitted rate in the middle of the run. `moments`: unix seconds of the calls."""
    window = WINDOW.total_seconds() / SCALE
    ordered = sorted(moments)
    start = ordered[0] + WARM_UP_WINDOWS * window
    end = ordered[len(ordered) * 9 // 10]
    made = sum(1 for moment in ordered if start <= moment < end)
    return made / ((end - start) / window * CALLS)
