"""What could go wrong in a book, one case each."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import partial

import pytest
from django.db import DatabaseError, transaction
from msgspec.structs import replace
from tests.conformance.arrangement import Trap
from tests.systems.book.desk import Desk, draft, line, mark, original
from tests.systems.book.tamper import found, unguarded

from facturier.model.kinds import DocumentKind
from facturier.ports.errors import InDoubt, Misconfigured, NotNow, Refused
from facturier.systems.book.errands import erase
from facturier.systems.book.models import Document, Ledger, Person


def no_gap_after_a_refusal() -> None:
    desk = Desk()
    first = desk.issue()
    wrong = draft(totals=replace(draft().totals, rounding=Decimal("0.50")))
    with pytest.raises(Refused):
        desk.put(wrong)
    assert [int(first.number), int(desk.issue().number)] == [1, 2]
    assert found(desk.ledger) == []


def no_date_that_runs_backwards() -> None:
    desk = Desk()
    desk.issue()
    with pytest.raises(NotNow) as caught:
        desk.issue(issue_date=desk.today - timedelta(days=1))
    assert timedelta() < caught.value.retry_at - desk.clock.now() < timedelta(seconds=10)


def no_date_that_has_not_come() -> None:
    """Tomorrow may be today in the company's own calendar: it is waited for."""
    desk = Desk()
    with pytest.raises(NotNow):
        desk.issue(issue_date=desk.today + timedelta(days=1))
    with pytest.raises(Refused):
        desk.issue(issue_date=desk.today + timedelta(days=2))
    assert not Document.objects.filter(ledger=desk.ledger).exists()


def the_same_reference_twice() -> None:
    desk, reference = Desk(), mark()
    assert desk.issue("50.00", reference) == desk.issue("50.00", reference)
    assert Document.objects.filter(ledger=desk.ledger).count() == 1


def the_same_reference_for_another_sum() -> None:
    desk, reference = Desk(), mark()
    desk.issue("50.00", reference)
    with pytest.raises(InDoubt):
        desk.issue("51.00", reference)
    assert Document.objects.filter(ledger=desk.ledger).count() == 1


def a_document_that_is_changed() -> None:
    desk = Desk()
    row = desk.row(desk.issue())
    with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
        Document.objects.filter(pk=row.pk).update(total=Decimal(1))
    with unguarded():
        Document.objects.filter(pk=row.pk).update(order_number="1002")
    assert [where for where, _ in found(desk.ledger)][:1] == ["FCT 0001"]


def a_document_that_is_deleted() -> None:
    desk = Desk()
    desk.issue()
    row = desk.row(desk.issue())
    with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
        Document.objects.filter(pk=row.pk)._raw_delete(using="default")
    with unguarded():
        Person.objects.filter(pk=row.pk)._raw_delete(using="default")
        Document.objects.filter(pk=row.pk)._raw_delete(using="default")
    assert {where for where, _ in found(desk.ledger)} == {"FCT"}


def a_person_who_is_erased() -> None:
    """Ten years on: the name is gone, and the book is whole."""
    desk = Desk()
    row = desk.row(desk.issue())
    words = {"who": "Ana Exemplu", "yes": "yes"}
    assert [one["erased"] for one in erase.run({"book": desk.settings}, words).rows] == [False]
    with unguarded():
        old = date(2010, 11, 20)
        Document.objects.filter(pk=row.pk).update(issued_on=old)
    assert [one["erased"] for one in erase.run({"book": desk.settings}, words).rows] == [True]
    person = Person.objects.get(pk=row.pk)
    assert (person.facts, person.salt) == (None, None)
    with unguarded():
        Document.objects.filter(pk=row.pk).update(issued_on=row.issued_on)
    assert found(desk.ledger) == []


def a_locked_period() -> None:
    desk = Desk()
    made = desk.issue()
    Ledger.objects.filter(pk=desk.ledger.pk).update(locked_upto=desk.today)
    with pytest.raises(Misconfigured):
        desk.issue()
    with pytest.raises(Misconfigured):
        desk.system.cancel(made)
    desk.clock.sleep(timedelta(days=1).total_seconds())
    assert desk.issue().number == "0002"


