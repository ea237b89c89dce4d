"""The simulated shop by itself, held against the fact sheet."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import httpx
import pytest
from werkzeug.test import Client, TestResponse

from facturier.ports.oauth import base_string, signature
from facturier.sandbox.clock import VirtualClock
from facturier.shops.woocommerce.sandbox import WooSandbox, create, create_filled
from facturier.shops.woocommerce.sandbox.markets.romania import ANA, MARKET, SOLD
from facturier.shops.woocommerce.sandbox.refusal import Refusal

ROOT = "/wp-json/wc/v3"


class Caller:
    """Somebody who calls over https with the right keys."""

    def __init__(self, **switches: Any) -> None:
        self.clock = VirtualClock()
        self.box: WooSandbox = create(3, self.clock, **switches)
        self._client = Client(self.box.wsgi)

    def __call__(self, method: str, path: str, json: Any = None, **query: str) -> TestResponse:
        keys = (self.box.account["consumer_key"], self.box.account["consumer_secret"])
        return self._client.open(
            ROOT + path, method=method, base_url="https://shop.test", auth=keys, json=json, query_string=query
        )

    def ids(self, **query: str) -> list[int]:
        return [order["id"] for order in self("GET", "/orders", None, **query).get_json()]

    def place(self, count: int = 1) -> list[int]:
        placed = []
        for _ in range(count):
            self.clock.advance(timedelta(minutes=1))
            placed.append(self.box.merchant.place()["id"])
        return placed


class TestLists:
    def test_ten_are_told_newest_first_where_nothing_is_asked_for(self) -> None:
        call = Caller()
        placed = call.place(12)
        answer = call("GET", "/orders")
        assert [order["id"] for order in answer.get_json()] == placed[:1:-1]
        assert (answer.headers["X-WP-Total"], answer.headers["X-WP-TotalPages"]) == ("12", "2")
        assert call.ids(page="3") == []

    @pytest.mark.parametrize(
        "wrong", [{"per_page": "101"}, {"page": "0"}, {"orderby": "price"}, {"order": "up"}, {"status": "x"}]
    )
    def test_a_wrong_question_is_refused(self, wrong: dict[str, str]) -> None:
        call = Caller()
        call.place()
        answer = call("GET", "/orders", None, **wrong)
        assert (answer.status_code, answer.get_json()["code"]) == (400, "rest_invalid_param")
        assert answer.get_json()["data"]["params"]

    def test_bounds_are_in_the_shops_zone_unless_they_say_otherwise(self) -> None:
        call = Caller(offset=timedelta(hours=-5))
        call.place(3)
        bound = f"{call.clock.now() - timedelta(minutes=2):%Y-%m-%dT%H:%M:%S}"
        assert len(call.ids(modified_after=bound, dates_are_gmt="true")) == 2
        assert call.ids(modified_after=bound) == []

    def test_a_bound_excludes_its_own_second_or_not(self) -> None:
        for inclusive, seen in ((False, 0), (True, 1)):
            call = Caller(inclusive_bounds=inclusive)
            call.place()
            now = f"{call.clock.now():%Y-%m-%dT%H:%M:%S}"
            assert len(call.ids(modified_after=now, dates_are_gmt="true")) == seen

    def test_an_old_shop_tells_everything(self) -> None:
        call = Caller(knows_modified_after=False)
        placed = call.place(2)
        assert sorted(call.ids(modified_after="2030-01-01T00:00:00")) == placed

    @pytest.mark.parametrize("name", ["exclude", "exclude[]", "exclude[0]"])
    def test_several_values_are_told_in_three_ways(self, name: str) -> None:
        call = Caller()
        first, second = call.place(2)
        assert call.ids(**{name: str(first)}) == [second]

    def test_fields_are_chosen(self) -> None:
        call = Caller()
        call.place()
        assert set(call("GET", "/orders", None, _fields="id,status").get_json()[0]) == {"id", "status"}

    def test_the_bin_is_in_no_other_list(self) -> None:
        call = Caller()
        kept, thrown = call.place(2)
        call.box.merchant.trash(thrown)
        assert call.ids(status="any") == [kept]
        assert call.ids(status="trash") == [thrown]
        assert call("GET", f"/orders/{thrown}").get_json()["status"] == "trash"


class TestAmounts:
    @pytest.mark.parametrize(("asked", "places"), [({}, 2), ({"dp": "6"}, 6), ({"dp": "0"}, 0)])
    def test_have_the_decimals_that_were_asked_for(self, asked: dict[str, str], places: int) -> None:
        call = Caller()
        (id,) = call.place()
        total = call("GET", f"/orders/{id}", None, **asked).get_json()["total"]
        assert len(total.partition(".")[2]) == places

    @pytest.mark.parametrize("per_line", [True, False])
    def test_the_total_is_that_of_its_lines(self, per_line: bool) -> None:
        call = Caller(per_line=per_line)
        for id in call.place(40):
            order = call.box.shop.order(id)
            kinds = ("line_items", "shipping_lines", "fee_lines")
            sums = sum(
                (line["total"] + line["total_tax"] for kind in kinds for line in order[kind]), Decimal(0)
            )
            assert abs(sums - order["total"]) <= Decimal("0.005") * (10 if per_line else 1)
            assert order["total_tax"] == order["cart_tax"] + order["shipping_tax"]

    def test_price_is_a_float(self) -> None:
        cart = MARKET.cart(ANA, (SOLD[0],), coupon=Decimal(10))
        order = create(clock=VirtualClock()).merchant.place(cart)
        assert isinstance(order["line_items"][0]["price"], float)


class TestKeys:
    def signed(self, call: Caller, stamp: int, nonce: str = "n", method: str = "HMAC-SHA256") -> TestResponse:
        account = call.box.account
        pairs = [
            ("oauth_consumer_key", account["consumer_key"]),
            ("oauth_nonce", nonce),
            ("oauth_signature_method", method),
            ("oauth_timestamp", str(stamp)),
        ]
        url = httpx.URL(f"http://shop.test{ROOT}/orders")
        pairs.append(
            ("oauth_signature", signature(base_string("GET", url, pairs), account["consumer_secret"]))
        )
        query = str(httpx.QueryParams(pairs))
        return Client(call.box.wsgi).get(f"{ROOT}/orders?{query}&{query}", base_url="http://shop.test")

    def test_a_query_that_is_sent_twice_was_signed_once(self) -> None:
        call = Caller()
        assert self.signed(call, int(call.clock.now().timestamp())).status_code == 200

    @pytest.mark.parametrize("apart", [-1000, 1000])
    def test_a_time_stamp_is_good_for_a_quarter_of_an_hour(self, apart: int) -> None:
        call = Caller()
        answer = self.signed(call, int(call.clock.now().timestamp()) + apart)
        assert answer.get_json()["message"] == "Invalid timestamp."

    def test_a_nonce_is_good_once(self) -> None:
        call = Caller()
        now = int(call.clock.now().timestamp())
        assert [self.signed(call, now).status_code for _ in range(2)] == [200, 401]

    def test_a_method_that_is_not_known(self) -> None:
        call = Caller()
        now = int(call.clock.now().timestamp())
        assert "method" in self.signed(call, now, method="PLAINTEXT").get_json()["message"]

    def test_keys_over_http_are_those_of_nobody(self) -> None:
        call = Caller()
        keys = (call.box.account["consumer_key"], call.box.account["consumer_secret"])
        answer = Client(call.box.wsgi).get(f"{ROOT}/orders", base_url="http://shop.test", auth=keys)
        assert answer.get_json()["code"] == "woocommerce_rest_cannot_view"

    def test_words_are_the_shops_and_the_code_is_not(self) -> None:
        for language in ("en", "ro"):
            answer = Caller(language=language)("GET", "/orders/5")
            assert answer.get_json()["code"] == "woocommerce_rest_shop_order_invalid_id"


class TestChanges:
    def test_meta_data_is_met_by_id_or_key_or_added(self) -> None:
        call = Caller()
        (id,) = call.place()
        for pair in ({"key": "a", "value": "1"}, {"key": "a", "value": "2"}, {"key": "b", "value": "3"}):
            call("PUT", f"/orders/{id}", {"meta_data": [pair]})
        known = {pair["key"]: pair for pair in call.box.shop.order(id)["meta_data"]}
        assert (known["a"]["value"], known["b"]["value"]) == ("2", "3")
        call("PUT", f"/orders/{id}", {"meta_data": [{"id": known["a"]["id"], "key": "a", "value": "4"}]})
        assert known["a"]["value"] == "4"

    def test_every_change_moves_date_modified(self) -> None:
        call = Caller()
        (id,) = call.place()
        before = call.box.shop.order(id)["date_modified_gmt"]
        call.clock.advance(timedelta(seconds=5))
        call("PUT", f"/orders/{id}", {"set_paid": True})
        order = call.box.shop.order(id)
        assert order["date_modified_gmt"] > before
        assert order["date_paid"]

    def test_an_order_that_is_not_there_is_400_on_a_change(self) -> None:
        assert Caller()("PUT", "/orders/5", {"status": "completed"}).status_code == 400

    def test_no_more_is_given_back_than_was_paid(self) -> None:
        call = Caller()
        (id,) = call.place()
        call.box.merchant.refund_money(id, "1.00")
        with pytest.raises(Refusal):
            call.box.merchant.refund(id)


def test_hooks_are_switched_off_after_more_than_five_failures_in_a_row() -> None:
    call = Caller()
    met = [200]
    call.box.hooks.post = lambda address, headers, sent: met[0]
    call("POST", "/webhooks", {"topic": "order.created", "delivery_url": "http://here.test/"})
    (row,) = call.box.hooks.rows.values()
    for status, count, state in (
        (500, 5, "active"),
        (302, 1, "active"),
        (404, 5, "active"),
        (404, 1, "disabled"),
    ):
        met[0] = status
        for _ in range(count):
            call.place()
            call.clock.advance(timedelta(seconds=30))
        assert row["status"] == state
    sent = len(call.box.hooks.sent)
    call.place()
    call.clock.advance(timedelta(seconds=30))
    assert len(call.box.hooks.sent) == sent


def test_without_cron_nothing_is_delivered() -> None:
    call = Caller(cron_runs=False)
    call.box.hooks.post = lambda address, headers, sent: 200
    call("POST", "/webhooks", {"topic": "order.created", "delivery_url": "http://here.test/"})
    call.place()
    call.clock.advance(timedelta(hours=1))
    assert call.box.hooks.sent == []


def test_the_same_seed_makes_the_same_shop() -> None:
    one, other = (create_filled(5, VirtualClock()) for _ in range(2))
    assert one.shop.orders == other.shop.orders
    assert one.account == other.account
