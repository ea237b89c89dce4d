"""Parts: whichever way a sale is cut, its documents add up to the order to the cent."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.drafting.sale import codes, context, decided, line, order, pieces, shipping

from facturier.drafting.choices import QuantitySource, ZeroTotal
from facturier.drafting.context import ClaimedLine
from facturier.drafting.decide import decide
from facturier.drafting.decision import Decision, Outcome
from facturier.drafting.settings import RouteSettings
from facturier.model.kinds import LineKind
from facturier.model.money import ZERO, total
from facturier.model.order import Order, OrderLine, Quantities

SHIPPED = RouteSettings(quantity=QuantitySource.SHIPPED)
INVOICED = RouteSettings(quantity=QuantitySource.INVOICED)


def shipped(sale: Order, *counts: int) -> Order:
    """`sale` with that many of its goods shipped by now."""
    goods = iter(counts)
    lines = tuple(
        replace(one, quantity=replace(one.quantity, shipped=Decimal(next(goods))))
        if one.kind is LineKind.GOODS
        else one
        for one in sale.lines
    )
    return replace(sale, lines=lines)


def test_only_what_was_shipped_and_shipping_with_the_first() -> None:
    sale = order(
        line("1", "121.00", quantity=pieces("1")), line("2", "30.00", quantity=pieces("3")), shipping()
    )
    first = decided(shipped(sale, 0, 1), SHIPPED)
    assert first.draft is not None
    assert [(one.sources[0], one.quantity) for one in first.draft.lines] == [
        ("2", Decimal(1)),
        ("shipping", Decimal(1)),
    ]
    assert first.draft.totals.payable == Decimal("29.99")
    assert not first.last_part
    second = decided(shipped(sale, 1, 3), SHIPPED, claimed=first.takes, part="2")
    assert second.draft is not None
    assert [(one.sources[0], one.quantity) for one in second.draft.lines] == [
        ("1", Decimal(1)),
        ("2", Decimal(2)),
    ]
    assert second.draft.totals.payable == Decimal("141.00")
    assert second.last_part
    assert second.draft.part == "2"


def test_the_last_part_takes_the_remaining_cent() -> None:
    sale = order(line(gross="10.00", quantity=pieces("3")))
    grosses = []
    claimed: tuple[ClaimedLine, ...] = ()
    for count in (1, 2, 3):
        decision = decided(shipped(sale, count), SHIPPED, claimed=claimed)
        assert decision.draft is not None
        grosses.append(decision.draft.totals.payable)
        claimed = (*claimed, *decision.takes)
    assert grosses == [Decimal("3.33"), Decimal("3.34"), Decimal("3.33")]


@pytest.mark.parametrize("counts", [(0, 0), (1, 1)])
def test_nothing_new_waits(counts: tuple[int, int]) -> None:
    sale = order(line("1", quantity=pieces("2")), line("2", quantity=pieces("2")), shipping())
    claimed = () if counts == (0, 0) else decided(shipped(sale, *counts), SHIPPED).takes
    decision = decided(shipped(sale, *counts), SHIPPED, claimed=claimed)
    assert decision.outcome is Outcome.WAITING
    assert "Nothing new" in str(decision.reason)


def test_everything_invoiced_waits_with_its_own_words() -> None:
    sale = shipped(order(line(quantity=pieces("2"))), 2)
    decision = decided(sale, SHIPPED, claimed=decided(sale, SHIPPED).takes)
    assert decision.outcome is Outcome.WAITING
    assert "already" in str(decision.reason)


def test_invoiced_counts_are_followed_where_the_route_says_so() -> None:
    sale = order(line(quantity=pieces("4", invoiced="1", shipped="3"), gross="40.00"))
    assert decided(sale, INVOICED).takes == (ClaimedLine("1", Decimal(1), Decimal("10.00")),)
    assert decided(sale, SHIPPED).takes == (ClaimedLine("1", Decimal(3), Decimal("30.00")),)


def test_a_whole_order_ignores_counts_and_claims() -> None:
    sale = order(line(quantity=pieces("4", shipped="1"), gross="40.00"))
    decision = decided(sale, claimed=(ClaimedLine("1", Decimal(4), Decimal(40)),))
    assert decision.takes == (ClaimedLine("1", Decimal(4), Decimal("40.00")),)
    assert decision.last_part


def test_a_service_never_waits_for_a_parcel() -> None:
    service = line("2", "60.50", kind=LineKind.SERVICE)
    sale = order(line("1", quantity=pieces("1")), service)
    assert decided(sale, SHIPPED).outcome is Outcome.WAITING
    assert decided(order(service), SHIPPED).outcome is Outcome.READY
    both = decided(shipped(sale, 1), SHIPPED)
    assert {one.line for one in both.takes} == {"1", "2"}


def test_a_discount_follows_the_value_of_the_goods() -> None:
    coupon = line("coupon", "-10.00", None, kind=LineKind.DISCOUNT)
    sale = order(line("1", "30.00", quantity=pieces("3")), coupon)
    first = decided(shipped(sale, 1), SHIPPED)
    second = decided(shipped(sale, 3), SHIPPED, claimed=first.takes)
    assert first.draft is not None
    assert second.draft is not None
    assert first.draft.totals.payable == Decimal("6.67")
    assert second.draft.totals.payable == Decimal("13.33")


def test_cancelled_pieces_are_never_due() -> None:
    sale = order(line(gross="40.00", quantity=pieces("4", cancelled="1", shipped="3")))
    decision = decided(sale, SHIPPED)
    assert decision.takes == (ClaimedLine("1", Decimal(3), Decimal("30.00")),)
    assert decision.last_part
    assert decided(sale).takes == decision.takes


def test_a_count_that_went_back_holds() -> None:
    sale = order(line(gross="40.00", quantity=pieces("4")))
    claimed = decided(shipped(sale, 3), SHIPPED).takes
    decision = decided(shipped(sale, 2), SHIPPED, claimed=claimed)
    assert decision.outcome is Outcome.HELD
    assert codes(decision) == ["PART-EDITED"]


def test_a_price_changed_after_the_first_part_holds() -> None:
    claimed = decided(shipped(order(line(gross="40.00", quantity=pieces("4"))), 2), SHIPPED).takes
    edited = shipped(order(line(gross="44.00", quantity=pieces("4"))), 2)
    decision = decided(edited, SHIPPED, claimed=claimed)
    assert decision.outcome is Outcome.HELD
    assert "PART-EDITED" in codes(decision)


def test_a_line_gone_after_the_first_part_holds() -> None:
    decision = decided(
        shipped(order(line("1")), 1), SHIPPED, claimed=(ClaimedLine("9", Decimal(1), Decimal("5.00")),)
    )
    assert decision.outcome is Outcome.HELD
    assert "PART-GONE" in codes(decision)


def test_a_free_part_goes_with_the_next() -> None:
    gift = line("2", "0.00")
    sale = order(line("1"), gift)
    assert decided(shipped(sale, 0, 1), SHIPPED).outcome is Outcome.WAITING
    both = decided(shipped(sale, 1, 1), SHIPPED)
    assert both.draft is not None
    assert len(both.draft.lines) == 2


@pytest.mark.parametrize(
    ("policy", "outcome"),
    [(ZeroTotal.CLOSE, Outcome.CLOSED), (ZeroTotal.HOLD, Outcome.HELD), (ZeroTotal.ISSUE, Outcome.READY)],
)
def test_an_order_with_nothing_to_pay(policy: ZeroTotal, outcome: Outcome) -> None:
    free = order(line(gross="0.00"))
    assert decided(free, RouteSettings(zero_total=policy)).outcome is outcome


def test_a_negative_order_holds() -> None:
    decision = decided(order(line(gross="-5.00")))
    assert decision.outcome is Outcome.HELD
    assert "NEGATIVE" in codes(decision)


CENTS = st.integers(100, 50_000).map(lambda cents: Decimal(cents) / 100)


@st.composite
def sales_and_shipments(draw: st.DrawFn) -> tuple[Order, list[tuple[int, ...]]]:
    """An order with goods at several rates, shipping, perhaps a coupon; and cumulative shipments of it."""
    ordered = draw(st.lists(st.integers(1, 7), min_size=1, max_size=4))
    lines: list[OrderLine] = []
    for index, count in enumerate(ordered):
        gross, rate = draw(CENTS), draw(st.sampled_from(("21", "11")))
        lines.append(line(str(index), str(gross), rate, quantity=Quantities(Decimal(count))))
    lines.append(shipping(str(draw(CENTS)), draw(st.sampled_from(("21", None)))))
    if draw(st.booleans()):
        goods = total(one.gross for one in lines[:-1])
        off = (goods * draw(st.integers(1, 90)) / 100).quantize(Decimal("0.01"))
        lines.append(line("coupon", str(-off), None, kind=LineKind.DISCOUNT))
    counts = [0] * len(ordered)
    steps = []
    for _ in range(draw(st.integers(0, 3))):
        counts = [draw(st.integers(now, most)) for now, most in zip(counts, ordered, strict=True)]
        steps.append(tuple(counts))
    steps.append(tuple(ordered))
    return order(*lines), steps


@settings(deadline=None)
@given(sales_and_shipments())
def test_any_series_of_parts_adds_up(case: tuple[Order, list[tuple[int, ...]]]) -> None:
    sale, steps = case
    claimed: tuple[ClaimedLine, ...] = ()
    documents: list[Decision] = []
    for counts in steps:
        decision = decide(shipped(sale, *counts), context(SHIPPED, claimed=claimed))
        if decision.outcome is Outcome.WAITING:
            continue
        assert decision.draft is not None, codes(decision)
        assert decision.outcome is Outcome.READY
        assert decision.draft.totals.payable == total(one.gross for one in decision.takes)
        documents.append(decision)
        claimed = (*claimed, *decision.takes)
    assert [one.last_part for one in documents] == [False] * (len(documents) - 1) + [True]
    assert total(one.draft.totals.payable for one in documents if one.draft) == sale.payable
    for one in sale.lines:
        taken = [take for take in claimed if take.line == one.id]
        assert total(take.gross for take in taken) == one.gross
        if one.kind is not LineKind.DISCOUNT:
            assert sum((take.quantity for take in taken), ZERO) == one.quantity.ordered
