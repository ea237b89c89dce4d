"""The demonstration orders, random orders, and the people around the shop."""

import time
from collections import Counter
from datetime import UTC, datetime
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from stdnum.it import codicefiscale, iva
from stdnum.pl import nip as polish
from stdnum.ro import cui as romanian
from tests.shops.magento.sandbox_desk import Desk, cart, desk, search
from tests.shops.magento.sandbox_identities import check_identities, check_taxes

from facturier.sandbox.clock import VirtualClock
from facturier.shops.magento.sandbox import MagentoSandbox, create_filled
from facturier.shops.magento.sandbox.document import stamp
from facturier.shops.magento.sandbox.orders import Fate, demo_orders, random_order
from facturier.shops.magento.sandbox.people import cui, nip, partita_iva

NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)
MODULE_MONEY = {"ro-cod-fee", "gift-card", "store-credit", "reward-points"}
DEMO = {demo.key: demo for demo in demo_orders(NOW)}
MADE = [key for key in DEMO if not key.startswith("real-")]


@pytest.fixture(scope="module")
def filled() -> MagentoSandbox:
    return create_filled(1, VirtualClock(NOW))


@pytest.fixture
def caller() -> Desk:
    return desk()


def staged(sandbox: MagentoSandbox, key: str) -> Any:
    return sandbox.shop.orders[DEMO[key].order["entity_id"]]


def test_there_are_enough_and_their_keys_are_unique() -> None:
    demos = demo_orders(NOW)
    assert len(DEMO) == len(demos) >= 60
    assert len({demo.order["entity_id"] for demo in demos}) == len(demos)
    assert len({demo.order["increment_id"] for demo in demos}) == len(demos)
    assert min(Counter(demo.fate for demo in demos).get(fate, 0) for fate in Fate) >= 2


def test_the_key_is_no_field_of_the_document() -> None:
    for key, demo in DEMO.items():
        assert key not in (demo.order.get("increment_id"), demo.order.get("ext_order_id"))
        assert not {"key", "fate", "story"} & set(demo.order)


def test_all_were_placed_before_now_and_one_after_the_other() -> None:
    moments = [DEMO[key].order["created_at"] for key in MADE]
    assert moments == sorted(set(moments))
    assert moments[-1] < stamp(NOW)


def test_the_same_now_gives_the_same_orders() -> None:
    again = {demo.key: demo.order for demo in demo_orders(NOW)}
    assert again == {key: demo.order for key, demo in DEMO.items()}


def test_mail_addresses_are_invented() -> None:
    invented = ("@exemplu.test", "@example.test", "@esempio.test")
    assert all(demo.order["customer_email"].endswith(invented) for demo in DEMO.values())


@pytest.mark.parametrize("key", [key for key in MADE if DEMO[key].fate is not Fate.HELD])
def test_the_sound_ones_add_up(key: str) -> None:
    order = dict(DEMO[key].order)
    if key in MODULE_MONEY:
        attributes = order["extension_attributes"]
        fields = ("gift_cards_amount", "customer_balance_amount", "reward_currency_amount")
        off = sum(Decimal(attributes.get(field, 0)) for field in fields)
        fee = sum(Decimal(attributes.get(field, 0)) for field in ("msp_cod_amount", "msp_cod_tax_amount"))
        for prefix in ("", "base_"):
            order[f"{prefix}grand_total"] += off - fee
    if key == "bundle-dynamic-bare":
        order["items"] = [
            {field: value for field, value in row.items() if field != "parent_item_id"}
            for row in order["items"]
        ]
    check_identities(order)
    check_taxes(order)


@pytest.mark.parametrize("key", [key for key in MADE if DEMO[key].fate is not Fate.HELD])
def test_company_numbers_have_right_check_digits(key: str) -> None:
    address = DEMO[key].order["billing_address"]
    given = address.get("vat_id", "")
    checks: dict[str, Any] = {"RO": romanian, "PL": polish, "IT": codicefiscale if len(given) == 16 else iva}
    assert not given or checks[address["country_id"]].is_valid(given)


def test_what_is_wrong_with_the_doubtful_ones() -> None:
    def order(key: str) -> Any:
        return DEMO[f"held-{key}"].order

    assert order("unknown-county")["billing_address"]["region"] == "Transilvania de Nord"
    assert order("missing-city")["billing_address"]["city"] == ""
    assert order("missing-street")["billing_address"]["street"] == []
    assert not romanian.is_valid(order("invalid-cui")["billing_address"]["vat_id"])
    assert order("empty-name")["items"][0]["name"] == ""
    assert isinstance(order("wrong-type")["grand_total"], str)
    assert order("items-no-list")["items"] == {}
    assert {row["tax_percent"] for row in order("old-rate")["items"]} == {19}
    assert "base_to_order_rate" not in order("currency-without-rate")
    for key in ("hidden-fee", "total-below-lines"):
        with pytest.raises(AssertionError):
            check_identities(order(key))


def test_the_variety(filled: MagentoSandbox) -> None:
    orders = [order for order in filled.shop.orders.values() if order["items"]]
    rows = [row for order in orders for row in order["items"]]
    assert {row["product_type"] for row in rows} >= {"simple", "configurable", "bundle", "downloadable"}
    assert {order["state"] for order in orders} >= {
        "new",
        "pending_payment",
        "payment_review",
        "processing",
        "complete",
        "closed",
        "canceled",
        "holded",
    }
    assert {order["billing_address"]["country_id"] for order in orders} == {"RO", "IT", "PL", "DE"}
    assert {order["order_currency_code"] for order in orders} == {"RON", "EUR", "HUF"}
    assert max(len(order["items"]) for order in orders) > 60
    assert any(row["is_qty_decimal"] for row in rows)
    assert {Decimal(row["price"]) for row in rows} >= {Decimal(n) / 100 for n in range(1, 6)}
    regions = {order["billing_address"].get("region") for order in orders}
    assert {"Bucureşti", "București", "BUCURESTI", "Bucuresti", "Municipiul București"} <= regions
    names = {order["customer_lastname"] for order in orders}
    assert {"\u021a\u0103ranu", "\u0162\u0103ranu"} <= names


