"""Refunds made before the invoice: only the rest is invoiced, or all and then a credit."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.drafting.sale import codes, decided, drafted, line, order, pieces, shipping

from facturier.drafting import refunds
from facturier.drafting.choices import QuantitySource, RefundsPolicy
from facturier.drafting.context import ClaimedLine
from facturier.drafting.decision import Outcome
from facturier.drafting.settings import RouteSettings
from facturier.model.kinds import LineKind
from facturier.model.money import total
from facturier.model.order import Order, Refund, RefundLine

AT = datetime(2026, 11, 19, tzinfo=UTC)
GOODS = line("1", "40.00", quantity=pieces("4"))


def refund(*lines: tuple[str, str, str], adjustment: str = "0", gross: str | None = None) -> Refund:
    parts = tuple(RefundLine(identity, Decimal(count), Decimal(amount)) for identity, count, amount in lines)
    extra = Decimal(adjustment)
    whole = Decimal(gross) if gross is not None else total(one.gross for one in parts) + extra
    return Refund("r1", AT, whole, parts, extra)


def test_only_what_was_kept_is_invoiced() -> None:
    draft = drafted(order(GOODS, shipping(), refunds=(refund(("1", "1", "10.00")),)))
    assert [(one.quantity, one.price) for one in draft.lines] == [
        (Decimal(3), Decimal("10.00")),
        (Decimal(1), Decimal("19.99")),
    ]
    assert draft.totals.payable == Decimal("49.99")


def test_an_order_given_back_whole_is_closed_for_that_reason() -> None:
    decision = decided(order(GOODS, refunds=(refund(("1", "4", "40.00")),)))
    assert decision.outcome is Outcome.CLOSED
    assert "cancelled or refunded before a document was made" in str(decision.reason)


def test_an_order_whose_lines_are_missing_is_held_and_not_called_invoiced() -> None:
    decision = decided(replace(order(GOODS), lines=()))
    assert decision.outcome is Outcome.HELD
    assert codes(decision)


def test_the_route_may_invoice_all_and_credit_then() -> None:
    settings = RouteSettings(refunds=RefundsPolicy.INVOICE_PLUS_CREDIT)
    draft = drafted(order(GOODS, refunds=(refund(("1", "1", "10.00")),)), settings)
    assert draft.totals.payable == Decimal("40.00")


def test_a_line_returned_whole_is_gone() -> None:
    draft = drafted(order(GOODS, line("2"), refunds=(refund(("1", "4", "40.00")),)))
    assert [one.sources for one in draft.lines] == [("2",)]


def test_money_back_for_nothing_in_particular_lowers_all_lines() -> None:
    sale = order(line("1", "30.00", "21"), line("2", "10.00", "11"), refunds=(refund(adjustment="4.00"),))
    draft = drafted(sale)
    assert {row.percent: row.gross for row in draft.totals.rows} == {
        Decimal(21): Decimal("27.00"),
        Decimal(11): Decimal("9.00"),
    }


def test_several_refunds_follow_each_other() -> None:
    sale = order(GOODS, refunds=(refund(("1", "1", "10.00")), refund(("1", "2", "20.00"))))
    assert drafted(sale).totals.payable == Decimal("10.00")


def test_a_refund_after_the_first_part_belongs_to_a_credit_note() -> None:
    settings = RouteSettings(quantity=QuantitySource.SHIPPED)
    sale = order(
        line("1", "40.00", quantity=pieces("4", shipped="4")), refunds=(refund(("1", "1", "10.00")),)
    )
    decision = decided(sale, settings, claimed=(ClaimedLine("1", Decimal(1), Decimal("10.00")),))
    assert decision.draft is not None
    assert decision.draft.totals.payable == Decimal("30.00")


@pytest.mark.parametrize(
    ("given_back", "code"),
    [
        (refund(("1", "1", "10.00"), gross="11.00"), "REFUND-SUM"),
        (refund(("9", "1", "10.00")), "REFUND-LINE"),
        (refund(("1", "5", "40.00")), "REFUND-LINE"),
        (refund(("1", "4", "41.00")), "REFUND-LINE"),
        (refund(("1", "1", "10.00"), adjustment="-2.00"), "REFUND-ADJUSTMENT"),
        (refund(("1", "1", "10.00"), adjustment="31.00"), "REFUND-ADJUSTMENT"),
        (refund(("1", "1", "10.00"), adjustment="1.005"), "REFUND-ADJUSTMENT"),
        (refund(("1", "4", "30.00")), "REFUND-KEPT"),
    ],
)
def test_refunds_that_cannot_be_netted_hold(given_back: Refund, code: str) -> None:
    decision = decided(order(GOODS, refunds=(given_back,)))
    assert decision.outcome is Outcome.HELD
    assert code in codes(decision)


@settings(deadline=None)
@given(st.lists(st.integers(1, 9), min_size=1, max_size=4), st.data())
def test_what_is_left_adds_up(counts: list[int], data: st.DataObject) -> None:
    lines = [
        line(str(place), f"{count * 7}.35", quantity=pieces(str(count))) for place, count in enumerate(counts)
    ]
    sale: Order = order(*lines)
    returned = []
    for one, count in zip(lines, counts, strict=True):
        back = data.draw(st.integers(0, count))
        amount = (one.gross * back / count).quantize(Decimal("0.01"))
        returned.append((one.id, str(back), str(amount)))
    left = sale.payable - sum(Decimal(amount) for _, _, amount in returned)
    adjustment = (left * data.draw(st.integers(0, 100)) / 100).quantize(Decimal("0.01"))
    netted = refunds.net(order(*lines, refunds=(refund(*returned, adjustment=str(adjustment)),)))
    assert netted.findings == ()
    assert total(one.gross for one in netted.order.lines) == netted.order.payable == left - adjustment
    assert all(one.gross >= 0 and one.kind is LineKind.GOODS for one in netted.order.lines)
