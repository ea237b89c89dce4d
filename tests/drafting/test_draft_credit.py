"""Credit notes: out of the issued draft, to the cent, and never above it (invariant I8)."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.drafting.sale import CENTS_GROSS, codes, context, decided, drafted, line, order, pieces, shipping

from facturier.drafting.choices import ShippingVat
from facturier.drafting.context import ClaimedLine, ExchangeRate
from facturier.drafting.credit import credit
from facturier.drafting.decide import decide
from facturier.drafting.decision import Decision, Outcome
from facturier.drafting.issued_lines import items_of
from facturier.drafting.settings import PaymentMap, RouteSettings
from facturier.drafting.totals import compute
from facturier.model.arithmetic import Arithmetic, Entry, VatPer
from facturier.model.draft import Draft, Original
from facturier.model.kinds import DocumentKind, LineKind
from facturier.model.money import ZERO, total
from facturier.model.order import Payment, Refund, RefundLine

AT = datetime(2026, 11, 25, tzinfo=UTC)
ISSUED = Original(DocumentKind.INVOICE, "FCT", "0007", date(2026, 11, 20))
SALE = order(line("1", "363.00", quantity=pieces("3")), line("2", "11.10", "11"), shipping("24.20"))


def refund(*lines: tuple[str, str, str], adjustment: str = "0", gross: str | None = None) -> Refund:
    parts = tuple(RefundLine(identity, Decimal(count), Decimal(amount)) for identity, count, amount in lines)
    extra = Decimal(adjustment)
    whole = Decimal(gross) if gross is not None else total(one.gross for one in parts) + extra
    return Refund("r7", AT, whole, parts, extra)


def credited(
    original: Draft,
    wanted: Refund | None = None,
    already: tuple[ClaimedLine, ...] = (),
    whole: bool = False,
    arithmetic: Arithmetic = CENTS_GROSS,
) -> Decision:
    return credit(original, ISSUED, wanted, already, whole, arithmetic, country="RO")


def note(decision: Decision) -> Draft:
    assert decision.draft is not None, [str(one.message) for one in decision.findings]
    assert decision.outcome is Outcome.READY
    return decision.draft


class TestWhole:
    def test_a_reversal_turns_every_sign(self) -> None:
        original = drafted(SALE)
        decision = credited(original, whole=True)
        draft = note(decision)
        assert (draft.kind, draft.original, draft.whole) == (DocumentKind.CREDIT_NOTE, ISSUED, True)
        assert draft.totals.payable == -original.totals.payable
        assert draft.totals.vat == -original.totals.vat
        assert [one.quantity for one in draft.lines] == [-3, -1, -1]
        assert [one.price for one in draft.lines] == [one.price for one in original.lines]
        assert decision.last_part

    def test_all_that_is_left_without_the_systems_reversal(self) -> None:
        draft = note(credited(drafted(SALE)))
        assert not draft.whole
        assert draft.totals.payable == -SALE.payable

    def test_after_a_credit_only_the_rest_is_left(self) -> None:
        original = drafted(SALE)
        first = credited(original, refund(("1", "1", "121.00")))
        rest = credited(original, None, first.takes, whole=True)
        assert not note(rest).whole
        assert note(rest).totals.payable == Decimal("-277.30")
        assert rest.last_part
        assert credited(original, None, (*first.takes, *rest.takes)).outcome is Outcome.CLOSED

    def test_a_refund_of_everything_is_the_mirror_too(self) -> None:
        everything = refund(("1", "3", "363.00"), ("2", "1", "11.10"), ("shipping", "1", "24.20"))
        original = drafted(SALE)
        decision = credited(original, everything)
        assert note(decision).totals.rows == note(credited(original)).totals.rows
        assert note(decision).part == "r7"

    def test_moments_and_payments_of_the_original_are_not_repeated(self) -> None:
        route = RouteSettings(
            mentions="Comanda %(order)s",
            due_days=10,
            payments=(PaymentMap("card", type="Card online", record=True),),
        )
        original = drafted(replace(SALE, payment=Payment("card", paid=SALE.payable)), route)
        assert original.payment is not None
        draft = note(credited(original))
        assert (draft.mentions, draft.due_days, draft.payment, draft.paid) == ("", None, None, ZERO)


class TestLines:
    def test_one_piece_at_what_was_paid(self) -> None:
        decision = credited(drafted(SALE), refund(("1", "1", "121.00")))
        (only,) = note(decision).lines
        assert (only.quantity, only.price, only.vat.percent) == (Decimal(-1), Decimal("121.00"), Decimal(21))
        assert decision.takes == (ClaimedLine("1", Decimal(1), Decimal("121.00")),)
        assert not decision.last_part

    def test_money_without_things_is_one_piece_at_that_price(self) -> None:
        decision = credited(drafted(SALE), refund(("1", "0", "30.00")))
        (only,) = note(decision).lines
        assert (only.quantity, only.price) == (Decimal(-1), Decimal("30.00"))
        assert decision.takes[0].quantity == 0

    def test_money_of_one_thing_goes_back_in_pieces(self) -> None:
        half = refund(("shipping", "0", "12.10"))
        first = credited(drafted(SALE), half)
        assert note(credited(drafted(SALE), half, first.takes)).totals.payable == Decimal("-12.10")

    def test_a_line_that_a_refund_names_twice_is_both_together(self) -> None:
        """One piece at its price, one at half of it: as a file may tell it."""
        decision = credited(drafted(SALE), refund(("1", "1", "121.00"), ("1", "1", "60.50")))
        assert note(decision).totals.payable == Decimal("-181.50")
        assert decision.takes == (ClaimedLine("1", Decimal(2), Decimal("181.50")),)
        too_much = refund(("1", "2", "242.00"), ("1", "2", "242.00"))
        assert codes(credited(drafted(SALE), too_much)) == ["CREDIT-EXCEEDS"]

    def test_the_old_rate_stays(self) -> None:
        in_july = context(today=date(2025, 7, 31))
        original = decide(order(line(gross="119.00", percent="19")), in_july).draft
        assert original is not None
        assert note(credited(original)).lines[0].vat.percent == 19
        part = credited(original, refund(("1", "0", "11.90")))
        assert note(part).totals.vat == Decimal("-1.90")

    def test_a_line_returned_whole_is_credited_as_issued(self) -> None:
        """Fitting may have moved a cent from line to line; the credit follows the document."""
        original = drafted(SALE)
        decision = credited(original, refund(("1", "3", "362.99"), gross="362.99"))
        assert decision.takes[0].gross == Decimal("363.00")

    @pytest.mark.parametrize(
        ("wanted", "already"),
        [
            (refund(("1", "4", "363.00")), ()),
            (refund(("1", "3", "363.03")), ()),
            (refund(("1", "1", "-5.00")), ()),
            (refund(("1", "1", "121.00")), (ClaimedLine("1", Decimal(3), Decimal("363.00")),)),
            (refund(("1", "1", "0.02")), (ClaimedLine("1", Decimal(1), Decimal("362.99")),)),
            (refund(adjustment="398.31"), ()),
            (refund(("2", "1", "11.10"), adjustment="-11.11", gross="-0.01"), ()),
        ],
    )
    def test_never_above_what_is_left(self, wanted: Refund, already: tuple[ClaimedLine, ...]) -> None:
        decision = credited(drafted(SALE), wanted, already)
        assert decision.outcome is Outcome.HELD
        assert codes(decision) == ["CREDIT-EXCEEDS"]

    def test_a_line_that_is_not_on_the_document(self) -> None:
        assert codes(credited(drafted(SALE), refund(("9", "1", "5.00")))) == ["CREDIT-LINE"]

    def test_a_refund_that_does_not_add_up(self) -> None:
        assert codes(credited(drafted(SALE), refund(("1", "1", "121.00"), gross="130.00"))) == ["REFUND-SUM"]

    def test_never_above_the_total_where_a_discount_lowered_it(self) -> None:
        coupon = line("coupon", "-100.00", None, kind=LineKind.DISCOUNT)
        original = drafted(order(line("1", "121.00"), line("2", "60.50"), coupon))
        assert codes(credited(original, refund(("1", "1", "121.00")))) == ["CREDIT-EXCEEDS"]
        with_coupon = refund(("1", "1", "121.00"), ("coupon", "0", "-66.67"))
        assert note(credited(original, with_coupon)).totals.payable == Decimal("-54.33")


class TestAdjustments:
    def test_spread_over_the_rates_of_what_is_left(self) -> None:
        draft = note(credited(drafted(SALE), refund(adjustment="39.83")))
        assert {(one.name, one.vat.percent, one.price) for one in draft.lines} == {
            ("Ajustare", Decimal(21), Decimal("38.72")),
            ("Ajustare", Decimal(11), Decimal("1.11")),
        }

    def test_money_alone_is_all_adjustment(self) -> None:
        decision = credited(drafted(SALE), refund(gross="39.83"))
        assert note(decision).totals.payable == Decimal("-39.83")
        assert total(one.gross for one in decision.takes) == Decimal("39.83")

    def test_a_fee_kept_back_lowers_the_credit(self) -> None:
        decision = credited(drafted(SALE), refund(("1", "1", "121.00"), adjustment="-21.00"))
        draft = note(decision)
        assert draft.totals.payable == Decimal("-100.00")
        assert [(one.quantity, one.price) for one in draft.lines] == [
            (Decimal(-1), Decimal("121.00")),
            (Decimal(1), Decimal("21.00")),
        ]
        assert decision.takes == (ClaimedLine("1", Decimal(1), Decimal("100.00")),)


def test_a_refund_is_converted_at_the_originals_rate() -> None:
    rate = ExchangeRate("BNR", "EUR", "RON", Decimal(5), date(2026, 11, 19))
    abroad = order(line("1", "121.00", quantity=pieces("2")), currency="EUR")
    original = drafted(abroad, RouteSettings(document_currency="RON"), rates=(rate,))
    decision = credited(original, refund(("1", "1", "60.50")))
    assert note(decision).totals.payable == Decimal("-302.50")
    assert note(decision).shop_exchange == original.shop_exchange


def test_refunds_that_are_each_rounded_at_the_rate_come_to_all_of_a_line() -> None:
    """Half of 24.20 is 60.22 in lei, and the whole is 120.43."""
    rate = ExchangeRate("BNR", "EUR", "RON", Decimal("4.9765"), date(2026, 11, 19))
    abroad = order(line("1"), shipping("24.20"), currency="EUR")
    original = drafted(abroad, RouteSettings(document_currency="RON"), rates=(rate,))
    half = refund(("shipping", "0", "12.10"))
    first = credited(original, half)
    second = credited(original, half, first.takes)
    assert [note(one).totals.payable for one in (first, second)] == [Decimal("-60.22"), Decimal("-60.21")]


def test_a_coupon_shown_as_a_line_belongs_to_what_it_lowered() -> None:
    discounted = line("1", "108.90", discount=Decimal("12.10"), unit_gross=Decimal("121.00"))
    original = drafted(order(discounted, line("2", "60.50")), RouteSettings(separate_discounts=True))
    assert len(original.lines) == 3
    assert {one.key: one.gross for one in items_of(original, CENTS_GROSS)}.keys() == {"1", "2"}
    assert total(one.gross for one in items_of(original, CENTS_GROSS)) == Decimal("169.40")


def test_nothing_is_computed_for_a_whole_reversal_under_any_arithmetic() -> None:
    net = Arithmetic(entries=(Entry.NET,), vat_per=VatPer.RATE, price_decimals=2, rounding_field=True)
    capabilities = replace(context().capabilities, arithmetic=net)
    original = drafted(SALE, capabilities=capabilities)
    draft = note(credited(original, arithmetic=net))
    assert draft.totals == compute(draft.lines, net, -original.totals.rounding)
    assert draft.totals.payable == -SALE.payable


ARITHMETICS = [
    CENTS_GROSS,
    Arithmetic(entries=(Entry.GROSS,), vat_per=VatPer.RATE),
    Arithmetic(entries=(Entry.NET,), vat_per=VatPer.RATE, price_decimals=8, rounding_field=True),
]


@st.composite
def drafts(draw: st.DrawFn) -> tuple[Draft, Arithmetic]:
    arithmetic = draw(st.sampled_from(ARITHMETICS))
    lines = []
    for place in range(draw(st.integers(1, 4))):
        gross = Decimal(draw(st.integers(100, 60_000))) / 100
        count = str(draw(st.integers(1, 5)))
        lines.append(
            line(str(place), str(gross), draw(st.sampled_from(("21", "11"))), quantity=pieces(count))
        )
    lines.append(shipping("19.99", draw(st.sampled_from(("21", None)))))
    if draw(st.booleans()):
        off = draw(st.integers(1, int(total(one.gross for one in lines) * 50)))
        lines.append(line("coupon", f"-{Decimal(off) / 100}", None, kind=LineKind.DISCOUNT))
    capabilities = replace(context().capabilities, arithmetic=arithmetic)
    route = RouteSettings(shipping_vat=ShippingVat.GOODS_RATE)
    decision = decided(order(*lines), route, capabilities=capabilities)
    assert decision.draft is not None, codes(decision)
    return decision.draft, arithmetic


@settings(max_examples=60, deadline=None)
@given(drafts(), st.data())
def test_credits_of_all_parts_are_the_original(case: tuple[Draft, Arithmetic], data: st.DataObject) -> None:
    original, arithmetic = case
    already: tuple[ClaimedLine, ...] = ()
    credits: list[Draft] = []
    left = {one.key: ZERO for one in items_of(original, arithmetic)}
    for one in items_of(original, arithmetic):
        left[one.key] += one.gross
    for _ in range(data.draw(st.integers(0, 3))):
        positive = sorted(key for key, amount in left.items() if amount > 1)
        if not positive:
            break
        key = data.draw(st.sampled_from(positive))
        amount = (left[key] * data.draw(st.integers(1, 99)) / 100).quantize(Decimal("0.01"))
        decision = credited(original, refund((key, "0", str(amount))), already, arithmetic=arithmetic)
        if amount > total(left.values()):
            assert codes(decision) == ["CREDIT-EXCEEDS"]
            continue
        credits.append(note(decision))
        already = (*already, *decision.takes)
        left[key] -= amount
        assert -total(one.totals.payable for one in credits) <= original.totals.payable
    rest = credited(original, None, already, arithmetic=arithmetic)
    if total(left.values()) > 0:
        credits.append(note(rest))
        assert rest.last_part
        assert -total(one.totals.payable for one in credits) == original.totals.payable
    assert all(abs(one.totals.payable) <= original.totals.payable for one in credits)


@settings(deadline=None)
@given(drafts(), st.integers(1, 10_000))
def test_one_cent_too_much_is_never_credited(case: tuple[Draft, Arithmetic], more: int) -> None:
    original, arithmetic = case
    item = max(items_of(original, arithmetic), key=lambda one: one.gross)
    decision = credited(
        original, refund((item.key, "0", str(item.gross + Decimal(more) / 100))), arithmetic=arithmetic
    )
    assert decision.outcome is Outcome.HELD
    assert codes(decision) == ["CREDIT-EXCEEDS"]
