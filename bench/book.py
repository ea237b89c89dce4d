"""How fast the embedded book is: orders to numbered documents with their PDF by real worker processes on a durable
database, and one page by itself."""

import time
from contextlib import ExitStack
from dataclasses import dataclass

from tests.support import processes
from tests.support.arrange import backlog
from tests.support.books import book_route

from bench.ground import House, house, issued, wait_for
from facturier.store.models import Effect
from facturier.systems.book.models import Document
from facturier.systems.book.service.printing import page

WORKERS, THREADS = 2, 4
PATIENCE = 1800.0
RUNNING_IN, RUNNING_OUT = 0.1, 0.95
"""Shares of the run in which workers start, and in which only the last documents are left."""
PAGES, FIRST_PAGES = 200, 10


@dataclass(frozen=True)
class BookSpeed:
    """pace: documents a second, PDF included, in the middle of the run. page_ms: milliseconds of one PDF."""

    pace: float
    page_ms: float
    memory: float


def book_speed(orders: int) -> BookSpeed:
    with house() as built:
        backlog(book_route(), range(1, orders + 1))
        memory = _worked(built, orders)
        return BookSpeed(_pace(orders), _page_ms(), memory)


def _worked(built: House, orders: int) -> float:
    """Let workers issue all of them. Returns the largest one's memory in MB."""
    with ExitStack() as stack:
        workers = [
            stack.enter_context(processes.worker(built.home.files, 1, THREADS)) for _ in range(WORKERS)
        ]
        wait_for(issued(orders), PATIENCE)
        return max(worker.most_memory for worker in workers)


def _pace(orders: int) -> float:
    """By the moments at which PDFs were kept: then their documents are numbered, checked and done."""
    kept = Effect.objects.filter(what="pdf", state=Effect.State.DONE).order_by("done_at")
    moments = [at for at in kept.values_list("done_at", flat=True) if at is not None]
    numbers = sorted(Document.objects.values_list("number", flat=True))
    if len(moments) != orders or numbers != list(range(1, orders + 1)):
        raise AssertionError(f"{len(moments)} PDFs and {len(numbers)} numbers for {orders} orders")
    first, last = int(orders * RUNNING_IN), int(orders * RUNNING_OUT) - 1
    return (last - first) / (moments[last] - moments[first]).total_seconds()


def _page_ms() -> float:
    """From the frozen row to the bytes of the PDF; the first ones load fonts and templates and do not count."""
    rows = list(Document.objects.select_related("series", "letterhead").order_by("pk")[: PAGES + FIRST_PAGES])
    for row in rows[:FIRST_PAGES]:
        page(row)
    before = time.perf_counter()
    for row in rows[FIRST_PAGES:]:
        page(row)
    return 1000 * (time.perf_counter() - before) / len(rows[FIRST_PAGES:])
