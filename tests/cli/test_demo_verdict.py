"""The demonstration's verdict notices every promise that is not kept."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests.support.rehearsal import Rehearsal, rehearse

from facturier.cli.demo.casts import CASTS
from facturier.cli.demo.takings import Register, registers
from facturier.cli.demo.verdict import Judged, Verdict, judge
from facturier.flows import takings_close
from facturier.model.message import say
from facturier.store import installation
from facturier.store.models import Connection, Document, Order
from facturier.takings.judge import Abroad

LOST = "0 of 0 lost answers were found; 5 were to be lost."


@pytest.fixture
def played(transactional_db: None, tmp_path: Path) -> Iterator[Rehearsal]:
    """Italy's demonstration, in which no answer was lost."""
    made = rehearse(CASTS["it"], tmp_path)
    made.world.run()
    yield made
    installation.identity.cache_clear()


def judged(played: Rehearsal, losses: int = 0, registers: Sequence[Register] = ()) -> Verdict:
    systems = Connection.objects.filter(role=Connection.Role.SYSTEM)
    books = [Judged(row, played.simulators[row.connector]) for row in systems]
    return judge(books, played.world.env.files, losses, registers)


def cloud(played: Rehearsal) -> Any:
    return played.simulators["fattureincloud"]


def words(verdict: Verdict) -> str:
    return "\n".join(message.render() for message in verdict.wrong)


def test_what_went_well_is_not_blamed(played: Rehearsal) -> None:
    verdict = judged(played)
    assert words(verdict) == ""
    assert verdict.documents == verdict.totals_equal == verdict.pdfs == Document.objects.count()
    assert len(verdict.rows) == Order.objects.count()


def test_answers_must_have_been_lost(played: Rehearsal) -> None:
    assert LOST in words(judged(played, losses=5))


def test_a_second_document_of_a_sale_is_seen(played: Rehearsal) -> None:
    document = Document.objects.order_by("pk")[0]
    cloud(played).person.issue(str(document.total), subject=document.reference)
    verdict = judged(played)
    assert (verdict.duplicates, verdict.books[0].duplicates) == (1, 1)
    assert "1 sales have two documents." in words(verdict)


def test_a_document_of_nobody_is_seen(played: Rehearsal) -> None:
    cloud(played).person.issue("10.00")
    count = Document.objects.count()
    assert f"The book of Fatture in Cloud has {count + 1}, ours {count}." in words(judged(played))


def test_a_cent_that_differs_is_seen(played: Rehearsal) -> None:
    made = next(iter(cloud(played).company().documents.values()))
    made["amount_gross"] += Decimal("0.01")
    assert "its order for" in words(judged(played))


def test_an_order_without_document_or_reason_is_seen(played: Rehearsal) -> None:
    order = Order.objects.filter(documents=None)[0]
    Order.objects.filter(pk=order.pk).update(reason=None)
    assert f"Order {order.number} is {order.standing} without a document or a reason." in words(
        judged(played)
    )


def test_a_pdf_that_is_gone_is_seen(played: Rehearsal) -> None:
    document = Document.objects.exclude(pdf="")[0]
    (played.world.env.files / document.pdf).unlink()
    count = Document.objects.count()
    assert f"{count - 1} of {count} PDFs were kept." in words(judged(played))


def test_a_sale_that_is_in_invoices_and_in_the_register_is_blamed(played: Rehearsal) -> None:
    env, owner = played.world.env, played.world.company
    takings_close.begin(env, owner, date(2026, 11, 1), Abroad.HOME, "Ana")
    (told,) = registers(env)
    assert (told.orders, told.invoiced, told.wrong) == (4, 27, [])
    assert words(judged(played, registers=[told])) == ""
    both = replace(told, wrong=[say("Order 701 is in both.")])
    assert words(judged(played, registers=[both])) == "Order 701 is in both."
