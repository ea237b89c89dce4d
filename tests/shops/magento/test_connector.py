"""The port as the registry sees it, and the connection test."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import httpx
import pytest
from tests.shops.magento.support import Routed, found, mapped, order, reply, shop

from facturier.ports.errors import Missing, NotNow, Refused
from facturier.ports.offers import Check
from facturier.ports.registry import SHOPS, connector
from facturier.shops.magento import CONNECTOR

HEALTHY = {
    "GET /orders": found(order(), total=12),
    "GET /orders/41/comments": found(),
    "GET /creditmemos": found(),
    "GET /invoices": found(),
    "GET /modules": ["Magento_Sales", "Magento_Catalog"],
}


def checked(**changes: Any) -> dict[str, Check]:
    routes = {**HEALTHY, **changes}
    return {str(check.what).split(" (")[0]: check for check in shop(Routed(routes)).check()}


def test_the_registry_finds_it() -> None:
    assert connector(SHOPS, "magento") is CONNECTOR
    assert CONNECTOR.title == "Magento 2 / Blugento"


def test_it_says_what_it_can() -> None:
    opened = shop(Routed({}))
    assert opened.identity == "shop.example"
    capabilities = opened.capabilities
    assert capabilities.writes_comment
    assert capabilities.writes_status
    assert capabilities.writes_invoice
    assert capabilities.tells_elsewhere


class TestOneOrder:
    def test_is_heard_with_its_bytes(self) -> None:
        body = b' {"entity_id": 41}'
        heard = shop(Routed({"GET /orders/41": httpx.Response(200, content=body)})).order("41")
        assert (heard.raw, heard.order, heard.remote_id) == (body.strip(), None, "41")

    def test_may_be_missing(self) -> None:
        gone = reply({"message": "The entity that was requested doesn't exist."}, 404)
        with pytest.raises(Missing):
            shop(Routed({"GET /orders/41": gone})).order("41")

    def test_a_page_of_html_is_not_now(self) -> None:
        with pytest.raises(NotNow):
            shop(Routed({"GET /orders/41": httpx.Response(200, text="<html>")})).order("41")

    def test_an_order_that_became_unreadable_says_nothing_about_other_tools(self) -> None:
        with pytest.raises(Refused, match="can no longer be read"):
            shop(Routed({"GET /orders/41": {"entity_id": 41}})).elsewhere(mapped(order()))


class TestCheck:
    def test_a_healthy_connection(self) -> None:
        lines = checked()
        assert all(line.ok for line in lines.values())
        assert list(lines) == [
            "Shop address",
            "Clock",
            "Orders",
            "Order comments",
            "Credit memos",
            "Magento's invoices",
            "Version",
        ]
        assert str(lines["Orders"].detail) == "12 orders since the start date. Currency: RON."
        assert "Open Source, 2 modules" in str(lines["Version"].detail)

    def test_commerce_shows_by_its_modules_and_headers_are_quoted(self) -> None:
        modules = httpx.Response(200, json=["Magento_Reward"], headers={"X-Magento-Cache-Id": "abc"})
        detail = str(checked(**{"GET /modules": modules})["Version"].detail)
        assert "Adobe Commerce, 1 modules" in detail
        assert "x-magento-cache-id: abc" in detail

    def test_a_missing_right_names_itself_and_leaves_the_rest(self) -> None:
        denied = reply({"message": "isn't authorized to access Magento_Sales::sales_creditmemo"}, 401)
        lines = checked(**{"GET /creditmemos": denied})
        assert [what for what, line in lines.items() if not line.ok] == ["Credit memos"]
        assert "sales_creditmemo" in str(lines["Credit memos"].detail)

    def test_without_orders_the_comments_are_not_asked_for(self) -> None:
        denied = reply({"message": "isn't authorized"}, 401)
        lines = checked(**{"GET /orders": denied})
        assert lines["Shop address"].ok
        assert not lines["Orders"].ok
        assert "Order comments" not in lines

    def test_a_new_shop_without_orders(self) -> None:
        lines = checked(**{"GET /orders": found()})
        assert lines["Orders"].ok
        assert str(lines["Order comments"].detail) == "The shop has no orders yet."

    def test_a_wrong_address_is_told_and_nothing_raises(self) -> None:
        lines = {str(check.what): check for check in shop(Routed({})).check()}
        assert not any(line.ok for line in lines.values())
        assert "no Magento 2 REST API" in str(lines["Shop address"].detail)

    @pytest.mark.parametrize(("minutes", "fine"), [(0, True), (-4, True), (30, False), (-30, False)])
    def test_clocks_that_differ_are_told(self, minutes: int, fine: bool) -> None:
        told = format_datetime(datetime.now(UTC) + timedelta(minutes=minutes), usegmt=True)
        answer = httpx.Response(200, json=found(order()), headers={"Date": told})
        line = checked(**{"GET /orders": answer})["Clock"]
        assert line.ok is fine
        assert fine or "30 minutes apart" in str(line.detail)

    def test_it_only_reads(self) -> None:
        routed = Routed(HEALTHY)
        shop(routed).check()
        assert all(name.startswith("GET ") for name in routed.names)
