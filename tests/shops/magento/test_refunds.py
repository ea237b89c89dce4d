"""Credit memos: asked for only where money went back, and read to the cent."""

import json
from decimal import Decimal as D
from typing import Any

import pytest
from tests.shops.magento.support import ORDERS, Routed, found, item, order, reply, shop

from facturier.drafting.refunds import net
from facturier.model.money import total
from facturier.model.order import Refund
from facturier.shops.magento.refunds import refunds

ORDER = json.loads((ORDERS / "12_order_03_after_refund.json").read_bytes())
MEMO = json.loads((ORDERS / "12_creditmemo_partial_of_03.json").read_bytes())


def memo(**changes: Any) -> dict[str, Any]:
    row = {"order_item_id": 71, "qty": 1, "row_total": 100, "tax_amount": 21, "discount_amount": 0}
    plain = {"entity_id": 1, "order_id": 41, "created_at": "2026-10-06 10:00:00", "state": 2, "items": [row]}
    return {**plain, "grand_total": 121, **changes}


def refunded(*memos: dict[str, Any]) -> tuple[Refund, ...]:
    routed = Routed({"GET /orders/41": order(total_refunded=1), "GET /creditmemos": found(*memos)})
    heard = shop(routed).order("41")
    assert heard.order is not None, heard.trouble
    return heard.order.refunds


def test_the_real_partial_refund() -> None:
    routed = Routed({"GET /orders/3": ORDER, "GET /creditmemos": found(MEMO)})
    heard = shop(routed).order("3")
    assert heard.order is not None
    (refund,) = heard.order.refunds
    assert (refund.id, refund.gross, refund.adjustment) == ("1", D("146.28"), D(0))
    (line,) = refund.lines
    assert (line.line, line.quantity, line.gross, line.tax) == ("4", D(1), D("146.28"), D("26.38"))
    assert heard.order.lines[0].id == line.line


def test_orders_without_refund_cost_no_call() -> None:
    routed = Routed({"GET /orders/41": order(total_refunded=0)})
    assert shop(routed).order("41").order is not None
    assert routed.names == ["GET /orders/41"]


def test_one_page_of_orders_costs_one_call_for_all_its_refunds() -> None:
    rows = [order(entity_id=n, total_refunded=121 if n > 1 else 0) for n in (1, 2, 3)]
    routed = Routed(
        {
            "GET /orders": found(*rows),
            "GET /creditmemos": found(memo(order_id=2), memo(entity_id=2, order_id=3)),
        }
    )
    (page,) = shop(routed).orders("")
    assert [len(heard.order.refunds) for heard in page.orders if heard.order] == [0, 1, 1]
    assert routed.names == ["GET /orders", "GET /creditmemos"]


def test_a_last_page_that_repeats_for_ever_ends_and_hides_no_refund() -> None:
    many = [memo(entity_id=n) for n in range(1, 101)]
    routed = Routed(
        {
            "GET /orders/41": order(total_refunded=1),
            "GET /creditmemos": (found(*many, total=102), found(*many[-2:], total=102)),
        }
    )
    heard = shop(routed).order("41")
    assert heard.order is None
    assert "102" in heard.trouble
    assert routed.names.count("GET /creditmemos") == 2


def test_refunds_on_several_pages() -> None:
    many = [memo(entity_id=n) for n in range(1, 103)]
    routed = Routed(
        {
            "GET /orders/41": order(total_refunded=1),
            "GET /creditmemos": (found(*many[:100], total=102), found(*many[100:], total=102)),
        }
    )
    heard = shop(routed).order("41")
    assert heard.order is not None
    assert [refund.id for refund in heard.order.refunds] == [str(n) for n in range(1, 103)]


def test_a_thing_that_came_back_is_a_refund_where_no_sum_says_so() -> None:
    back = order(item(qty_refunded=1))
    routed = Routed({"GET /orders/41": back, "GET /creditmemos": found(memo())})
    heard = shop(routed).order("41")
    assert heard.order is not None
    assert len(heard.order.refunds) == 1


