"""From what a file gives to what the buyer pays: net and gross, discounts, VAT, refunds, and contradictions."""

from decimal import Decimal
from typing import Any

import pytest
from tests.shops.files.support import NOW, line, one, only, orders, told

from facturier.model.kinds import LineKind
from facturier.model.order import OrderLine, OrderState
from facturier.shops.files import schema
from facturier.shops.files.sandbox import writing

D = Decimal


def first(**parts: Any) -> OrderLine:
    """The line with these parts, of an order with a second one; `net`: its prices hold no VAT."""
    include = not parts.pop("net", False)
    return one(told(prices_include_vat=include, lines=(line(**parts), line()))).lines[0]


def wrong(**changes: Any) -> tuple[str, str]:
    """Field and words of the one thing that is wrong with an order."""
    _, field, said = only("a.json", writing.json_text([told(**changes)]))
    return field, said


@pytest.mark.parametrize(
    ("parts", "gross", "tax"),
    [
        ({"price": D("121")}, "121.00", "21.00"),
        ({"price": D("100"), "net": True}, "121.00", "21.00"),
        ({"price": D("19.99"), "quantity": D(3)}, "59.97", "10.41"),
        ({"price": D("16.5207"), "quantity": D(3), "net": True}, "59.97", "10.41"),
        ({"price": D("0.333"), "quantity": D(3)}, "1.00", "0.17"),
        ({"price": D("100"), "discount": D("10.50")}, "89.50", "15.53"),
        ({"price": D("100"), "discount": D("10"), "net": True}, "108.90", "18.90"),
        ({"price": None, "amount": D("50.00")}, "50.00", "8.68"),
        ({"price": D("16.67"), "quantity": D(3), "amount": D("50.00")}, "50.00", "8.68"),
        ({"price": D("100"), "vat_amount": D("17.35")}, "100.00", "17.35"),
        ({"price": D("100"), "vat_amount": D("21.01"), "net": True}, "121.01", "21.01"),
        ({"price": D("100"), "vat": D(0)}, "100.00", "0.00"),
        ({"price": None, "amount": D("-5.00"), "kind": schema.Kind.DISCOUNT}, "-5.00", "-0.87"),
    ],
)
def test_what_the_buyer_pays_for_a_line(parts: dict[str, Any], gross: str, tax: str) -> None:
    found = first(**parts)
    assert (found.gross, found.tax) == (D(gross), D(tax))


def test_the_shops_own_figures_stay_beside_the_amount() -> None:
    gross = first(price=D("100"), discount=D("10"))
    assert (gross.unit_gross, gross.unit_net, gross.discount) == (D(100), None, D(10))
    net = first(price=D("100"), discount=D("10"), net=True)
    assert (net.unit_gross, net.unit_net, net.discount) == (None, D(100), D("12.10"))


def test_shipping_is_a_line() -> None:
    order = one(told(shipping=schema.Shipping(amount=D("12.10"), vat=D(21), name="Curier"), total=D("32.09")))
    last = order.lines[-1]
    assert (last.id, last.kind, last.name) == ("shipping", LineKind.SHIPPING, "Curier")
    assert (last.gross, last.tax, order.payable) == (D("12.10"), D("2.10"), D("32.09"))
    assert len(one(told(shipping=schema.Shipping(amount=D(0)))).lines) == 1


def test_the_connection_says_what_the_order_does_not() -> None:
    order = told(currency="", lines=(line(vat=None, price=D(100)),))
    found = one(order, currency="eur", prices_include_vat="false", vat_percent="11")
    assert (found.currency, found.payable, found.prices_include_vat) == ("EUR", D("111.00"), False)
    assert found.lines[0].vat_percent == D(11)
    assert one(told(prices_include_vat=True), prices_include_vat="false").payable == D("19.99")


def test_a_total_is_the_shops_word_even_where_the_lines_differ() -> None:
    """Whether they may is the drafting room's question, as for every shop."""
    assert one(told(total=D("20.00"))).payable == D("20.00")
    assert one(told()).payable == D("19.99")


def test_moments_without_a_zone_are_the_shops() -> None:
    body = writing.json_text([told()]).replace(b"2026-11-19T14:00:00Z", b"2026-07-01 12:00")
    for zone, hour in (("Europe/Bucharest", 9), ("Europe/Rome", 10), ("UTC", 12)):
        assert orders("a.json", body, time_zone=zone)[0].placed_at.hour == hour


