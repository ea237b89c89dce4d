"""Whether a hundred connections in backlog get the same from two workers: documents of the slowest to the mean."""

from contextlib import ExitStack
from statistics import mean

from tests.support import processes
from tests.support.arrange import backlog

from bench.ground import house, simulated, wait_for
from facturier.store.models import Document, State

SCALE = 20.0
WORKERS = 2
PATIENCE = 900.0


def fairness(connections: int, each: int) -> float:
    """Every connection has twice as many orders waiting as it gets on average until the count is taken."""
    with house() as built, simulated(built, SCALE, connections) as world, ExitStack() as stack:
        for route in world.routes:
            backlog(route, range(1, 2 * each + 1))
        for _ in range(WORKERS):
            stack.enter_context(processes.worker(built.home.files, SCALE))
        verified = Document.objects.filter(state=State.VERIFIED)
        wait_for(lambda: verified.count() >= connections * each, PATIENCE)
        by_company = dict.fromkeys((route.company.issuer for route in world.routes), 0)
        by_company |= {cif: count for cif, count in world.seen().standing.items() if cif in by_company}
    return min(by_company.values()) / mean(by_company.values())
