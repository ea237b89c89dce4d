"""What a chaos test holds in its hands: a served simulator, a route to it, and workers to be hard on."""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.support import processes
from tests.support.processes import Process

from facturier.model.reference import PATTERN
from facturier.sandbox.ledger import twice
from facturier.sandbox.serve import Served
from facturier.store.models import Document, Route, State
from facturier.systems.smartbill.sandbox import SmartBillSandbox
from facturier.systems.smartbill.sandbox.ledger import Entry

LOOK_EVERY = 0.1
CREATE = r"POST /SBORO/api/invoice/v2"


@dataclass
class Place:
    served: Served
    route: Route
    scale: float
    files: Path
    workers: list[Process] = field(default_factory=list)

    @property
    def sandbox(self) -> SmartBillSandbox:
        sandbox = self.served.sandbox
        if not isinstance(sandbox, SmartBillSandbox):
            raise TypeError("another simulator")
        return sandbox

    def start_worker(self, threads: int = 4) -> Process:
        self.workers.append(processes.worker(self.files, self.scale, threads))
        return self.workers[-1]

    def wait_for(self, reached: Callable[[], bool], seconds: float, what: str) -> None:
        until = time.monotonic() + seconds
        while not reached():
            assert time.monotonic() < until, f"{what}: {self.standing()}\n{self.last_words()}"
            time.sleep(LOOK_EVERY)

    def standing(self) -> Counter[str]:
        """How many documents are in which state."""
        return Counter(Document.objects.values_list("state", flat=True))

    def all_verified(self, count: int) -> Callable[[], bool]:
        return lambda: Document.objects.filter(state=State.VERIFIED).count() == count

    def last_words(self) -> str:
        return (self.files / "worker.log").read_text()[-3000:]

    def issued(self) -> list[Entry]:
        """Invoices that count, by the simulator's own book."""
        return [entry for entry in self.sandbox.ledger.entries() if entry.stands]

    def assert_books_agree(self, orders: int) -> None:
        """One document for each order, in both books the same, number by number."""
        theirs = {entry.number: (PATTERN.findall(entry.mentions), entry.total) for entry in self.issued()}
        ours = {
            document.number: ([tuple(document.reference.split("-")[1:])], document.total)
            for document in Document.objects.all()
        }
        assert not twice(self.sandbox.standing())
        assert len(self.issued()) == orders
        assert theirs == ours

    def end_workers(self) -> None:
        for worker in self.workers:
            if worker.alive:
                worker.kill()
