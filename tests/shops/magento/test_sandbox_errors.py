"""Error answers and what stands in front of the shop (fact sheet, section 8)."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from tests.shops.magento.sandbox_desk import Desk, cart, desk, search, spoken

from facturier.shops.magento.sandbox import create


@pytest.fixture
def caller() -> Desk:
    return desk()


def test_no_route(caller: Desk) -> None:
    for path in ("/nothing", "/orders/abc", "/rest/nowhere/V1/orders"):
        assert caller.refused(path, method="GET") == (404, "Request does not match any route.")


@pytest.mark.parametrize("status", [404, 405])
def test_a_wrong_verb(caller: Desk, status: int) -> None:
    caller.sandbox.switches.wrong_method_status = status
    assert caller.refused("/orders", method="DELETE")[0] == status


@pytest.mark.parametrize(
    "path", ["/orders/9", "/invoices/9", "/shipment/9", "/creditmemo/9", "/products/NO", "/orders/9/comments"]
)
def test_no_such_entity(caller: Desk, path: str) -> None:
    told = "The entity that was requested doesn't exist. Verify the entity and try again."
    assert caller.refused(path, method="GET") == (404, told)


def test_broken_json(caller: Desk) -> None:
    order = caller.place()
    caller.sandbox.switches.bearer_allowed = True
    answer = caller.http.post(
        f"/rest/V1/order/{order}/invoice",
        content=b'{"items": [',
        headers={"Authorization": f"Bearer {caller.sandbox.account['access_token']}"},
    )
    assert (answer.status_code, answer.json()["message"]) == (400, "Decoding error.")


def test_json_that_is_no_object(caller: Desk) -> None:
    assert caller.refused("/orders", [1]) == (400, "Decoding error.")


def test_a_missing_part_is_named(caller: Desk) -> None:
    order = caller.place()
    assert caller.refused("/orders", {}) == (400, '"entity" is required. Enter and try again.')
    assert caller.refused(f"/orders/{order}/comments", {}) == (
        400,
        '"statusHistory" is required. Enter and try again.',
    )
    assert caller.refused(f"/order/{order}/invoice", {"items": [{"order_item_id": 1}]}) == (
        400,
        '"qty" is required. Enter and try again.',
    )


def test_a_wrong_type_is_named(caller: Desk) -> None:
    order = caller.place()
    status, words = caller.refused(f"/order/{order}/invoice", {"items": [{"order_item_id": 1, "qty": "two"}]})
    assert status == 400
    assert words.startswith('The "two" value\'s type is invalid. The "float" type was expected.')
    assert caller.refused("/orders", {"entity": 5})[0] == 400


@pytest.mark.parametrize(
    ("accept", "status"), [("application/json", 200), ("*/*", 200), ("text/html", 406), ("image/png", 406)]
)
def test_an_accept_that_nobody_can_serve(caller: Desk, accept: str, status: int) -> None:
    answer = caller.call("GET", "/modules", headers={"Accept": accept})
    assert answer.status_code == status


def test_a_firewall_answers_in_html(caller: Desk) -> None:
    caller.sandbox.switches.waf = True
    answer = caller.call("GET", "/modules")
    assert answer.status_code == 503
    assert answer.headers["Content-Type"].startswith("text/html")
    assert caller.http.get("/_person/orders").status_code == 200


def test_a_shops_own_headers(caller: Desk) -> None:
    caller.sandbox.switches.headers = {"X-Magento-Cache-Debug": "MISS"}
    assert caller.call("GET", "/modules").headers["X-Magento-Cache-Debug"] == "MISS"


def test_an_order_with_broken_money_breaks_the_call(caller: Desk) -> None:
    order = caller.place()
    caller.sandbox.shop.orders[order]["grand_total"] = "a lot"
    assert caller.order(order)["grand_total"] == "a lot"
    assert caller.refused(f"/order/{order}/invoice", {})[0] == 500
    assert caller.order(order)["items"][0]["qty_invoiced"] == 0


@pytest.mark.parametrize("root", ["/rest/V1", "/rest/default/V1", "/rest/all/V1"])
def test_every_address_of_the_shop(caller: Desk, root: str) -> None:
    assert caller.get(f"{root}/orders", search())["total_count"] == 0


def test_the_address_with_index_php(caller: Desk) -> None:
    caller.sandbox.switches.bearer_allowed = True
    headers = {"Authorization": f"Bearer {caller.sandbox.account['access_token']}"}
    assert caller.http.get("/index.php/rest/V1/modules", headers=headers).status_code == 200


def test_an_unknown_switch_is_an_error() -> None:
    with pytest.raises(TypeError):
        create(wrong=True)


def test_the_same_seed_gives_the_same_shop() -> None:
    assert create(5).account == create(5).account
    assert create(5).account != create(6).account


def test_many_callers_at_once_invoice_one_order_once(caller: Desk) -> None:
    order = caller.place(cart())
    with ThreadPoolExecutor(8) as pool:
        statuses = list(
            pool.map(
                lambda _: caller.call("POST", f"/order/{order}/invoice", None, {}).status_code, range(16)
            )
        )
    assert sorted(statuses) == [200] + [400] * 15
    assert caller.get("/invoices", search())["total_count"] == 1


def test_a_refusal_tells_its_placeholders_apart(caller: Desk) -> None:
    answer = caller.call("GET", "/orders")
    assert "%fieldName" in answer.json()["message"]
    assert "%" not in spoken(answer.json())
