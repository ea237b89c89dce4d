"""A proforma's life: reminded, paid in part, replaced, expired, and one invoice from it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from msgspec.structs import replace
from tests.systems.book.desk import Desk, draft, line, original
from tests.systems.book.tamper import found

from facturier.model.kinds import DocumentKind
from facturier.ports.errors import Refused
from facturier.systems.book.content import joined
from facturier.systems.book.errands import proformas
from facturier.systems.book.errands.ground import CLOCK

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Errands ask the machine for the day: here it is the desk's."""
    desk = Desk(proforma_days="10")
    monkeypatch.setattr(type(CLOCK), "now", lambda self: desk.clock.now())
    return desk


def listed(desk: Desk, **words: str) -> list[tuple[str, str, int]]:
    report = proformas.run({"book": desk.settings}, words)
    return [(row["document"], str(row["state"]), row["reminders"]) for row in report.rows]


def test_it_is_due_when_the_settings_say(desk: Desk) -> None:
    row = desk.row(desk.proforma())
    assert joined(row.content, None).due_date == desk.today + timedelta(days=10)
    own = desk.row(desk.proforma(due_date=desk.today + timedelta(days=3)))
    assert joined(own.content, None).due_date == desk.today + timedelta(days=3)


def test_reminders_are_noted(desk: Desk) -> None:
    desk.proforma()
    desk.proforma()
    assert listed(desk, remind="PRF 0002") == [("PRF 0001", "open", 0), ("PRF 0002", "open", 1)]
    assert listed(desk, remind="PRF 0002")[1] == ("PRF 0002", "open", 2)


def test_what_was_paid_on_it_counts_on_the_invoice(desk: Desk) -> None:
    proforma = desk.proforma("100.00")
    desk.system.pay(proforma, "transfer", Decimal("30.00"), desk.today)
    assert listed(desk) == [("PRF 0001", "partly paid", 0)]
    made = desk.issue("100.00", original=original(proforma))
    stated = desk.system.statement(made)
    assert (stated.paid, stated.unpaid) == (Decimal("30.00"), Decimal("70.00"))
    with pytest.raises(Refused):
        desk.system.pay(proforma, "transfer", Decimal("70.00"), desk.today)
    desk.system.pay(made, "transfer", Decimal("70.00"), desk.today)
    assert desk.system.statement(made).unpaid == 0
    assert found(desk.ledger) == []


def test_an_edited_one_replaces_it(desk: Desk) -> None:
    old = desk.proforma("100.00")
    new = desk.proforma("120.00", original=original(old))
    assert listed(desk) == [("PRF 0002", "open", 0)]
    with pytest.raises(Refused):
        desk.proforma("130.00", original=original(old))
    assert desk.issue("120.00", original=original(new)).number == "0001"
    assert listed(desk) == []


def test_overdue_ones_expire_when_asked(desk: Desk) -> None:
    old, paid = desk.proforma(), desk.proforma()
    desk.system.pay(paid, "card", Decimal("1.00"), desk.today)
    desk.clock.sleep(timedelta(days=11).total_seconds())
    desk.proforma()
    assert listed(desk)[0] == ("PRF 0001", "overdue", 0)
    left = [("PRF 0002", "partly paid", 0), ("PRF 0003", "open", 0)]
    assert listed(desk, expire="overdue") == left
    with pytest.raises(Refused):
        desk.issue(original=original(old))
    with pytest.raises(Refused):
        listed(desk, remind="PRF 0001")


def test_a_cancelled_one_becomes_no_invoice(desk: Desk) -> None:
    proforma = desk.proforma()
    desk.system.cancel(proforma)
    with pytest.raises(Refused):
        desk.issue(original=original(proforma))
    assert listed(desk) == []


def test_an_order_document_becomes_an_invoice_or_a_receipt_once(desk: Desk) -> None:
    ordered = desk.issue("50.00", kind=DocumentKind.ORDER, series="ORD")
    receipt = desk.issue("50.00", kind=DocumentKind.RECEIPT, series="REC", original=original(ordered))
    assert desk.system.invoices_of(ordered) == (replace(receipt, stated=None),)
    with pytest.raises(Refused):
        desk.issue("50.00", original=original(ordered))


@pytest.mark.parametrize("kind", [DocumentKind.INVOICE, DocumentKind.ORDER])
def test_nothing_but_a_proforma_or_order_is_followed(desk: Desk, kind: DocumentKind) -> None:
    invoice = desk.issue()
    with pytest.raises(Refused):
        desk.put(
            draft(
                line(),
                kind=kind,
                series="ORD" if kind is DocumentKind.ORDER else "FCT",
                original=original(invoice),
            )
        )


def test_another_currency_does_not_follow(desk: Desk) -> None:
    proforma = desk.proforma()
    with pytest.raises(Refused):
        desk.issue(original=original(proforma), currency="EUR")
