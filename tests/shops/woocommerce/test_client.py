"""Who calls and how; and what the shop's answers mean, told by their codes in any language."""

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from tests.shops.woocommerce.support import Routed, connected, order, raw, reply, sandboxed, settings, shop

from facturier.ports.errors import Misconfigured, Missing, NotNow, Refused
from facturier.ports.oauth import base_string, signature
from facturier.shops.woocommerce.auth import OneLegged

URLS = ("https://shop.example", "http://shop.example")


def asked(**more: Any) -> httpx.Request:
    """The request with which one order is read."""
    routed = Routed({"GET /orders/41": order()})
    shop(routed, **more).order("41")
    return routed.requests[0]


def failing(status: int, document: Any = None, **more: Any) -> httpx.Response:
    return reply(document, status, **more)


class TestKeys:
    def test_travel_in_a_header_over_https(self) -> None:
        request = asked()
        assert request.headers["Authorization"] == "Basic Y2tfa2V5OmNzX3NlY3JldA=="
        assert str(request.url) == "https://shop.example/wp-json/wc/v3/orders/41?dp=6"

    def test_or_in_the_address_where_the_header_is_dropped(self) -> None:
        request = asked(keys_in_address=True)
        assert "Authorization" not in request.headers
        assert request.url.params["consumer_secret"] == "cs_secret"

    def test_never_travel_over_http(self) -> None:
        request = asked(base_url="http://shop.example")
        assert "Authorization" not in request.headers
        assert "cs_secret" not in str(request.url)
        assert {"oauth_consumer_key", "oauth_signature", "oauth_nonce"} <= set(request.url.params)
        with pytest.raises(ValueError, match="must not travel"):
            settings(base_url="http://shop.example", keys_in_address=True)

    def test_a_signature_is_over_method_address_and_all_parameters(self) -> None:
        moment = datetime(2026, 11, 20, 8, tzinfo=UTC)
        signing = OneLegged("ck", "cs", now=lambda: moment, nonce=lambda: "once")
        plain = httpx.Request("GET", "http://shop.example/wp-json/wc/v3/orders?status=any&exclude%5B%5D=1")
        signed = next(signing.sync_auth_flow(plain))
        protocol = [(k, v) for k, v in signed.url.params.multi_items() if k.startswith("oauth_")]
        unsigned = [(k, v) for k, v in protocol if k != "oauth_signature"]
        assert dict(unsigned)["oauth_timestamp"] == "1795161600"
        expected = signature(base_string("GET", plain.url, unsigned), "cs")
        assert dict(protocol)["oauth_signature"] == expected

    @pytest.mark.parametrize("url", URLS)
    def test_are_taken_by_the_simulator(self, url: str) -> None:
        sandbox, woo = sandboxed(url)
        placed = sandbox.merchant.place()
        assert woo.order(str(placed["id"])).order
        for wrong in ("consumer_key", "consumer_secret"):
            with pytest.raises(Misconfigured, match="does not accept the keys"):
                connected(sandbox, url, **{wrong: "wrong"}).order(str(placed["id"]))

    def test_a_server_that_drops_the_header(self) -> None:
        sandbox, woo = sandboxed(drops_authorization=True)
        placed = sandbox.merchant.place()
        with pytest.raises(Misconfigured, match="Send the keys in the address"):
            woo.order(str(placed["id"]))
        assert connected(sandbox, keys_in_address=True).order(str(placed["id"])).order

    @pytest.mark.parametrize("url", URLS)
    def test_plain_permalinks(self, url: str) -> None:
        sandbox, woo = sandboxed(url, plain_permalinks=True)
        placed = sandbox.merchant.place()
        with pytest.raises(Misconfigured, match="plain"):
            woo.order(str(placed["id"]))
        assert connected(sandbox, url, plain_permalinks=True).order(str(placed["id"])).order


ERRORS = [
    (401, {"code": "woocommerce_rest_authentication_error", "message": "Semnătură greșită"}, Misconfigured),
    (401, {"code": "woocommerce_rest_cannot_view", "message": "Regret"}, Misconfigured),
    (403, {"code": "woocommerce_rest_cannot_view", "message": "Regret"}, Misconfigured),
    (404, {"code": "woocommerce_rest_shop_order_invalid_id", "message": "ID invalid."}, Missing),
    (404, {"code": "rest_no_route", "message": "Nicio rută"}, Misconfigured),
    (404, None, Misconfigured),
    (400, {"code": "rest_invalid_param", "data": {"params": {"dp": "dp is not"}}}, Refused),
    (429, {"code": "too_many"}, NotNow),
    (403, None, NotNow),
    (401, None, NotNow),
    (500, {"code": "internal_server_error"}, NotNow),
    (503, None, NotNow),
    (301, None, Misconfigured),
]


@pytest.mark.parametrize(("status", "document", "error"), ERRORS)
def test_an_answer_means_what_its_code_says(status: int, document: Any, error: type[Exception]) -> None:
    with pytest.raises(error):
        shop(lambda request: failing(status, document)).order("41")


def test_the_words_of_a_parameter_are_told() -> None:
    document = {"code": "rest_invalid_param", "message": "Wrong", "data": {"params": {"dp": "dp is not"}}}
    with pytest.raises(Refused, match="dp is not"):
        shop(lambda request: failing(400, document)).order("41")


def test_a_redirect_names_the_right_address() -> None:
    moved = failing(301, location="https://www.shop.example/wp-json/wc/v3/orders/41")
    with pytest.raises(Misconfigured, match=r"www\.shop\.example"):
        shop(lambda request: moved).order("41")


def test_retry_after_is_kept_to() -> None:
    with pytest.raises(NotNow) as caught:
        shop(lambda request: failing(429, **{"retry-after": "600"})).order("41")
    assert (caught.value.retry_at - datetime.now(UTC)).total_seconds() > 500


@pytest.mark.parametrize("status", [200, 403, 503])
def test_a_page_for_people_is_no_answer(status: int) -> None:
    _, woo = sandboxed(waf=status)
    with pytest.raises(NotNow):
        woo.order("701")


@pytest.mark.parametrize("body", [b"[" * 100_000, b'"' + b"x" * 10_000_000 + b'"', b"\xff\xfe", b""])
def test_ten_megabytes_of_nonsense_do_no_harm(body: bytes) -> None:
    with pytest.raises(NotNow):
        list(shop(lambda request: httpx.Response(200, content=body)).orders(""))


def test_an_order_of_ten_megabytes_is_read() -> None:
    large = order(customer_note="x" * 10_000_000)
    found = shop(lambda request: httpx.Response(200, content=raw(large))).order("41")
    assert found.order is not None


@pytest.mark.parametrize("language", ["en", "ro"])
def test_words_in_any_language(language: str) -> None:
    _, woo = sandboxed(language=language)
    with pytest.raises(Missing):
        woo.order("5")


@pytest.mark.parametrize(
    "pasted",
    [
        "https://www.Shop.example/",
        "https://shop.example/wp-json/wc/v3/",
        "https://shop.example/wp-admin/admin.php",
        " https://shop.example/index.php ",
    ],
)
def test_an_address_is_cleaned_however_it_was_pasted(pasted: str) -> None:
    assert settings(base_url=pasted).identity == "shop.example"


def test_a_shop_in_a_folder_is_another_shop() -> None:
    assert settings(base_url="https://shop.example/magazin/").identity == "shop.example/magazin"
