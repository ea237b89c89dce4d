"""A client that we did not write: PyPI `woocommerce` 3.0 (the vendor's own) drives the served simulator.

What it sends is a second opinion on ours. It signs over http with HMAC-SHA256 and sends the query parameters twice,
which the simulator must take; over https, which is not served here, it would use HTTP Basic.
"""

from collections.abc import Callable, Iterator

import pytest
from woocommerce import API

from facturier.sandbox.serve import serve
from facturier.shops.woocommerce.sandbox import WooSandbox, create

Open = Callable[..., tuple[API, WooSandbox]]


@pytest.fixture
def opened() -> Iterator[Open]:
    """Opens simulator and client; the simulator's book is for the test to look at."""
    running = []

    def start(secret: str = "", **switches: object) -> tuple[API, WooSandbox]:
        sandbox = create(**switches)
        served = serve(sandbox)
        running.append(served)
        key = sandbox.account["consumer_key"]
        secret = secret or sandbox.account["consumer_secret"]
        return API(url=served.url, consumer_key=key, consumer_secret=secret, version="wc/v3"), sandbox

    yield start
    for served in running:
        served.close()


def test_orders_are_listed_with_their_number(opened: Open) -> None:
    client, sandbox = opened()
    for _ in range(3):
        sandbox.merchant.place()
    answer = client.get("orders", params={"per_page": 2, "dp": 6, "status": "any", "orderby": "id"})
    assert answer.status_code == 200
    assert answer.headers["X-WP-Total"] == "3"
    assert [order["id"] for order in answer.json()] == [703, 702]
    assert all(len(order["total"].partition(".")[2]) == 6 for order in answer.json())


def test_an_order_is_noted_and_changed(opened: Open) -> None:
    client, sandbox = opened()
    id = sandbox.merchant.place()["id"]
    note = client.post(f"orders/{id}/notes", {"note": "Invoice FCT 7", "customer_note": True})
    assert note.status_code == 201
    meta = [{"key": "_bridge", "value": "FCT 7"}]
    changed = client.put(f"orders/{id}", {"status": "completed", "meta_data": meta})
    assert (changed.status_code, changed.json()["status"]) == (200, "completed")
    assert "Invoice FCT 7" in [note["note"] for note in client.get(f"orders/{id}/notes").json()]
    assert sandbox.shop.order(id)["meta_data"][-1]["value"] == "FCT 7"


def test_a_line_is_refunded(opened: Open) -> None:
    client, sandbox = opened()
    order = sandbox.merchant.place()
    line = order["line_items"][0]
    part = {"id": line["id"], "quantity": 0, "refund_total": "1.00", "refund_tax": []}
    body = {"amount": "1.00", "api_refund": False, "line_items": [part]}
    made = client.post(f"orders/{order['id']}/refunds", body)
    assert made.status_code == 201, made.text
    (back,) = made.json()["line_items"]
    assert (back["total"], back["meta_data"][0]["value"]) == ("-1.00", str(line["id"]))


def test_wrong_keys_and_wrong_questions(opened: Open) -> None:
    client, _ = opened(secret="cs_wrong")
    refused = client.get("orders")
    assert (refused.status_code, refused.json()["code"]) == (401, "woocommerce_rest_authentication_error")
    client, _ = opened()
    assert client.get("orders", params={"per_page": 101}).json()["code"] == "rest_invalid_param"
    assert client.get("orders/5").json()["code"] == "woocommerce_rest_shop_order_invalid_id"
    assert client.get("nothing").json()["code"] == "rest_no_route"


def test_hooks_are_made_and_pinged(opened: Open) -> None:
    client, sandbox = opened()
    pinged: list[bytes] = []

    def post(address: str, headers: dict[str, str], sent: bytes) -> int:
        pinged.append(sent)
        return 200

    sandbox.hooks.post = post
    body = {"name": "x", "topic": "order.updated", "delivery_url": "http://here.test/", "secret": "s"}
    made = client.post("webhooks", body)
    assert (made.status_code, made.json()["status"]) == (201, "active")
    assert "secret" not in made.json()
    assert pinged == [b"webhook_id=1"]
    assert [one["id"] for one in client.get("webhooks").json()] == [1]


def test_stock_is_pushed_in_a_batch_with_failures_inside(opened: Open) -> None:
    client, _ = opened()
    (coffee,) = client.get("products", params={"sku": "CAF-1KG"}).json()
    rows = [{"id": coffee["id"], "manage_stock": True, "stock_quantity": 7}, {"id": 5, "stock_quantity": 1}]
    answer = client.post("products/batch", {"update": rows})
    assert answer.status_code == 200
    good, bad = answer.json()["update"]
    assert good["stock_quantity"] == 7
    assert bad["error"]["code"] == "woocommerce_rest_product_invalid_id"
    many = client.post("orders/batch", {"update": [{"id": place} for place in range(101)]})
    assert (many.status_code, many.json()["code"]) == (413, "woocommerce_rest_request_entity_too_large")


def test_an_order_goes_into_the_bin_and_then_for_good(opened: Open) -> None:
    client, sandbox = opened()
    id = sandbox.merchant.place()["id"]
    assert client.delete(f"orders/{id}").json()["status"] == "trash"
    assert client.get(f"orders/{id}").json()["status"] == "trash"
    assert client.delete(f"orders/{id}").json()["code"] == "woocommerce_rest_already_trashed"
    assert client.delete(f"orders/{id}", params={"force": True}).status_code == 200
    assert client.get(f"orders/{id}").status_code == 404