def test_a_buyer_with_a_tax_number_is_a_company_unless_it_is_said() -> None:
    for company, tax_id, expected in (
        (None, "", False),
        (None, "RO14399840", True),
        (False, "RO14399840", False),
        (True, "", True),
    ):
        assert (
            one(told(buyer=schema.Buyer(name="X", company=company, tax_id=tax_id))).buyer.company is expected
        )


def test_everything_about_the_order_is_kept() -> None:
    order = one(
        told(
            state=OrderState.HELD,
            status="nou",
            source="eMAG",
            store_view="ro",
            coupon="BF10",
            note="Sunați",
            invoice_asked=True,
            payment=schema.Payment(
                method="card", title="Card", paid=D("19.99"), paid_at=NOW, transaction="T1"
            ),
            elsewhere=schema.Elsewhere(tool="SmartBill", series="ABC", number="45"),
            ship_to=schema.Place(street="Calea Nouă 7", city="Turda", country="ro"),
            buyer=schema.Buyer(name="Ana", iban="ro49 aaaa 1b31 0075", recipient_code="abc1234"),
        )
    )
    assert (order.state, order.status, order.source, order.store_view) == (
        OrderState.HELD,
        "nou",
        "eMAG",
        "ro",
    )
    assert (order.coupon, order.note, order.invoice_asked) == ("BF10", "Sunați", True)
    assert (order.payment.method, order.payment.paid, order.payment.transaction) == ("card", D("19.99"), "T1")
    assert [(one.tool, one.series, one.number) for one in order.elsewhere] == [("SmartBill", "ABC", "45")]
    assert order.ship_to is not None
    assert (order.ship_to.city, order.ship_to.country) == ("Turda", "RO")
    assert (order.buyer.iban, order.buyer.recipient_code) == ("RO49AAAA1B310075", "ABC1234")


def test_a_refund_is_for_lines_and_beside_them() -> None:
    parts = (schema.RefundLine(line="1", quantity=D(1), amount=D("12.10")),)
    refund = schema.Refund(refund="R1", refunded_at=NOW, lines=parts, adjustment=D("-2.00"))
    (found,) = one(told(refunds=(refund,))).refunds
    assert (found.id, found.gross, found.adjustment) == ("R1", D("10.10"), D("-2.00"))
    assert (found.lines[0].gross, found.lines[0].tax) == (D("12.10"), D("2.10"))


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"lines": (line(price=D("-5")),)}, "lines[0].price", "Money given back is told as a refund"),
        ({"lines": (line(price=None, amount=D("-5")),)}, "lines[0].amount", "It is negative"),
        (
            {"lines": (line(kind=schema.Kind.DISCOUNT, price=D("5")),)},
            "lines[0].price",
            "its amount must be negative",
        ),
        (
            {"lines": (line(amount=D("21.00")),)},
            "lines[0].amount",
            "1 x 19.99 less the discount of 0 makes 19.99",
        ),
        ({"lines": (line(vat_amount=D("30")),)}, "lines[0].vat_amount", "does not fit"),
        ({"lines": (line(vat_amount=D("-3")),)}, "lines[0].vat_amount", "does not fit"),
        ({"lines": (line(line="a"), line(line="a"))}, "lines[1].line", "is named “a” too"),
        ({"lines": (line(line="2"), line())}, "lines[1].line", "is named “2” too"),
        (
            {"lines": (line(line="shipping"),), "shipping": schema.Shipping(amount=D(5), vat=D(21))},
            "lines[0].line",
            "is named “shipping” too",
        ),
        ({"total": D("-1")}, "total", "negative"),
        (
            {"lines": (line(), line(kind=schema.Kind.DISCOUNT, price=None, amount=D("-50")))},
            "total",
            "negative total (-30.01)",
        ),
        ({"changed_at": NOW.replace(year=2025)}, "changed_at", "before the order was placed"),
        ({"total": D("19.999")}, "total", "more than 2 decimals"),
        (
            {
                "refunds": (
                    schema.Refund(refund="R", refunded_at=NOW),
                    schema.Refund(refund="R", refunded_at=NOW),
                )
            },
            "refunds[1].refund",
            "has this number",
        ),
        (
            {"refunds": (schema.Refund(refund="R", refunded_at=NOW, adjustment=D("-1")),)},
            "refunds[0].adjustment",
            "More is kept back",
        ),
    ],
)
def test_a_contradiction_is_told(changes: dict[str, Any], field: str, words: str) -> None:
    found, said = wrong(**changes)
    assert found == field
    assert words in said
