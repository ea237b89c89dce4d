"""How carts become documents: kinds of products, currencies, buyers, discounts (fact sheet, sections 4, 5)."""

from datetime import UTC, datetime
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from tests.shops.magento.sandbox_desk import GROSS, cart
from tests.shops.magento.sandbox_identities import check_identities

from facturier.shops.magento.sandbox.arithmetic import Rules
from facturier.shops.magento.sandbox.basket import STANDARD_RATE, Carriage, Coupon, Item, Money, Pay
from facturier.shops.magento.sandbox.catalogue import PRODUCTS, product, random_basket
from facturier.shops.magento.sandbox.choice import choose, parse
from facturier.shops.magento.sandbox.document import order_document
from facturier.shops.magento.sandbox.people import PLACES, Buyer, Place

NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)
ANA = Buyer("Ana", "Test", "ana@example.test", "0700000000", PLACES[0])
PARTS = (
    Item("CANA-33", "Cană", Decimal("27.49"), Decimal(2)),
    Item("CEAI-V", "Ceai", Decimal("22.15"), rate=Decimal(11)),
)


def document(**parts: Any) -> Any:
    return order_document(cart(**({"buyer": ANA} | parts)), 41, NOW)


def test_a_variant_costs_nothing_and_names_its_parent() -> None:
    shirt = Item(
        "TRI-M",
        "Tricou",
        Decimal(121),
        Decimal(2),
        product_type="configurable",
        children=(Item("TRI-M", "Tricou-M", Decimal(0)),),
    )
    order = document(items=(shirt,), coupon=Coupon("vara10", Decimal(10)), carriage=Carriage(Decimal(15)))
    parent, child = order["items"]
    assert (parent["price"], parent["row_total"], parent["tax_amount"]) == (100, 200, Decimal("37.8"))
    assert (child["price"], child["row_total"], child["tax_percent"]) == (0, 0, 0)
    assert child["parent_item_id"] == parent["item_id"]
    assert child["parent_item"]["sku"] == parent["sku"] == child["sku"]
    assert child["qty_ordered"] == 2
    assert order["discount_amount"] == Decimal("-24.2")
    assert order["discount_tax_compensation_amount"] == Decimal("4.2")


def test_a_bundle_with_a_fixed_price_carries_the_money() -> None:
    bundle = Item("SET", "Set", Decimal("69.90"), product_type="bundle", children=PARTS)
    parent, *children = document(items=(bundle,))["items"]
    assert parent["row_total_incl_tax"] == Decimal("69.9")
    assert [child["row_total"] for child in children] == [0, 0]
    assert [child["qty_ordered"] for child in children] == [2, 1]


def test_the_parts_of_a_dynamic_bundle_carry_the_money_and_its_head_repeats_the_sum() -> None:
    bundle = Item(
        "SET", "Set", Decimal(0), Decimal(3), product_type="bundle", children=PARTS, children_carry=True
    )
    parent, *children = document(items=(bundle,))["items"]
    assert [child["qty_ordered"] for child in children] == [6, 3]
    assert [child["tax_percent"] for child in children] == [21, 11]
    for field in ("row_total", "row_total_incl_tax", "tax_amount"):
        assert parent[field] == sum(child[field] for child in children)
    assert parent["price_incl_tax"] == Decimal("77.13")
    assert parent["discount_amount"] == parent["tax_percent"] == 0


def test_two_currencies_are_computed_apart() -> None:
    order = document(money=Money("RON", "EUR", Decimal("0.1987")))
    assert (order["base_currency_code"], order["order_currency_code"]) == ("RON", "EUR")
    assert order["base_to_order_rate"] == Decimal("0.1987")
    assert order["base_grand_total"] == Decimal("392.26")
    coffee = order["items"][0]
    assert (coffee["base_price_incl_tax"], coffee["price_incl_tax"]) == (Decimal("119.9"), Decimal("23.82"))
    assert coffee["original_price"] == Decimal("23.82")
    check_identities(order)


def test_rows_after_discount_are_lower_but_the_subtotal_is_not() -> None:
    coupon = Coupon("vara10", Decimal(10))
    before, after = document(coupon=coupon), document(coupon=coupon, row_after_discount=True)
    for low, high in zip(after["items"], before["items"], strict=True):
        assert low["row_total"] == high["row_total"] - high["discount_amount"]
        assert low["row_total_incl_tax"] == high["row_total_incl_tax"] - high["discount_amount"]
        assert low["tax_amount"] == high["tax_amount"]
    assert after["subtotal"] == before["subtotal"]
    assert after["grand_total"] == before["grand_total"]


@pytest.mark.parametrize(
    ("rules", "compensated"),
    [(Rules(), False), (Rules(discount_includes_tax=True), True), (GROSS, True)],
)
def test_where_a_compensation_appears(rules: Rules, compensated: bool) -> None:
    order = document(rules=rules, coupon=Coupon("vara10", Decimal(10)))
    assert bool(order["discount_tax_compensation_amount"]) is compensated
    assert document(rules=rules)["discount_tax_compensation_amount"] == 0