def test_money_that_went_back_without_a_memo_is_told() -> None:
    heard = shop(Routed({"GET /orders/41": order(total_refunded=1), "GET /creditmemos": found()})).order("41")
    assert heard.order is None
    assert "credit memo" in heard.trouble


def test_a_memo_that_does_not_say_what_for_is_told() -> None:
    """Its sum would be spread over all that was sold."""
    bare = memo(items=[])
    heard = shop(Routed({"GET /orders/41": order(total_refunded=1), "GET /creditmemos": found(bare)})).order(
        "41"
    )
    assert heard.order is None
    assert "credit memo 1" in heard.trouble


def test_without_the_right_the_order_is_heard_with_that_as_its_trouble() -> None:
    rows = [order(entity_id=1), order(entity_id=2, total_refunded=121)]
    denied = reply({"message": "isn't authorized to access Magento_Sales::sales_creditmemo"}, 401)
    (page,) = shop(Routed({"GET /orders": found(*rows), "GET /creditmemos": denied})).orders("")
    assert page.orders[0].order is not None
    assert page.orders[1].order is None
    assert "sales_creditmemo" in page.orders[1].trouble


def test_cancelled_memos_do_not_count() -> None:
    assert [refund.id for refund in refunded(memo(state=3), memo(entity_id=2))] == ["2"]


@pytest.mark.parametrize("row_total", [100, 90])
def test_a_discounted_row_is_read_as_the_memos_total_says(row_total: int) -> None:
    row = {"order_item_id": 71, "qty": 1, "row_total": row_total, "tax_amount": 18.9, "discount_amount": 10}
    (refund,) = refunded(memo(items=[row], discount_amount=-10, grand_total=108.9))
    assert refund.lines[0].gross == D("108.9")


def test_shipping_and_adjustments() -> None:
    (refund,) = refunded(
        memo(
            shipping_amount=10,
            shipping_tax_amount=2.1,
            adjustment_positive=5,
            adjustment_negative=1.5,
            grand_total=136.6,
        )
    )
    assert [(line.line, line.gross, line.tax) for line in refund.lines] == [
        ("71", D(121), D(21)),
        ("shipping", D("12.1"), D("2.1")),
    ]
    assert refund.adjustment == D("3.5")
    assert sum(line.gross for line in refund.lines) + refund.adjustment == refund.gross


def test_a_discount_beyond_the_rows_was_on_shipping() -> None:
    (refund,) = refunded(
        memo(shipping_amount=10, shipping_tax_amount=2.1, discount_amount=-2, grand_total=131.1)
    )
    assert refund.lines[-1].gross == D("10.1")


def test_rows_without_money_are_left_out() -> None:
    empty = {"order_item_id": 72, "qty": 1, "row_total": 0}
    assert [line.line for line in refunded(memo(items=[*memo()["items"], empty]))[0].lines] == ["71"]


def test_nothing_in_nothing_out() -> None:
    assert refunds([], []) == ()


SHIPPED = order(
    shipping_amount=20,
    shipping_incl_tax=24.2,
    shipping_tax_amount=4.2,
    grand_total=145.2,
    total_refunded=24.2,
)
HALF = memo(items=[], shipping_amount=10, shipping_tax_amount=2.1, grand_total=12.1)


def test_shipping_comes_back_as_a_thing_only_where_all_of_it_does() -> None:
    """What is left of its price is on the invoice, and may be refunded another time."""
    whole = memo(items=[], shipping_amount=20, shipping_tax_amount=4.2, grand_total=24.2)
    for memos, counts in (((whole,), [1]), ((HALF, {**HALF, "entity_id": 2}), [0, 0])):
        heard = shop(Routed({"GET /orders/41": SHIPPED, "GET /creditmemos": found(*memos)})).order("41")
        assert heard.order is not None
        assert [refund.lines[0].quantity for refund in heard.order.refunds] == counts
        netted = net(heard.order)
        assert netted.findings == ()
        assert total(line.gross for line in netted.order.lines) == netted.order.payable == D(121)


