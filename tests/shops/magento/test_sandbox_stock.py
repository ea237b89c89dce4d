"""Quantities, products, what the shop is, and asynchronous calls (fact sheet, section 7)."""

from typing import Any

import pytest
from tests.shops.magento.sandbox_desk import Desk, cart, desk, search, spoken

ITEMS = "/inventory/source-items"
ROW = {"sku": "CAF-1KG", "source_code": "default", "quantity": 5, "status": 1}


@pytest.fixture
def caller() -> Desk:
    return desk()


def level(caller: Desk, sku: str) -> Any:
    return caller.get(ITEMS, search(("sku", "eq", sku)))["items"]


def test_quantities_are_absolute_and_answered_with_an_empty_list(caller: Desk) -> None:
    assert caller.post(ITEMS, {"sourceItems": [ROW]}) == []
    assert level(caller, "CAF-1KG") == [ROW]
    caller.post(ITEMS, {"sourceItems": [ROW | {"quantity": 2.5, "status": 0}]})
    assert [(row["quantity"] * 2, row["status"]) for row in level(caller, "CAF-1KG")] == [(5, 0)]


def test_an_unknown_sku_is_written_all_the_same(caller: Desk) -> None:
    assert caller.post(ITEMS, {"sourceItems": [ROW | {"sku": "NO-SUCH"}]}) == []
    assert level(caller, "NO-SUCH")
    assert caller.refused("/products/NO-SUCH", method="GET")[0] == 404
    assert caller.get("/products", search(("sku", "eq", "NO-SUCH")))["total_count"] == 0


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"sku": ""}, '"sku" can not be empty.'),
        ({"sku": " A "}, '"sku" can not contain leading or trailing spaces.'),
        ({"source_code": "de fault"}, '"source_code" can not contain whitespaces.'),
        ({"source_code": None}, '"source_code" can not be empty.'),
        ({"quantity": "many"}, '"quantity" should be numeric.'),
        ({"quantity": None}, '"quantity" should be numeric.'),
        ({"status": 7}, '"status" should a known status.'),
        ({"status": None}, '"status" should a known status.'),
    ],
)
def test_each_mistake_is_told_and_nothing_is_written(
    caller: Desk, changed: dict[str, Any], words: str
) -> None:
    good = ROW | {"sku": "CARTE-01", "quantity": 1}
    answer = caller.call("POST", ITEMS, None, {"sourceItems": [good, ROW | changed]})
    assert (answer.status_code, answer.json()["message"]) == (400, "Validation Failed")
    assert [spoken(error) for error in answer.json()["errors"]] == [words]
    assert level(caller, "CARTE-01")[0]["quantity"] != 1


def test_an_unknown_source(caller: Desk) -> None:
    body = {"sourceItems": [ROW | {"source_code": "elsewhere"}]}
    assert caller.refused(ITEMS, body) == (400, "Could not save Source Item")
    assert caller.refused(ITEMS, {}) == (400, '"sourceItems" is required. Enter and try again.')


@pytest.mark.parametrize(("limiting", "status"), [(False, 200), (True, 400)])
def test_input_limiting_counts_rows(caller: Desk, limiting: bool, status: int) -> None:
    caller.sandbox.switches.input_limiting = limiting
    rows = [ROW | {"sku": f"A{place}"} for place in range(21)]
    assert caller.call("POST", ITEMS, None, {"sourceItems": rows}).status_code == status


def test_what_can_be_sold_leaves_out_what_is_ordered(caller: Desk) -> None:
    def salable() -> Any:
        return caller.get("/inventory/get-product-salable-quantity/CAF-1KG/1")

    caller.post(ITEMS, {"sourceItems": [ROW]})
    assert salable() == 5
    number = caller.place(cart())
    assert salable() == 3
    assert level(caller, "CAF-1KG")[0]["quantity"] == 5
    caller.merchant.ship(number, {"CAF-1KG": 1})
    assert salable() == 4
    caller.merchant.cancel(number)
    assert salable() == 5
    assert caller.refused("/inventory/get-product-salable-quantity/CAF-1KG/9", method="GET")[0] == 404


