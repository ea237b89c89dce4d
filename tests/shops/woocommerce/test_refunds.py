"""Refunds: of pieces, of money for a line, of money alone; and what the shop does not tell."""

from decimal import Decimal
from typing import Any

import pytest
from tests.shops.woocommerce.support import Routed, heard, item, mapped, order, reply, shop
from tests.shops.woocommerce.test_lines import MIXED

from facturier.drafting.refunds import net
from facturier.ports.errors import NotNow


def refunded(*named: str, **changes: Any) -> dict[str, Any]:
    refunds = [{"id": place, "reason": "", "total": f"-{total}"} for place, total in enumerate(named, 900)]
    return order(refunds=refunds, **changes)


def back(id: int = 900, amount: str = "121.00", *items: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {
        "id": id,
        "date_created_gmt": "2026-10-06T08:00:00",
        "amount": amount,
        "line_items": list(items),
        "shipping_lines": [],
        "fee_lines": [],
        **changes,
    }


def given(total: str, tax: str, quantity: int = -1, of: str = "315") -> dict[str, Any]:
    known = [{"id": 1, "key": "_refunded_item_id", "value": of}]
    return {**item(), "id": 990, "quantity": quantity, "total": total, "total_tax": tax, "meta_data": known}


def test_pieces_of_a_line() -> None:
    (refund,) = mapped(refunded("121.00"), back(900, "121.00", given("-100.00", "-21.00"))).refunds
    (line,) = refund.lines
    assert (line.line, line.quantity, line.gross, line.tax) == ("315", Decimal(1), Decimal(121), Decimal(21))
    assert (refund.gross, refund.adjustment) == (Decimal(121), Decimal(0))


def test_money_alone_is_an_adjustment() -> None:
    (refund,) = mapped(refunded("10.00"), back(900, "10.00")).refunds
    assert (refund.lines, refund.adjustment) == ((), Decimal(10))


def test_money_beside_pieces_is_an_adjustment() -> None:
    """More than rounding explains."""
    (refund,) = mapped(refunded("80.50"), back(900, "80.50", given("-62.00", "-13.02", 0))).refunds
    assert refund.adjustment == Decimal("5.48")


def test_a_cent_of_rounding_is_none() -> None:
    (refund,) = mapped(refunded("60.00"), back(900, "60.00", given("-49.59", "-10.42", 0))).refunds
    assert (refund.lines[0].gross, refund.adjustment) == (Decimal(60), Decimal(0))


def test_all_of_a_line_is_what_was_paid_for_it() -> None:
    """The order's total was rounded to another cent than the refund's."""
    sold = item(
        subtotal="297.272727", subtotal_tax="62.43", total="297.272727", total_tax="62.43", quantity=3
    )
    document = refunded("359.70", total="359.70") | {"line_items": [sold]}
    found = mapped(document, back(900, "359.70", given("-297.272727", "-62.43", -3)))
    assert found.refunds[0].lines[0].gross == Decimal("359.7")
    assert not net(found).findings


def test_shipping_that_is_given_back_whole_is_one_piece() -> None:
    courier = {
        "id": 316,
        "method_title": "Curier",
        "total": "10.00",
        "total_tax": "2.10",
        "taxes": [{"id": 1, "total": "2.10"}],
        "meta_data": [],
    }
    document = refunded("12.10", total="133.10") | {"shipping_lines": [courier]}
    line = {**given("-10.00", "-2.10", 0, "316")}
    line.pop("quantity")
    (refund,) = mapped(document, back(900, "12.10", shipping_lines=[line])).refunds
    assert (refund.lines[0].quantity, refund.lines[0].gross) == (Decimal(1), Decimal("12.1"))


def test_several_come_oldest_first() -> None:
    found = mapped(refunded("1.00", "2.00"), back(901, "2.00"), back(900, "1.00")).refunds
    assert [refund.id for refund in found] == ["900", "901"]


TROUBLES: dict[str, tuple[dict[str, Any], tuple[dict[str, Any], ...]]] = {
    "does not tell": (refunded("10.00"), ()),
    "does not name": (refunded("10.00"), (back(900, "10.00"), back(901, "1.00"))),
    "order says": (refunded("10.00"), (back(900, "11.00"),)),
    "hold VAT": (
        refunded("10.00"),
        (back(900, "10.00", tax_lines=[{"tax_total": "-1.74", "shipping_tax_total": "0.00"}]),),
    ),
    "of which line": (refunded("10.00"), (back(900, "10.00", given("-8.26", "-1.74", 0, "999")),)),
    "names no refund": (order(status="refunded"), ()),
    "cannot be read": (refunded("10.00"), ({"id": 900},)),
}


@pytest.mark.parametrize("words", TROUBLES)
def test_what_is_not_told_is_a_trouble_and_never_a_guess(words: str) -> None:
    document, told = TROUBLES[words]
    found = heard(document, *told)
    assert found.order is None
    assert words in found.trouble


def test_a_page_of_a_firewall_is_waited_out() -> None:
    page = reply(status=200)
    routed = Routed({"GET /orders/1": refunded("10.00"), "GET /orders/41/refunds": page})
    with pytest.raises(NotNow):
        shop(routed).order("1")


def test_no_call_is_made_for_an_order_without() -> None:
    routed = Routed({"GET /orders/1": order()})
    shop(routed).order("1")
    assert routed.names == ["GET /orders/1"]


@pytest.mark.parametrize(
    ("total", "tax", "shares"), [("30", "3", ("-12.2", "-20.8")), ("15", "1.5", ("-6.1", "-10.4"))]
)
def test_a_discount_on_several_rates_is_taken_back_from_each(
    total: str, tax: str, shares: tuple[str, str]
) -> None:
    taxes = [{"id": 1, "total": "0"}, {"id": 2, "total": "0"}]
    known = [{"id": 1, "key": "_refunded_item_id", "value": "317"}]
    fee = {"id": 991, "total": total, "total_tax": tax, "taxes": taxes, "meta_data": known}
    amount = str(Decimal("122.00") - Decimal(total) - Decimal(tax))
    told = {**MIXED, "refunds": [{"id": 900, "reason": "", "total": f"-{amount}"}]}
    (refund,) = mapped(told, back(900, amount, given("-100.00", "-22.00"), fee_lines=[fee])).refunds
    assert [(line.line, line.gross) for line in refund.lines] == [
        ("315", Decimal("122")),
        ("317:1", Decimal(shares[0])),
        ("317:2", Decimal(shares[1])),
    ]
    assert refund.adjustment == 0


def test_an_order_that_cost_nothing_is_refunded_without_a_refund() -> None:
    """Who sets such an order to “refunded” gets none: there is no money to give back."""
    free = item(total="0.000000", total_tax="0.000000", taxes=[{"id": 1, "total": "0"}])
    assert mapped(order(free, total="0.00", status="refunded")).refunds == ()