def a_credit_above_its_original() -> None:
    desk = Desk()
    made = desk.issue("121.00")
    desk.credit(made, "100.00")
    with pytest.raises(Refused):
        desk.credit(made, "21.01")
    desk.credit(made, "21.00")
    with pytest.raises(Refused):
        desk.credit(made, "0.01")


def a_credit_in_another_rate() -> None:
    """As much in sum, but VAT that was never charged."""
    desk = Desk()
    made = desk.put(draft(line("121.00", "21"), line("111.00", "11")))
    with pytest.raises(Refused):
        desk.credit(made, "130.00", "21")
    desk.credit(made, "111.00", "11")


def a_credit_of_the_whole_after_a_part() -> None:
    desk = Desk()
    made = desk.issue("121.00")
    desk.credit(made, "21.00")
    with pytest.raises(Refused):
        desk.credit(made, "121.00", whole=True)


def a_cancelled_document_is_not_credited() -> None:
    desk = Desk()
    made = desk.issue()
    desk.system.cancel(made)
    with pytest.raises(Refused):
        desk.credit(made, "1.00")


def a_credited_document_is_not_cancelled() -> None:
    desk = Desk()
    made = desk.issue()
    desk.credit(made, "1.00")
    with pytest.raises(Refused):
        desk.system.cancel(made)


def a_proforma_invoiced_twice() -> None:
    desk = Desk()
    proforma = desk.proforma()
    desk.issue(original=original(proforma))
    with pytest.raises(Refused):
        desk.issue(original=original(proforma))
    assert [one.number for one in desk.system.invoices_of(proforma)] == ["0001"]


def a_proforma_that_was_replaced() -> None:
    desk = Desk()
    old = desk.proforma("100.00")
    desk.proforma("90.00", original=original(old))
    with pytest.raises(Refused):
        desk.issue("100.00", original=original(old))
    assert desk.system.invoices_of(old) == ()


def a_payment_that_is_told_twice() -> None:
    desk = Desk()
    made = desk.issue("100.00")
    desk.system.pay(made, "card", Decimal("60.00"), desk.today)
    with pytest.raises(Refused):
        desk.system.pay(made, "card", Decimal("60.00"), desk.today)
    desk.system.pay(made, "card", Decimal("40.00"), desk.today)
    assert desk.system.statement(made).unpaid == 0


def sums_that_are_not_ours() -> None:
    desk = Desk()
    told = draft()
    row = replace(told.totals.rows[0], base=Decimal("100.01"), vat=Decimal("20.99"))
    with pytest.raises(Refused):
        desk.put(replace(told, totals=replace(told.totals, rows=(row,))))


def a_series_for_another_kind() -> None:
    desk = Desk()
    with pytest.raises(Misconfigured):
        desk.put(draft(kind=DocumentKind.PROFORMA, series="FCT"))


def _traps(*checks: Callable[[], object]) -> Iterator[Trap]:
    for check in checks:
        yield Trap(check.__name__.replace("_", " "), partial(check))


TRAPS = tuple(
    _traps(
        no_gap_after_a_refusal,
        no_date_that_runs_backwards,
        no_date_that_has_not_come,
        the_same_reference_twice,
        the_same_reference_for_another_sum,
        a_document_that_is_changed,
        a_document_that_is_deleted,
        a_person_who_is_erased,
        a_locked_period,
        a_credit_above_its_original,
        a_credit_in_another_rate,
        a_credit_of_the_whole_after_a_part,
        a_cancelled_document_is_not_credited,
        a_credited_document_is_not_cancelled,
        a_proforma_invoiced_twice,
        a_proforma_that_was_replaced,
        a_payment_that_is_told_twice,
        sums_that_are_not_ours,
        a_series_for_another_kind,
    )
)
