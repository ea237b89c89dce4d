"""Where the sale of an order is accounted for, on which day, and at which rates."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from msgspec.structs import replace
from tests.takings.sale import (
    NOON,
    PERSON,
    TERMS,
    at,
    judged,
    line,
    order,
    paid,
    refund,
    written,
)

from facturier.drafting.choices import StoredValue
from facturier.drafting.settings import RouteSettings
from facturier.drafting.vat_rules import VatRule
from facturier.model.kinds import LineKind, VatCategory
from facturier.model.message import say
from facturier.model.order import Elsewhere, OrderState, Payment, Quantities, RefundLine
from facturier.model.party import Address
from facturier.takings.judge import Abroad, Paper, Verdict
from facturier.takings.treatment import Treatment

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
SHIPPED = Quantities(Decimal(1), shipped=Decimal(1))


class TestWhen:
    def test_on_the_day_of_payment(self) -> None:
        found = judged(order(payment=paid("122.00", NOON + DAY)))
        assert written(found) == {("sale", "2026-11-21"): {"22": Decimal("122.00")}}

    def test_cash_on_delivery_on_the_day_of_shipping(self) -> None:
        placed = order(payment=Payment(method="cod"))
        shipped = order(line(quantity=SHIPPED), payment=Payment(method="cod"), changed_at=NOON + 2 * DAY)
        delivered = order(
            line(quantity=SHIPPED), payment=paid("122.00", NOON + 5 * DAY), changed_at=NOON + 5 * DAY
        )
        assert judged(placed).verdict is Verdict.OPEN
        assert judged(placed, shipped).day == date(2026, 11, 22)
        assert judged(placed, shipped, delivered).day == date(2026, 11, 22)

    def test_whichever_comes_first(self) -> None:
        late = order(line(quantity=SHIPPED), payment=paid("122.00"), changed_at=NOON + 3 * DAY)
        assert judged(late).day == date(2026, 11, 20)

    def test_where_the_shop_tells_no_moment_it_is_when_the_change_was_heard(self) -> None:
        """TeamSystem Commerce says when an order was placed, and never when it changed."""
        placed = order()
        settled = order(payment=Payment(method="card", paid=Decimal("122.00")))
        found = judged(placed, settled, heard_at=NOON + 2 * DAY)
        assert found.day == date(2026, 11, 22)
        assert judged(settled, heard_at=NOON + 2 * DAY).day == date(2026, 11, 20)

    @pytest.mark.parametrize(
        ("moment", "day"),
        [
            (datetime(2026, 11, 20, 22, 59, tzinfo=UTC), date(2026, 11, 20)),
            (datetime(2026, 11, 20, 23, 0, tzinfo=UTC), date(2026, 11, 21)),
            (datetime(2026, 7, 20, 21, 59, tzinfo=UTC), date(2026, 7, 20)),
            (datetime(2026, 7, 20, 22, 0, tzinfo=UTC), date(2026, 7, 21)),
            (datetime(2026, 3, 28, 23, 0, tzinfo=UTC), date(2026, 3, 29)),
            (datetime(2026, 10, 25, 22, 59, tzinfo=UTC), date(2026, 10, 25)),
        ],
    )
    def test_by_the_companys_calendar_in_winter_in_summer_and_between(
        self, moment: datetime, day: date
    ) -> None:
        sold = order(payment=paid("122.00", moment), placed_at=moment, changed_at=moment)
        assert judged(sold).day == day

    def test_news_never_moves_a_sale(self) -> None:
        first = order(payment=Payment(method="card", paid=Decimal("122.00")))
        later = order(payment=paid("122.00", NOON - DAY), changed_at=NOON + DAY)
        assert judged(first).day == judged(first, later).day == date(2026, 11, 20)

    def test_what_costs_nothing_is_sold_when_it_is_ordered(self) -> None:
        assert judged(order(line(gross="0.00"))).day == date(2026, 11, 20)


class TestWhere:
    def test_an_invoice_takes_it_out_of_the_register(self) -> None:
        found = judged(order(payment=paid("122.00")), paper=Paper("FT 1", date(2026, 11, 20), True))
        assert (found.verdict, list(found.entries)) == (Verdict.INVOICED, [])

    def test_so_does_one_that_is_in_doubt_and_the_day_waits_for_it(self) -> None:
        found = judged(order(payment=paid("122.00")), paper=Paper("FT 1", date(2026, 11, 20), False))
        assert (found.verdict, list(found.entries), found.certain) == (Verdict.COMING, [], False)

    def test_and_one_that_another_tool_recorded_on_the_order(self) -> None:
        sold = order(payment=paid("122.00"), elsewhere=(Elsewhere("Gestionale", "A", "7"),))
        assert judged(sold).verdict is Verdict.INVOICED

    def test_cancelled_before_anything_was_paid_is_in_neither(self) -> None:
        found = judged(order(), order(state=OrderState.CANCELLED, changed_at=NOON + HOUR))
        assert (found.verdict, found.certain, list(found.entries)) == (Verdict.CANCELLED, True, [])

    def test_cancelled_after_the_sale_is_taken_back_on_the_day_of_the_cancellation(self) -> None:
        sold = order(payment=paid("122.00"))
        gone = order(state=OrderState.CANCELLED, changed_at=NOON + 3 * DAY)
        assert written(judged(sold, gone)) == {
            ("sale", "2026-11-20"): {"22": Decimal("122.00")},
            ("cancelled", "2026-11-23"): {"22": Decimal("-122.00")},
        }

    def test_also_where_the_shop_empties_what_it_cancels(self) -> None:
        sold = order(payment=paid("122.00"))
        emptied = Quantities(Decimal(1), cancelled=Decimal(1))
        gone = order(line(quantity=emptied), state=OrderState.CANCELLED, changed_at=NOON + 3 * DAY)
        assert ("cancelled", "2026-11-23") in written(judged(sold, gone))

    def test_cancelled_with_the_money_kept_is_for_a_person(self) -> None:
        sold = order(payment=paid("122.00"))
        gone = order(payment=paid("122.00"), state=OrderState.CANCELLED, changed_at=NOON + DAY)
        assert judged(sold, gone).verdict is Verdict.UNDECIDED
        given_back = replace(gone, refunds=(refund("r", "122.00", NOON + DAY),))
        assert judged(sold, given_back).verdict is Verdict.COUNTED

    def test_a_part_payment_waits_for_the_rest(self) -> None:
        found = judged(order(payment=paid("20.00")))
        assert (found.verdict, found.day) == (Verdict.UNDECIDED, date(2026, 11, 20))

    def test_sold_before_the_register_begins(self) -> None:
        terms = replace(TERMS, since=date(2026, 11, 21))
        assert judged(order(payment=paid("122.00")), terms=terms).verdict is Verdict.BEFORE

    def test_held_by_its_route_it_is_undecided_and_the_reason_is_told(self) -> None:
        why = say("The CAP is missing.")
        found = judged(order(payment=paid("122.00")), undecided=why)
        assert (found.verdict, found.why, found.certain) == (Verdict.UNDECIDED, why, False)

    def test_what_cannot_be_read_is_undecided(self) -> None:
        found = judged(order(payment=paid("122.00")), left_out=None)
        assert found.verdict is Verdict.COUNTED
        unread = judged(order(currency="USD", payment=paid("122.00")))
        assert unread.verdict is Verdict.UNDECIDED
        assert unread.why is not None
        assert "USD" in str(unread.why)

    def test_left_out_by_a_person(self) -> None:
        found = judged(order(currency="USD", payment=paid("122.00")), left_out=say("A test order."))
        assert (found.verdict, found.certain) == (Verdict.LEFT_OUT, True)

    @pytest.mark.parametrize(
        ("abroad", "verdict"), [(Abroad.HOME, Verdict.COUNTED), (Abroad.ONE_STOP_SHOP, Verdict.LEFT_OUT)]
    )
    def test_to_another_state_of_the_union(self, abroad: Abroad, verdict: Verdict) -> None:
        sold = order(payment=paid("122.00"), ship_to=Address(city="Wien", country="AT"))
        assert judged(sold, terms=replace(TERMS, abroad=abroad)).verdict is verdict


class TestHowMuch:
    def test_mixed_rates_with_shipping_that_follows_the_goods(self) -> None:
        sold = order(
            line("1", "61.00", "22"),
            line("2", "22.00", "10"),
            line("3", "5.00", None, kind=LineKind.SHIPPING),
            payment=paid("88.00"),
        )
        assert written(judged(sold)) == {
            ("sale", "2026-11-20"): {"10": Decimal("22.00"), "22": Decimal("66.00")}
        }

    def test_a_discount_lowers_every_rate(self) -> None:
        sold = order(
            line("1", "60.00", "22"),
            line("2", "30.00", "10"),
            line("3", "-9.00", None, kind=LineKind.DISCOUNT),
            payment=paid("81.00"),
        )
        assert written(judged(sold)) == {
            ("sale", "2026-11-20"): {"10": Decimal("27.00"), "22": Decimal("54.00")}
        }

    def test_a_voucher_is_no_takings_when_it_is_bought(self) -> None:
        sold = order(
            line("1", "12.20"), line("2", "50.00", None, kind=LineKind.GIFT_CARD), payment=paid("62.20")
        )
        assert written(judged(sold)) == {("sale", "2026-11-20"): {"22": Decimal("12.20")}}

    def test_and_a_means_of_payment_when_it_is_spent(self) -> None:
        sold = order(line("1", "122.00"), line("2", "-122.00", None, kind=LineKind.GIFT_CARD))
        assert written(judged(sold)) == {("sale", "2026-11-20"): {"22": Decimal("122.00")}}

    def test_unless_the_route_says_that_it_is_a_discount(self) -> None:
        sold = order(
            line("1", "122.00"), line("2", "-22.00", None, kind=LineKind.STORE_CREDIT), payment=paid("100.00")
        )
        settings = RouteSettings(stored_value=StoredValue.DISCOUNT)
        assert written(judged(sold, settings=settings)) == {("sale", "2026-11-20"): {"22": Decimal("100.00")}}

    def test_exempt_takings_stand_apart(self) -> None:
        rule = VatRule(percent=Decimal(0), category=VatCategory.EXEMPT, reason="Art. 10 DPR 633/72")
        sold = order(line("1", "61.00"), line("2", "10.00", "0"), payment=paid("71.00"))
        found = judged(sold, settings=RouteSettings(vat_rules=(rule,)))
        shares = {share.treatment: share.gross for share in found.entries[0].shares}
        assert shares == {
            Treatment(VatCategory.EXEMPT, Decimal(0)): Decimal("10.00"),
            at("22"): Decimal("61.00"),
        }

    def test_a_rate_that_nobody_told_holds_it(self) -> None:
        assert judged(order(line("1", "10.00", "0"), payment=paid("10.00"))).verdict is Verdict.UNDECIDED

    def test_lines_that_do_not_come_to_the_total_hold_it(self) -> None:
        sold = order(payable=Decimal("130.00"), payment=paid("130.00"))
        assert judged(sold).verdict is Verdict.UNDECIDED

    def test_a_refund_is_deducted_on_its_own_day_at_the_rates_of_its_lines(self) -> None:
        sold = order(
            line("1", "61.00", "22"),
            line("2", "22.00", "10"),
            payment=paid("83.00"),
            refunds=(
                refund("a", "22.00", NOON + 2 * DAY, RefundLine("2", Decimal(1), Decimal("22.00"))),
                refund("b", "6.10", NOON + 3 * DAY),
            ),
        )
        assert written(judged(sold)) == {
            ("sale", "2026-11-20"): {"10": Decimal("22.00"), "22": Decimal("61.00")},
            ("refund:a", "2026-11-22"): {"10": Decimal("-22.00")},
            ("refund:b", "2026-11-23"): {"10": Decimal("-1.62"), "22": Decimal("-4.48")},
        }

    def test_a_refund_that_does_not_add_up_holds_it(self) -> None:
        wrong = replace(refund("a", "22.00", NOON), adjustment=Decimal("1.00"))
        assert judged(order(payment=paid("122.00"), refunds=(wrong,))).verdict is Verdict.UNDECIDED

    def test_more_refunded_than_sold_holds_it(self) -> None:
        sold = order(payment=paid("122.00"), refunds=(refund("a", "150.00", NOON),))
        assert judged(sold).verdict is Verdict.UNDECIDED

    def test_a_corrected_rate_counts(self) -> None:
        sold = order(line("1", "104.00", "0"), buyer=PERSON, payment=paid("104.00"))
        found = judged(sold, corrected={"lines.1.vat_percent": "4"})
        assert written(found) == {("sale", "2026-11-20"): {"4": Decimal("104.00")}}


def test_an_order_of_which_a_part_is_cancelled_is_sold_when_the_rest_is_paid() -> None:
    halved = line(quantity=Quantities(Decimal(2), cancelled=Decimal(1)))
    assert judged(order(halved, payment=paid("61.00"))).verdict is Verdict.COUNTED
    assert judged(order(halved, payment=paid("60.00"))).verdict is Verdict.UNDECIDED
    nothing = line(quantity=Quantities(Decimal(2), cancelled=Decimal(2)))
    assert judged(order(nothing)).verdict is Verdict.OPEN
