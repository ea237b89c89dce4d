"""What a person writes about their shop is checked when it is typed in."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from tests.shops.teamsystem.support import settings

from facturier.model.order import OrderState
from facturier.shops.teamsystem import mapping

DOCUMENT = {
    "billing": {"pec": "", "codes": {"sdi": "ABC1234"}, "firm": True},
    "cart": {"shipping": Decimal("4.90"), "shippingTax": "0.88", "shippingMethod": "GLS", "total": 10},
    "none": None,
}


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("billing.codes.sdi", "ABC1234"),
        ("billing.pec | billing.codes.sdi", "ABC1234"),
        ("billing.firm", "1"),
        ("cart.total", "10"),
        ("cart.shippingMet*", "GLS"),
        ("none", ""),
        ("billing", ""),
        ("cart.total.more", ""),
        ("", ""),
    ],
)
def test_words_at_a_path(path: str, words: str) -> None:
    assert mapping.words_at(DOCUMENT, mapping.paths(path)) == words


def test_amounts_at_a_path_are_numbers_alone() -> None:
    assert mapping.amounts_at(DOCUMENT, mapping.paths("cart.shipping*")) == [Decimal("4.90"), Decimal("0.88")]
    assert mapping.amounts_at(DOCUMENT, mapping.paths("billing.firm | none")) == []
    assert [mapping.number(odd) for odd in (True, "NaN", None, [1])] == [None] * 4


def test_statuses() -> None:
    assert mapping.parse_statuses(" 1 = open, paid \n\n 6 = cancelled") == {
        1: (OrderState.OPEN, True),
        6: (OrderState.CANCELLED, False),
    }


def test_a_call() -> None:
    call = mapping.parse_call(
        "put /orders/x.json orderID={order}&status={status}&why=a b", ("order", "status")
    )
    assert call is not None
    assert (call.method, call.path) == ("PUT", "/orders/x.json")
    assert call.filled(order="1_2", status="3") == {"orderID": "1_2", "status": "3", "why": "a b"}
    assert mapping.parse_call("  ", ()) is None


@pytest.mark.parametrize(
    ("parse", "text"),
    [
        (mapping.parse_fields, "colour = x"),
        (mapping.parse_fields, "shipping"),
        (mapping.parse_statuses, "one = open"),
        (mapping.parse_statuses, "1 = sleeping"),
        (mapping.parse_statuses, "1 = open, unpaid"),
        (lambda text: mapping.parse_codes(text, 2), "IT = 118"),
        (lambda text: mapping.parse_codes(text, 2), "118 = "),
        (lambda text: mapping.parse_call(text, ("order",)), "orders/x.json"),
        (lambda text: mapping.parse_call(text, ("order",)), "DELETE /x a={order}"),
        (lambda text: mapping.parse_call(text, ("order",)), "PUT /x a={other}"),
        (lambda text: mapping.parse_call(text, ("order",)), "PUT /x {order}"),
        (mapping.parse_checks, "Title; path; field"),
        (mapping.parse_checks, "Title; /path"),
    ],
)
def test_a_slip_is_named(parse: Callable[[str], Any], text: str) -> None:
    with pytest.raises(ValueError):
        parse(text)


@pytest.mark.parametrize(
    "values",
    [
        {"shop_address": "bottega"},
        {"shop_address": ""},
        {"base_url": "connect.storeden.com"},
        {"currency": "euro"},
        {"vat_percent": "22 %"},
        {"time_zone": "Europe/Nowhere"},
        {"fields": "colour = x"},
        {"statuses": "1"},
        {"countries": "IT"},
        {"provinces": "TO"},
        {"status_call": "PUT"},
        {"updated_orders": "GET /x a={who}"},
        {"further_checks": "x"},
        {"number_field": " "},
        {"page_size": 1},
    ],
    ids=str,
)
def test_settings_that_cannot_be(values: dict[str, Any]) -> None:
    with pytest.raises(msgspec.ValidationError):
        settings(**values)


def test_the_shop_is_named_by_its_host() -> None:
    for address in ("https://www.Bottega.test/it/", "http://bottega.test", "bottega.test/shop"):
        assert settings(shop_address=address).identity == "bottega.test"


def test_the_api_is_where_the_vendor_says() -> None:
    assert settings(base_url=" https://api.test/v1.1/ ").api == "https://api.test/v1.1"
