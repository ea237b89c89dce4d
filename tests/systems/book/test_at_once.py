"""Many at once: numbers without gap or repeat, one document for a reference, no credit above its original."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction
from tests.systems.book.desk import Desk, draft, line, mark, original
from tests.systems.book.tamper import found

from facturier.model.document import Issued
from facturier.ports.errors import NotNow, Refused
from facturier.ports.system import IntentView, Position, Verdict
from facturier.systems.book.models import Document
from facturier.systems.book.service.scene import guard

pytestmark = pytest.mark.django_db(transaction=True)
THREADS, DOCUMENTS = 8, 200


def close(barrier: threading.Barrier) -> None:
    """Close this thread's connection once all threads are here, so that none closes twice and another never."""
    barrier.wait(10)
    connection.close()


def at_once(work: Callable[[Any], Any], given: Sequence[Any]) -> list[Any]:
    """What came of each, an error as itself; every thread with a connection of its own, closed at its end."""

    def one(what: Any) -> Any:
        try:
            return work(what)
        except (Refused, NotNow) as error:
            return error

    with ThreadPoolExecutor(THREADS) as pool:
        done = list(pool.map(one, given))
        barrier = threading.Barrier(THREADS)
        closing = [pool.submit(close, barrier) for _ in range(THREADS)]
        for closed in closing:
            closed.result()
    return done


def numbers(desk: Desk, series: str = "FCT") -> list[int]:
    rows = Document.objects.filter(ledger=desk.ledger, series__name=series)
    return sorted(rows.values_list("number", flat=True))


def test_two_hundred_documents_from_eight_threads() -> None:
    desk = Desk()
    made = at_once(lambda place: desk.issue(f"{place + 1}.00"), range(DOCUMENTS))
    assert all(isinstance(one, Issued) for one in made)
    assert numbers(desk) == list(range(1, DOCUMENTS + 1))
    assert len({one.number for one in made}) == DOCUMENTS
    assert found(desk.ledger) == []


def test_one_reference_from_eight_threads_is_one_document() -> None:
    desk, reference = Desk(), mark()
    made = at_once(lambda place: desk.issue("50.00", reference), range(THREADS))
    assert {one.number for one in made} == {"0001"}
    assert numbers(desk) == [1]


def test_a_document_is_not_credited_twice_at_once() -> None:
    desk = Desk()
    invoice = desk.issue("121.00")
    made = at_once(lambda place: desk.credit(invoice, "70.00"), range(THREADS))
    assert len([one for one in made if isinstance(one, Issued)]) == 1
    assert found(desk.ledger) == []


def test_a_proforma_is_not_invoiced_twice_at_once() -> None:
    desk = Desk()
    proforma = desk.proforma()
    made = at_once(lambda place: desk.issue(original=original(proforma)), range(THREADS))
    assert len([one for one in made if isinstance(one, Issued)]) == 1
    assert numbers(desk) == [1]


def test_a_payment_is_not_noted_twice_at_once() -> None:
    desk = Desk()
    made = desk.issue("100.00")
    at_once(lambda place: desk.system.pay(made, "card", Decimal("60.00"), desk.today), range(THREADS))
    assert desk.system.statement(made).paid == Decimal("60.00")
    assert found(desk.ledger) == []


def test_settling_waits_for_one_that_is_being_issued() -> None:
    """Else it would be called absent a moment before it is there."""
    desk, reference = Desk(), mark()
    what = draft(line("50.00"), issue_date=desk.today)
    intent = IntentView(what, reference, Position(), desk.clock.now())
    held, let_go, seen = threading.Event(), threading.Event(), []

    def slowly() -> None:
        with transaction.atomic():
            guard(desk.ledger, reference)
            held.set()
            let_go.wait(10)
            desk.put(what, reference)
        connection.close()

    def settle() -> None:
        seen.append(desk.system.settle(intent, {}).verdict)
        connection.close()

    issuing, settling = threading.Thread(target=slowly), threading.Thread(target=settle)
    issuing.start()
    assert held.wait(10)
    settling.start()
    settling.join(0.5)
    assert settling.is_alive()
    let_go.set()
    issuing.join(10)
    settling.join(10)
    assert seen == [Verdict.FOUND]
