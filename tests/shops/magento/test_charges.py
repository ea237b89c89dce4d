"""Shipping, fees of modules, and money that was already given."""

from decimal import Decimal as D
from typing import Any

import pytest
from tests.shops.magento.support import added_up, item, lines, mapped, order

from facturier.model.kinds import LineKind
from facturier.model.vat import recognised


def shipped(extension: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    shipping = {"shipping_amount": 10, "shipping_incl_tax": 12.1, "shipping_tax_amount": 2.1}
    return order(**{"grand_total": 133.1, **shipping, **changes}, extension_attributes=extension or {})


class TestShipping:
    def test_its_rate_is_in_the_tax_table(self) -> None:
        taxes = {"type": "shipping", "applied_taxes": [{"percent": 19, "amount": 2.1}]}
        found = lines(shipped({"item_applied_taxes": [taxes]}))["shipping"]
        assert (found.kind, found.gross, found.tax, found.vat_percent) == (
            LineKind.SHIPPING,
            D("12.1"),
            D("2.1"),
            D(19),
        )

    def test_or_in_the_itemised_taxes_of_newer_versions(self) -> None:
        taxes = [
            {"taxable_item_type": "product", "tax_percent": 21},
            {"taxable_item_type": "shipping", "tax_percent": 9},
        ]
        assert lines(shipped({"additional_itemized_taxes": taxes}))["shipping"].vat_percent == D(9)

    def test_or_recognised_from_the_amounts(self) -> None:
        assert lines(shipped())["shipping"].vat_percent == D(21)

    def test_a_discount_on_it_is_deducted_and_told(self) -> None:
        document = shipped(
            shipping_discount_amount=2.42,
            shipping_tax_amount=1.68,
            shipping_discount_tax_compensation_amount=0.42,
            grand_total=130.68,
        )
        found = lines(document)["shipping"]
        assert (found.gross, found.tax, found.discount) == (D("9.68"), D("1.68"), D("2.42"))
        assert added_up(mapped(document)) == D("130.68")

    def test_free_shipping_is_no_line(self) -> None:
        document = shipped(shipping_amount=0, shipping_incl_tax=0, shipping_tax_amount=0, grand_total=121)
        assert "shipping" not in lines(document)


class TestFees:
    @pytest.mark.parametrize(
        ("rule", "tax", "percent"),
        [
            ("COD; extension_attributes.cod_fee; 21", "2.1", 21),
            ("COD; extension_attributes.cod_fee; 21; gross", "2.1", 21),
            ("COD; extension_attributes.cod_fee_net; 21; net", "2.1", 21),
            ("COD; extension_attributes.cod_fee_net; extension_attributes.cod_fee_tax; net", "2.1", 21),
            ("COD; extension_attributes.cod_fee; extension_attributes.cod_fee_tax", "2.1", 21),
        ],
    )
    def test_a_fee_that_the_settings_name_becomes_a_line(self, rule: str, tax: str, percent: int) -> None:
        extension = {"cod_fee": "12.1000", "cod_fee_net": 10, "cod_fee_tax": 2.1}
        document = order(grand_total=133.1, extension_attributes=extension)
        fee = lines(document, fees=rule)["fee:1"]
        assert (fee.kind, fee.name, fee.gross, fee.tax, fee.vat_percent) == (
            LineKind.FEE,
            "COD",
            D("12.1"),
            D(tax),
            D(percent),
        )

    def test_the_fee_helps_to_find_the_reading_that_adds_up(self) -> None:
        discounted = item(row_total=90, discount_amount=10, tax_amount=18.9)
        document = order(discounted, grand_total=118.9, extension_attributes={"fee": 10})
        found = mapped(document, fees="Fee; extension_attributes.fee; 0")
        assert (found.lines[0].gross, added_up(found)) == (D("108.9"), found.payable)

    def test_a_negative_fee_is_a_discount(self) -> None:
        document = order(grand_total=111, extension_attributes={"bonus": -10})
        fee = lines(document, fees="Bonus; extension_attributes.bonus; 0")["fee:1"]
        assert (fee.kind, fee.gross) == (LineKind.DISCOUNT, D(-10))

    def test_an_absent_fee_is_no_line(self) -> None:
        assert list(lines(order(), fees="COD; extension_attributes.cod_fee; 21")) == ["71"]

    def test_gift_wrapping_of_commerce(self) -> None:
        extension = {"gw_items_price": "10.0000", "gw_items_tax_amount": "2.1000"}
        fee = lines(order(grand_total=133.1, extension_attributes=extension))["wrapping:items"]
        assert (fee.kind, fee.gross, fee.vat_percent) == (LineKind.FEE, D("12.1"), D(21))

    def test_custom_fees_of_commerce_do_not_tell_their_vat(self) -> None:
        custom = [{"custom_fee_label": "Insurance", "custom_fee_amount": 5}]
        fee = lines(order(grand_total=126, extension_attributes={"custom_fees": custom}))["custom_fee:1"]
        assert (fee.name, fee.gross, fee.vat_percent) == ("Insurance", D(5), None)


def test_gift_cards_points_and_credit_are_negative_lines_without_vat() -> None:
    extension = {"gift_cards_amount": 50, "reward_currency_amount": 1, "customer_balance_amount": 20}
    document = order(grand_total=50, extension_attributes=extension)
    found = lines(document)
    assert {name: (line.kind, line.gross, line.tax) for name, line in found.items() if name != "71"} == {
        "gift_cards": (LineKind.GIFT_CARD, D(-50), D(0)),
        "reward": (LineKind.STORE_CREDIT, D(-1), D(0)),
        "store_credit": (LineKind.STORE_CREDIT, D(-20), D(0)),
    }
    assert added_up(mapped(document)) == D(50)


class TestRecognisedRates:
    def test_those_of_the_order_come_first(self) -> None:
        assert recognised(D("16.53"), D("3.47"), [D(21)]) == D(21)

    def test_then_the_usual_ones(self) -> None:
        assert recognised(D("100"), D("25.5"), [D(21)]) == D("25.5")

    def test_no_tax_is_zero_percent(self) -> None:
        assert recognised(D(10), D(0), []) == D(0)

    @pytest.mark.parametrize(("net", "tax"), [("0.05", "0.01"), ("100", "33.33")])
    def test_amounts_that_fit_many_rates_or_none_tell_nothing(self, net: str, tax: str) -> None:
        assert recognised(D(net), D(tax), []) is None
