"""Must show: worker processes that issue in the book and are killed, and still no gap, no repeat, a whole chain.

200 documents by default. The full run, 10,000 documents by 4 workers:

    FACTURIER_CHAOS_DOCUMENTS=10000 .venv/bin/python -m pytest tests/chaos/test_book.py
"""

import os
import random
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from tests.support import processes
from tests.support.arrange import backlog
from tests.support.books import book_route
from tests.support.processes import Process
from tests.systems.book.tamper import found

from facturier.model.reference import references_in
from facturier.store import installation
from facturier.store.models import Document, Effect, State
from facturier.systems.book.models import Document as Written
from facturier.systems.book.models import Ledger

DOCUMENTS = int(os.environ.get("FACTURIER_CHAOS_DOCUMENTS", "60"))
WORKERS, THREADS, SCALE = 4, 4, 60.0
A_KILL_EACH = 20
SHORT_RUN, READ_OF_SHORT_RUN = 1000, 200
"""Documents of a run, and how many PDFs of it are read."""
PATIENCE = 180.0
"""Seconds in which something must come on, also on a machine that does much else."""


@pytest.fixture
def workers(transactional_db: None, tmp_path: Path) -> Iterator[list[Process]]:
    installation.create(datetime.now(UTC))
    installation.identity.cache_clear()
    started: list[Process] = []
    yield started
    for worker in started:
        if worker.alive:
            worker.kill()
    installation.identity.cache_clear()


def test_killed_workers_leave_a_book_without_gap_or_repeat(workers: list[Process], tmp_path: Path) -> None:
    backlog(book_route(), range(1, DOCUMENTS + 1))
    workers += [processes.worker(tmp_path, SCALE, THREADS) for _ in range(WORKERS)]
    dice, killed, seen, waited = random.Random(7), 0, standing(), time.monotonic()
    while not done():
        time.sleep(0.1)
        if Written.objects.count() >= (killed + 1) * A_KILL_EACH:
            victim = dice.randrange(WORKERS)
            workers[victim].kill()
            workers[victim] = processes.worker(tmp_path, SCALE, THREADS)
            killed += 1
        if standing() != seen:
            seen, waited = standing(), time.monotonic()
        assert time.monotonic() - waited < PATIENCE, (
            f"{seen}\n{(tmp_path / 'worker.log').read_text()[-3000:]}"
        )
    assert killed >= DOCUMENTS // A_KILL_EACH - 1
    ledger = Ledger.objects.get(name="book")
    rows = Written.objects.filter(ledger=ledger).order_by("number")
    assert list(rows.values_list("number", flat=True)) == list(range(1, DOCUMENTS + 1))
    assert {row.reference: row.name for row in rows} == {
        document.reference: document.number for document in Document.objects.all()
    }
    assert found(ledger) == []
    every_pdf_is_what_it_says(tmp_path)


def done() -> bool:
    verified = Document.objects.filter(state=State.VERIFIED).count() == DOCUMENTS
    return verified and Effect.objects.filter(what="pdf", state=Effect.State.DONE).count() == DOCUMENTS


def standing() -> Counter[str]:
    """How many documents and effects are in which state."""
    effects = Effect.objects.values_list("what", "state")
    return Counter(Document.objects.values_list("state", flat=True)) + Counter(map(" ".join, effects))


def a_sample(documents: list[Document]) -> list[Document]:
    return random.Random(11).sample(documents, min(len(documents), READ_OF_SHORT_RUN))


def every_pdf_is_what_it_says(files: Path) -> None:
    """PDF/A-3b by its metadata, with the document's own mark as readable text. A short run, which is part of every
    run of the tests, reads only a sample: that takes longer than to make them."""
    documents = list(Document.objects.order_by("pk"))
    for document in documents:
        body = (files / document.pdf).read_bytes()
        assert b"<pdfaid:part>3</pdfaid:part>" in body
        assert b"<pdfaid:conformance>B</pdfaid:conformance>" in body
    read = documents if len(documents) > SHORT_RUN else a_sample(documents)
    for document in read:
        body = (files / document.pdf).read_bytes()
        text = "".join(page.extract_text() for page in PdfReader(BytesIO(body)).pages)
        assert references_in(text) == [document.reference]