def test_the_stories_happened(filled: MagentoSandbox) -> None:
    assert staged(filled, "shipped-in-part")["items"][0]["qty_shipped"] == 1
    assert staged(filled, "invoiced-in-part")["items"][1]["qty_invoiced"] == 2
    assert staged(filled, "refunded-in-part")["total_refunded"] == Decimal("34.99")
    assert staged(filled, "refunded-all")["state"] == "closed"
    assert staged(filled, "custom-status")["status"] == "in_pregatire"
    words = staged(filled, "invoiced-elsewhere-both")["status_histories"][0]["comment"]
    assert words.startswith("Factura ABC 0012 a fost emisa")
    assert staged(filled, "invoiced-elsewhere-both")["total_due"] == 0
    old = staged(filled, "edited")
    new = filled.shop.orders[int(old["relation_child_id"])]
    assert (new["increment_id"], new["original_increment_id"]) == (
        f"{old['increment_id']}-1",
        old["increment_id"],
    )
    assert new["relation_parent_real_id"] == old["increment_id"]
    assert old["state"] == "canceled"
    assert old["relation_child_real_id"] == new["increment_id"]
    assert filled.shop.invoices[1]["order_id"] == filled.shop.creditmemos[1]["order_id"] == 3


def test_a_page_of_orders_costs_little(filled: MagentoSandbox) -> None:
    filled.switches.bearer_allowed = True
    reader = Desk(filled)
    started = time.process_time()
    page = reader.call("GET", "/orders", search(size=100, sort="updated_at")).content
    spent = time.process_time() - started
    assert page.count(b'"protect_code"') == 100
    assert spent / 100 < 0.002


def test_random_orders_are_quick_and_replayable() -> None:
    def some(seed: int) -> list[Any]:
        random = Random(seed)
        return [random_order(random, entity_id, NOW) for entity_id in range(1, 51)]

    started = time.process_time()
    first = some(4)
    assert (time.process_time() - started) / 50 < 0.02
    assert first == some(4) != some(5)


def test_invented_numbers_are_valid() -> None:
    random = Random(2)
    for _ in range(500):
        assert romanian.is_valid(cui(random))
        assert polish.is_valid(nip(random))
        assert iva.is_valid(partita_iva(random))


def test_people_order_over_http(caller: Desk) -> None:
    order = caller.http.post("/_person/orders").json()
    assert caller.order(order["entity_id"])["increment_id"] == order["increment_id"]
    (brief,) = caller.http.get("/_person/orders").json()
    assert brief["increment_id"] == order["increment_id"]


def test_the_merchant_acts_over_http(caller: Desk) -> None:
    number = caller.place(cart())

    def deed(name: str, **arguments: Any) -> Any:
        return caller.http.post(f"/_person/orders/{number}/{name}", json=arguments).json()

    deed("comment", words="Factura ABC 0012 a fost emisa")
    deed("invoice", pieces={"CAF-1KG": 1})
    deed("ship", pieces={"CAF-1KG": 1}, track="AWB1")
    deed("refund", pieces={"CAF-1KG": 1}, shipping=0)
    deed("change_address", kind="shipping", city="Oradea")
    order = caller.order(number)
    assert order["total_refunded"] == Decimal("119.9")
    assert order["status_histories"][-1]["comment"] == "Factura ABC 0012 a fost emisa"
    shipping = order["extension_attributes"]["shipping_assignments"][0]["shipping"]
    assert shipping["address"]["city"] == "Oradea"
    deed("set_status", status="in_pregatire")
    assert caller.order(number)["status"] == "in_pregatire"


def test_the_merchant_is_refused_as_in_the_shop(caller: Desk) -> None:
    number = caller.place(cart())
    door = f"/_person/orders/{number}"
    assert caller.http.post(f"{door}/pay").status_code == 200
    assert caller.http.post(f"{door}/cancel").status_code == 400
    assert caller.http.post(f"{door}/edit").status_code == 400
    assert caller.http.post(f"{door}/refund", json={"pieces": {"NO": 1}}).status_code == 404
    assert caller.http.post(f"{door}/steal").status_code == 404


def test_faults_never_befall_the_merchant(caller: Desk) -> None:
    caller.sandbox.faults.add("error_503")
    assert caller.http.post("/_person/orders").status_code == 200
    assert caller.call("GET", "/modules").status_code == 503


def test_an_edited_order_is_edited_again(caller: Desk) -> None:
    number = caller.place(cart())
    first = caller.merchant.edit(number, cart())
    second = caller.merchant.edit(first["entity_id"], cart())
    assert [first["increment_id"], second["increment_id"]] == [f"{number:09d}-1", f"{number:09d}-2"]
    assert second["relation_parent_real_id"] == first["increment_id"]


def test_an_id_is_taken_once(caller: Desk) -> None:
    demo = demo_orders(NOW)[0]
    caller.merchant.stage([demo])
    with pytest.raises(ValueError, match="already"):
        caller.merchant.stage([demo])
