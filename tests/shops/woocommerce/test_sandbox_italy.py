"""The simulated merchant of Italy, as our connector reads it."""

from decimal import Decimal

import pytest
from tests.conformance.line import URL, Line

from facturier.model.money import total
from facturier.model.order import Order
from facturier.ports.registry import SHOPS, connector
from facturier.sandbox.clock import VirtualClock
from facturier.shops.woocommerce.sandbox import create, create_filled


@pytest.fixture(scope="module")
def orders() -> list[Order]:
    clock = VirtualClock()
    sandbox = create_filled(clock=clock, country="IT")
    found = connector(SHOPS, "woocommerce")
    assert found.shop is not None
    shop = found.shop(found.read(sandbox.settings(URL)), Line(sandbox, clock).http)
    return [heard.order for page in shop.orders("") for heard in page.orders if heard.order is not None]


def test_it_sells_in_euro_at_italian_rates(orders: list[Order]) -> None:
    assert {order.currency for order in orders} == {"EUR"}
    rates = {line.vat_percent for order in orders for line in order.lines}
    assert {Decimal(22), Decimal(10), Decimal(4)} <= rates
    assert rates <= {Decimal(22), Decimal(10), Decimal(4), Decimal(0)}


def test_lines_come_to_what_the_buyer_pays(orders: list[Order]) -> None:
    for order in orders:
        assert abs(total(line.gross for line in order.lines) - order.payable) < Decimal("0.01"), order.origin


def test_buyers_give_what_sdi_asks_for(orders: list[Order]) -> None:
    buyers = [order.buyer for order in orders]
    assert any(buyer.company and buyer.tax_id and buyer.recipient_code == "ABCDEF1" for buyer in buyers)
    assert any(buyer.company and buyer.tax_id and buyer.pec and not buyer.recipient_code for buyer in buyers)
    assert any(not buyer.company and buyer.personal_id and buyer.pec for buyer in buyers)
    assert any(not buyer.company and buyer.personal_id and not buyer.pec for buyer in buyers)


def test_not_every_buyer_asks_for_an_invoice(orders: list[Order]) -> None:
    assert {order.invoice_asked for order in orders} == {True, False}


def test_money_comes_back_by_line_and_by_itself(orders: list[Order]) -> None:
    refunds = [refund for order in orders for refund in order.refunds]
    assert any(refund.lines for refund in refunds)
    assert any(not refund.lines for refund in refunds)


def test_other_carts_are_italian_too() -> None:
    order = create(clock=VirtualClock(), country="IT").merchant.place()
    assert (order["currency"], order["currency_symbol"]) == ("EUR", "€")
    assert {tax["rate_code"] for tax in order["tax_lines"]} == {"IT-IVA-1"}


def test_a_country_without_a_merchant_is_refused() -> None:
    with pytest.raises(KeyError):
        create(country="FR")