def test_a_discount_on_shipping_is_in_the_orders_discount_but_in_no_row() -> None:
    order = document(carriage=Carriage(Decimal(25), STANDARD_RATE, discount=Decimal(10)))
    assert order["discount_amount"] == -10
    assert order["shipping_discount_amount"] == 10
    assert order["shipping_tax_amount"] == Decimal("2.6")
    assert order["shipping_discount_tax_compensation_amount"] == Decimal("1.74")
    assert order["base_shipping_discount_tax_compensation_amnt"] == Decimal("1.74")
    assert all(row["discount_amount"] == 0 for row in order["items"])


def test_the_rate_of_shipping_stands_only_among_the_applied_taxes() -> None:
    order = document(carriage=Carriage(Decimal(20), STANDARD_RATE))
    attributes = order["extension_attributes"]
    (shipping,) = [tax for tax in attributes["item_applied_taxes"] if tax["type"] == "shipping"]
    assert "item_id" not in shipping
    assert shipping["applied_taxes"][0]["percent"] == 21
    assert attributes["additional_itemized_taxes"][0]["amount"] == order["shipping_tax_amount"]
    assert not [field for field in order if "shipping" in field and "percent" in field]
    untaxed = document()["extension_attributes"]
    assert all(tax["type"] == "product" for tax in untaxed["item_applied_taxes"])
    assert untaxed["additional_itemized_taxes"] == []


def test_a_custom_price_keeps_the_original_beside_it() -> None:
    (row,) = document(items=(product("SCAUN-E", custom_price=Decimal("999.50")),), rules=Rules())["items"]
    assert (row["price"], row["original_price"]) == (Decimal("999.5"), 1249)


def test_decimal_quantities() -> None:
    order = document(items=(product("MIERE-500", "0.755"),))
    (row,) = order["items"]
    assert (row["qty_ordered"], row["is_qty_decimal"]) == (Decimal("0.755"), 1)
    assert row["row_total_incl_tax"] == Decimal("29.07")
    check_identities(order)


def test_a_guest_and_a_customer() -> None:
    guest = document()
    assert (guest["customer_is_guest"], guest["customer_group_id"]) == (1, 0)
    assert "customer_id" not in guest
    known = document(
        buyer=Buyer("Ana", "Test", "ana@example.test", "07", PLACES[0], taxvat="RO1", customer_id=9)
    )
    assert (known["customer_is_guest"], known["customer_id"], known["customer_taxvat"]) == (0, 9, "RO1")


def test_an_empty_company_is_left_out_an_empty_city_is_not() -> None:
    where = Place((), "", "")
    address = document(buyer=Buyer("Ana", "Test", "a@example.test", "07", where))["billing_address"]
    assert not {"company", "vat_id", "region", "region_code", "region_id"} & set(address)
    assert (address["city"], address["postcode"], address["street"]) == ("", "", [])


def test_cash_on_delivery_as_a_real_shop_tells_it() -> None:
    order = document(pay=Pay("cashondelivery", "Cash On Delivery"))
    assert order["payment"]["additional_information"] == ["Cash On Delivery", None]
    assert order["extension_attributes"]["payment_additional_info"] == [
        {"key": "method_title", "value": "Cash On Delivery"},
        {"key": "instructions", "value": "null"},
    ]
    assert order["total_due"] == order["grand_total"]


def test_a_modules_fee_and_a_credit_move_only_the_totals() -> None:
    plain = document()
    changed = document(fee=Decimal(10), credit=Decimal(40), attributes={"gift_cards_amount": Decimal(40)})
    assert changed["grand_total"] == changed["payment"]["amount_ordered"] == plain["grand_total"] - 30
    assert changed["subtotal"] == plain["subtotal"]
    assert changed["tax_amount"] == plain["tax_amount"]
    assert changed["extension_attributes"]["gift_cards_amount"] == 40


def test_ids_are_unique_over_orders() -> None:
    orders = [order_document(cart(), number, NOW) for number in (101, 102)]
    rows = [row["item_id"] for order in orders for row in order["items"]]
    taxes = [tax["tax_id"] for order in orders for tax in order["extension_attributes"]["taxes"]]
    assert len(set(rows)) == len(rows) == 6
    assert len(set(taxes)) == len(taxes) == 4


def test_random_carts_take_the_shops_rules_and_products() -> None:
    random = Random(3)
    baskets = [random_basket(random, GROSS) for _ in range(300)]
    assert {basket.rules for basket in baskets} == {GROSS}
    assert {item.sku for basket in baskets for item in basket.items} == {item.sku for item in PRODUCTS}
    assert {bool(basket.buyer.company) for basket in baskets} == {True, False}
    assert {basket.money.order for basket in baskets} == {"RON", "EUR"}


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a", {"a": {}}),
        ("a,b", {"a": {}, "b": {}}),
        ("a[b,c[d]],e", {"a": {"b": {}, "c": {"d": {}}}, "e": {}}),
        (" a , b ", {"a": {}, "b": {}}),
        ("a[b", {"a": {"b": {}}}),
        ("a]", {"a": {}}),
        ("", {}),
    ],
)
def test_field_choice(text: str, tree: dict[str, Any]) -> None:
    assert parse(text) == tree


def test_choosing_goes_into_lists_and_leaves_out_the_unknown() -> None:
    answer = {"items": [{"a": 1, "b": {"c": 2, "d": 3}}, {"a": 4}], "total": 2}
    assert choose(answer, parse("items[b[c]],nothing")) == {"items": [{"b": {"c": 2}}, {}]}
    assert choose(7, parse("a")) == 7
