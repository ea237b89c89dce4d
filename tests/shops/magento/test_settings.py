"""The settings form: addresses as people paste them, credentials, and the small texts with rules."""

from datetime import UTC, datetime
from decimal import Decimal as D
from typing import Any

import msgspec
import pytest
from tests.shops.magento.support import OAUTH, settings

from facturier.ports.buyers import means_yes
from facturier.ports.connector import describe
from facturier.shops.magento.connector import CONNECTOR
from facturier.shops.magento.mapping import (
    amount_at,
    find,
    occurs,
    parse_fees,
    parse_tools,
    words_at,
)
from facturier.shops.magento.settings import Settings


@pytest.mark.parametrize(
    ("typed", "root", "identity"),
    [
        ("https://shop.example", "https://shop.example", "shop.example"),
        (" https://www.Shop.example/ ", "https://www.shop.example", "shop.example"),
        ("https://shop.example/rest/V1/orders", "https://shop.example", "shop.example"),
        ("https://shop.example/index.php/rest/all/V1", "https://shop.example", "shop.example"),
        ("https://shop.example/ro/", "https://shop.example/ro", "shop.example/ro"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080", "127.0.0.1:8080"),
    ],
)
def test_an_address_is_understood_as_pasted(typed: str, root: str, identity: str) -> None:
    found = settings(base_url=typed)
    assert (found.root, found.identity, found.api) == (root, identity, f"{root}/rest/all/V1")


def test_the_start_is_midnight_in_the_shops_zone() -> None:
    assert settings(start_date="2026-07-01").start == datetime(2026, 6, 30, 21, tzinfo=UTC)


class TestCredentials:
    def test_four_values_mean_oauth_even_beside_a_token(self) -> None:
        assert settings(bearer_token="t").uses_oauth

    def test_a_token_alone_means_bearer(self) -> None:
        assert not settings(**dict.fromkeys(OAUTH, ""), bearer_token="t").uses_oauth

    @pytest.mark.parametrize("missing", sorted(OAUTH))
    def test_three_values_are_refused(self, missing: str) -> None:
        with pytest.raises(msgspec.ValidationError, match="all four"):
            settings(**{missing: ""}, bearer_token="t")

    def test_none_at_all_are_refused(self) -> None:
        with pytest.raises(msgspec.ValidationError, match="missing"):
            settings(**dict.fromkeys(OAUTH, ""))

    def test_they_are_secret(self) -> None:
        assert CONNECTOR.secrets() == {*OAUTH, "bearer_token"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"base_url": "shop.example"},
        {"time_zone": "Europe/Atlantis"},
        {"page_size": 0},
        {"page_size": 301},
        {"overlap_minutes": -1},
        {"start_date": "soon"},
        {"extra_fields": "shoe_size = a.b"},
        {"extra_fields": "pec"},
        {"fees": "COD; a.b"},
        {"fees": "COD; a.b; 21; brutto"},
        {"other_tools": "Tool = ("},
    ],
)
def test_what_cannot_work_is_refused_when_it_is_typed(wrong: dict[str, Any]) -> None:
    with pytest.raises(msgspec.ValidationError):
        settings(**wrong)


def test_every_field_has_a_label() -> None:
    assert all(field.label.text != field.name for field in describe(Settings))


DOCUMENT = {
    "a": {"b": [{"attribute_code": "x", "value": "1"}, {"key": "y", "value": D("2.50")}], "flag": True},
    "list": ["zero", {"c": None}],
}


class TestPaths:
    @pytest.mark.parametrize(
        ("path", "expected"),
        [
            ("a.b.x", "1"),
            ("a.b.y", "2.50"),
            ("a.b[0].value", "1"),
            ("list.0", "zero"),
            ("a.flag", "1"),
            ("list.1.c", ""),
            ("list.7", ""),
            ("a.b.z", ""),
            ("a.b", ""),
            ("list.0.deeper", ""),
        ],
    )
    def test_walk(self, path: str, expected: str) -> None:
        assert words_at(DOCUMENT, path) == expected

    def test_objects_are_found_but_have_no_words(self) -> None:
        assert find(DOCUMENT, "a.b[0]") == {"attribute_code": "x", "value": "1"}

    @pytest.mark.parametrize(("path", "expected"), [("a.b.y", D("2.50")), ("list.0", None), ("none", None)])
    def test_amounts(self, path: str, expected: D | None) -> None:
        assert amount_at(DOCUMENT, path) == expected

    @pytest.mark.parametrize(
        ("path", "payload", "expected"),
        [
            ("a.cod_fee", b'{"cod_fee": 1}', True),
            ("a.custom_attributes.nr", b'[{"attribute_code": "nr"}]', True),
            ("a.cod_fee[0]", b'{"cod_fee": [1]}', True),
            ("a.cod_fee", b'{"a": {}}', False),
            ("a.taxă", b'{"a": {"tax\\u0103": 1}}', True),
            ("0", b"[1]", True),
        ],
    )
    def test_whether_a_path_may_lead_somewhere(self, path: str, payload: bytes, expected: bool) -> None:
        assert occurs(path, payload) is expected

    @pytest.mark.parametrize("words", ["NaN", "Infinity", "1e", ""])
    def test_what_is_no_number_is_no_amount(self, words: str) -> None:
        assert amount_at({"a": words}, "a") is None


def test_no_in_many_words() -> None:
    assert not any(map(means_yes, ("", "0", "No", "FALSE", "nu")))
    assert all(map(means_yes, ("1", "yes", "da", "sì", "tak")))


def test_rules_are_read_line_by_line() -> None:
    (fee,) = parse_fees("\n COD fee ; a.b ; 21 ; net \n\n")
    assert (fee.title, fee.path, fee.percent, fee.includes_vat) == ("COD fee", "a.b", D(21), False)
    names = parse_tools("SmartBill\nOther = nr (?P<number>\\d+)")
    assert [(rule.tool, rule.exact) for rule in names] == [("SmartBill", False), ("Other", True)]