def test_half_of_the_shipping_refunded_leaves_the_other_half_on_the_invoice() -> None:
    heard = shop(Routed({"GET /orders/41": SHIPPED, "GET /creditmemos": found(HALF)})).order("41")
    assert heard.order is not None
    netted = net(heard.order)
    assert netted.findings == ()
    assert [line.gross for line in netted.order.lines] == [D(121), D("12.1")]


def green_tax(amount: float) -> dict[str, Any]:
    words = f'[{{"title":"Green tax","row_amount":{amount},"row_amount_incl_tax":{amount}}}]'
    return {"weee_tax_applied_row_amount": amount, "weee_tax_applied": words}


@pytest.mark.parametrize("told", [green_tax(5), {**green_tax(10), "weee_tax_applied_row_amount": 5}])
def test_a_fixed_tax_comes_back_from_its_own_line(told: dict[str, Any]) -> None:
    """It bears no VAT, and would else be taken off what does. Its rows may be those of the whole order."""
    fridges = item(qty_ordered=2, row_total=200, tax_amount=42, **green_tax(10))
    row = {"order_item_id": 71, "qty": 1, "row_total": 100, "tax_amount": 21, **told}
    routes = {
        "GET /orders/41": order(fridges, grand_total=252, total_refunded=126),
        "GET /creditmemos": found(memo(items=[row], grand_total=126)),
    }
    heard = shop(Routed(routes)).order("41")
    assert heard.order is not None
    (refund,) = heard.order.refunds
    assert [(line.line, line.quantity, line.gross) for line in refund.lines] == [
        ("71", D(1), D(121)),
        ("71:fpt1", D(1), D(5)),
    ]
    assert [line.gross for line in net(heard.order).order.lines] == [D(121), D(5)]


@pytest.mark.parametrize(
    ("field", "line"), [("gift_cards", "gift_cards"), ("customer_balance", "store_credit")]
)
@pytest.mark.parametrize("back", [40, 15])
def test_what_goes_back_to_a_card_or_an_account_is_a_line_of_its_own(
    field: str, line: str, back: int
) -> None:
    """Adobe Commerce: it is less in the memo's total, and in none of its rows."""
    told = order(grand_total=81, total_refunded=1, extension_attributes={f"{field}_amount": 40})
    row = {"order_item_id": 71, "qty": 1, "row_total": 100, "tax_amount": 21}
    given = memo(items=[row], grand_total=121 - back, extension_attributes={f"{field}_amount": back})
    heard = shop(Routed({"GET /orders/41": told, "GET /creditmemos": found(given)})).order("41")
    assert heard.order is not None
    (refund,) = heard.order.refunds
    assert [(one.line, one.gross) for one in refund.lines] == [("71", D(121)), (line, D(-back))]
    netted = net(heard.order)
    assert netted.findings == ()
    assert total(one.gross for one in netted.order.lines) == netted.order.payable == D(back) - 40


def test_refunded_wrapping_is_its_own_line_too() -> None:
    wrapped = {"gw_price": 10, "gw_tax_amount": 2.1}
    told = order(grand_total=133.1, total_refunded=1, extension_attributes=wrapped)
    given = memo(items=[], grand_total=12.1, extension_attributes=wrapped)
    heard = shop(Routed({"GET /orders/41": told, "GET /creditmemos": found(given)})).order("41")
    assert heard.order is not None
    assert [(one.line, one.gross) for one in heard.order.refunds[0].lines] == [("wrapping:order", D("12.1"))]
    assert [one.gross for one in net(heard.order).order.lines] == [D(121)]
