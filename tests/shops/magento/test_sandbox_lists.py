"""Lists: filters, conditions, sorting, pages, field choice (fact sheet, section 3)."""

from decimal import Decimal
from typing import Any

import pytest
from tests.shops.magento.sandbox_desk import Desk, cart, desk, search, spoken

from facturier.shops.magento.sandbox.basket import Coupon


@pytest.fixture
def caller() -> Desk:
    """Five orders, a minute apart: 101 to 105; 103 is cancelled, 104 has a coupon."""
    made = desk()
    for place in range(5):
        made.sandbox.clock.sleep(60)
        made.place(cart(coupon=Coupon("vara10", Decimal(10))) if place == 3 else cart())
    made.merchant.cancel(103)
    return made


def ids(caller: Desk, query: dict[str, str]) -> list[int]:
    return [row["entity_id"] for row in caller.get("/orders", query)["items"]]


def test_the_criteria_are_required(caller: Desk) -> None:
    answer = caller.call("GET", "/orders")
    assert answer.status_code == 400
    assert answer.json()["parameters"] == {"fieldName": "searchCriteria"}
    assert spoken(answer.json()) == '"searchCriteria" is required. Enter and try again.'


def test_empty_criteria_give_everything(caller: Desk) -> None:
    page = caller.get("/orders", {"searchCriteria": ""})
    assert page["total_count"] == len(page["items"]) == 5
    assert page["search_criteria"] == {"filter_groups": []}


def test_nothing_found_is_an_empty_list(caller: Desk) -> None:
    page = caller.get("/orders", search(("state", "eq", "closed")))
    assert (page["items"], page["total_count"]) == ([], 0)


@pytest.mark.parametrize(
    ("condition", "value", "expected"),
    [
        ("eq", "103", [103]),
        ("neq", "103", [101, 102, 104, 105]),
        ("gt", "103", [104, 105]),
        ("gteq", "103", [103, 104, 105]),
        ("from", "104", [104, 105]),
        ("moreq", "104", [104, 105]),
        ("lt", "103", [101, 102]),
        ("lteq", "102", [101, 102]),
        ("to", "102", [101, 102]),
        ("in", "101, 105,999", [101, 105]),
        ("nin", "101,105", [102, 103, 104]),
        ("like", "10_", [101, 102, 103, 104, 105]),
        ("like", "%5", [105]),
        ("nlike", "%5", [101, 102, 103, 104]),
        ("finset", "104", [104]),
        ("nfinset", "104", [101, 102, 103, 105]),
        ("notnull", "", [101, 102, 103, 104, 105]),
        ("null", "", []),
    ],
)
def test_conditions(caller: Desk, condition: str, value: str, expected: list[int]) -> None:
    assert ids(caller, search(("entity_id", condition, value), sort="entity_id")) == expected


def test_a_column_left_out_is_null_and_equals_nothing(caller: Desk) -> None:
    assert ids(caller, search(("coupon_code", "null", ""))) == [101, 102, 103, 105]
    assert ids(caller, search(("coupon_code", "notnull", ""))) == [104]
    assert ids(caller, search(("coupon_code", "neq", "other"))) == [104]


def test_words_are_compared_without_case(caller: Desk) -> None:
    assert ids(caller, search(("coupon_code", "eq", "VARA10"))) == [104]


def test_money_is_compared_as_a_number(caller: Desk) -> None:
    total = caller.order(104)["grand_total"]
    assert ids(caller, search(("grand_total", "lt", "1000"), ("grand_total", "gt", f"{total}"))) == [
        101,
        102,
        103,
        105,
    ]


def test_an_unknown_condition_is_refused(caller: Desk) -> None:
    assert caller.call("GET", "/orders", search(("state", "near", "new"))).status_code == 400


def test_groups_must_all_hold_filters_within_one_are_alternatives(caller: Desk) -> None:
    start = "searchCriteria[filterGroups]"
    query = {
        f"{start}[0][filters][0][field]": "entity_id",
        f"{start}[0][filters][0][value]": "101",
        f"{start}[0][filters][1][field]": "entity_id",
        f"{start}[0][filters][1][value]": "103",
        f"{start}[1][filters][0][field]": "state",
        f"{start}[1][filters][0][value]": "new",
        f"{start}[1][filters][0][conditionType]": "eq",
    }
    assert ids(caller, query) == [101]