def test_sources_stocks_and_links(caller: Desk) -> None:
    assert caller.get("/inventory/sources", search())["items"][0]["source_code"] == "default"
    assert caller.get("/inventory/stocks", search())["items"][0]["stock_id"] == 1
    assert caller.get("/inventory/stock-source-links", search())["items"] == [
        {"stock_id": 1, "source_code": "default", "priority": 1}
    ]


def test_a_shop_without_the_inventory_modules() -> None:
    caller = desk(inventory=False)
    assert caller.refused(ITEMS, {"sourceItems": [ROW]})[0] == 404
    assert "Magento_InventoryApi" not in caller.get("/modules")
    body = {"stockItem": {"qty": 7, "is_in_stock": True}}
    assert caller.post("/products/CARTE-01/stockItems/999", body, "PUT") == 2
    item = caller.get("/stockItems/CARTE-01")
    assert (item["qty"], item["is_in_stock"], item["item_id"]) == (7, True, 2)
    assert caller.refused("/stockItems/NO", method="GET")[0] == 404
    assert caller.refused("/products/NO/stockItems/1", body, "PUT")[0] == 404


def test_a_sku_with_a_slash(caller: Desk) -> None:
    caller.sandbox.shop.stock.products["A/B 1"] = {"id": 99, "sku": "A/B 1"}
    caller.sandbox.switches.bearer_allowed = True
    headers = {"Authorization": f"Bearer {caller.sandbox.account['access_token']}"}
    answer = caller.http.get("/rest/V1/products/A%2FB%201", headers=headers)
    assert answer.json()["sku"] == "A/B 1"


def test_what_the_shop_is(caller: Desk) -> None:
    assert [view["code"] for view in caller.get("/store/storeViews")] == ["admin", "default"]
    (config,) = caller.get("/store/storeConfigs")
    assert (config["base_currency_code"], config["timezone"]) == ("RON", "Europe/Bucharest")
    rates = caller.get("/taxRates/search", search(("tax_country_id", "eq", "RO")))["items"]
    assert [rate["rate"] for rate in rates] == [21, 11]


BULK = "/rest/all/async/bulk/V1/inventory/source-items"


def test_a_bulk_call_is_accepted_and_done(caller: Desk) -> None:
    bad = ROW | {"quantity": "many"}
    answer = caller.call("POST", BULK, None, [{"sourceItems": [ROW]}, {"sourceItems": [bad]}])
    assert answer.status_code == 202
    accepted = answer.json()
    assert [item["status"] for item in accepted["request_items"]] == ["accepted"] * 2
    assert accepted["errors"] is False
    uuid = accepted["bulk_uuid"]
    operations = caller.get(f"/bulk/{uuid}/status")["operations_list"]
    assert [(each["id"], each["status"]) for each in operations] == [(0, 1), (1, 3)]
    assert operations[1]["result_message"] == "Validation Failed"
    assert caller.get(f"/bulk/{uuid}/operation-status/1") == 1
    assert level(caller, "CAF-1KG") == [ROW]


def test_without_a_consumer_calls_stay_open_for_ever(caller: Desk) -> None:
    caller.sandbox.switches.consumer_runs = False
    path = "/rest/default/async/V1/inventory/source-items"
    answer = caller.call("POST", path, None, {"sourceItems": [ROW]})
    assert answer.status_code == 202
    uuid = answer.json()["bulk_uuid"]
    caller.sandbox.clock.sleep(3600)
    assert [each["status"] for each in caller.get(f"/bulk/{uuid}/status")["operations_list"]] == [4]
    assert level(caller, "CAF-1KG") != [ROW]
    assert caller.refused("/bulk/unknown/status", method="GET")[0] == 404