def test_the_echo_repeats_the_search_in_snake_case(caller: Desk) -> None:
    query = search(("state", "eq", "new"), size=2, page=2, sort="updated_at")
    assert caller.get("/orders", query)["search_criteria"] == {
        "filter_groups": [{"filters": [{"field": "state", "value": "new", "condition_type": "eq"}]}],
        "sort_orders": [{"field": "updated_at", "direction": "ASC"}],
        "page_size": 2,
        "current_page": 2,
    }


def test_changed_since(caller: Desk) -> None:
    second = caller.order(102)["created_at"]
    assert ids(caller, search(("updated_at", "gteq", second), sort="updated_at")) == [102, 104, 103, 105]
    assert ids(caller, search(("updated_at", "gteq", second.replace(" ", "T") + "Z"))) == [102, 103, 104, 105]


def test_a_second_sort_order_breaks_ties(caller: Desk) -> None:
    query = search(sort="state")
    query["searchCriteria[sort_orders][1][field]"] = "entity_id"
    query["searchCriteria[sort_orders][1][direction]"] = "desc"
    assert ids(caller, query) == [103, 105, 104, 102, 101]


@pytest.mark.parametrize(("page", "expected"), [(0, [101, 102]), (1, [101, 102]), (3, [105])])
def test_pages_count_from_one(caller: Desk, page: int, expected: list[int]) -> None:
    answer = caller.get("/orders", search(size=2, page=page))
    assert [row["entity_id"] for row in answer["items"]] == expected
    assert answer["total_count"] == 5


@pytest.mark.parametrize(("clamps", "expected"), [(False, []), (True, [105])])
def test_a_page_past_the_end_is_empty_or_the_last_again(
    caller: Desk, clamps: bool, expected: list[int]
) -> None:
    caller.sandbox.switches.clamps_last_page = clamps
    assert ids(caller, search(size=2, page=9)) == expected


def test_input_limiting(caller: Desk) -> None:
    caller.sandbox.switches.input_limiting = True
    answer = caller.call("GET", "/orders", search(size=301))
    assert answer.status_code == 400
    assert spoken(answer.json()) == "Maximum SearchCriteria pageSize is 300"
    for _ in range(20):
        caller.place()
    assert len(ids(caller, search(("entity_id", "gt", "0")))) == 20


def test_a_page_size_must_be_a_number(caller: Desk) -> None:
    answer = caller.call("GET", "/orders", {"searchCriteria[pageSize]": "many"})
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "query",
    [search(("city", "eq", "Iași")), search(("items.sku", "eq", "A")), search(sort="billing_address")],
)
def test_a_name_that_is_no_column_is_an_internal_error(caller: Desk, query: dict[str, str]) -> None:
    answer = caller.call("GET", "/orders", query)
    assert answer.status_code == 500
    assert "Report ID: webapi-" in answer.json()["message"]


def test_chosen_fields(caller: Desk) -> None:
    query = search(size=1) | {
        "fields": "items[increment_id,billing_address[vat_id,nothing],items[sku]],total_count"
    }
    page: Any = caller.get("/orders", query)
    assert page["total_count"] == 5
    (row,) = page["items"]
    assert set(row) == {"increment_id", "billing_address", "items"}
    assert set(row["billing_address"]) == {"vat_id"}
    assert [set(line) for line in row["items"]] == [{"sku"}] * 3


def test_fields_of_a_single_order(caller: Desk) -> None:
    assert caller.get("/orders/101", {"fields": "entity_id,payment[method]"}) == {
        "entity_id": 101,
        "payment": {"method": "checkmo"},
    }


def test_fields_do_not_touch_an_error(caller: Desk) -> None:
    answer = caller.call("GET", "/orders/999", {"fields": "entity_id"})
    assert "doesn't exist" in answer.json()["message"]
