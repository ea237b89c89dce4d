"""A simulated shop, a connection to it, and payloads as the fact sheet has them."""

from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import Any

import httpx
import msgspec

from facturier.model.order import Order
from facturier.ports.http import Http
from facturier.ports.shop import Heard, Page
from facturier.sandbox.clock import VirtualClock
from facturier.sandbox.transport import InProcess
from facturier.shops.teamsystem import CONNECTOR
from facturier.shops.teamsystem.client import Client
from facturier.shops.teamsystem.connector import TeamSystemShop, open_shop
from facturier.shops.teamsystem.sandbox import TeamSystemSandbox, create
from facturier.shops.teamsystem.settings import Settings
from facturier.shops.teamsystem.wire import Entry

Json = dict[str, Any]
URL = "http://connect.sandbox.test"
VALUES: Mapping[str, Any] = {
    "shop_address": "https://bottega.test",
    "start_date": "2015-01-01",
    "api_key": "k" * 64,
    "exchange_token": "e" * 64,
    "base_url": f"{URL}/v1.1",
}
ITALY = {"uid": "119", "name": "Italia"}
ENTRY: Json = {
    "orderID": "132_56695c3c0a3be",
    "total": 117.5,
    "orderDate": 1450372794,
    "status": 4,
    "iso": {"orderDate": "2015-12-17T18:19:54+0100"},
}
ADDRESS: Json = {
    "fullname": "Esempio Srl",
    "addr1": "Via Lunga 1",
    "addr2": "",
    "city": "Torino",
    "zip": "10121",
    "state": "13637",
    "country": "119",
    "phone": "",
    "email": "ufficio@esempio.test",
    "vat": "IT04214670269",
    "principal": True,
    "userUID": -1,
}
ORDER: Json = {
    "orderID": "132_56695c3c0a3be",
    "status": 4,
    "billing": ADDRESS,
    "delivery": ADDRESS,
    "cart": {
        "total": 117.5,
        "items": {
            "105251#|#xl_red": {
                "count": 1,
                "price": 117.5,
                "options": "xl_red",
                "title": "Maglietta",
                "sku": "",
            }
        },
        "couponCode": "",
        "saleAmount": 0.00,
    },
}


def settings(**values: Any) -> Settings:
    return CONNECTOR.read({**VALUES, **values})


def order(**cart: Any) -> Json:
    """The order of the sheet, with another cart."""
    made = deepcopy(ORDER)
    made["cart"] |= cart
    return made


def item(price: float | str, count: int = 1, **more: Any) -> Json:
    return {"count": count, "price": price, "options": "", "title": "Tazza", "sku": "MUG", **more}


class Told(httpx.BaseTransport):
    """Answers by path, and keeps what was asked."""

    def __init__(self, answers: Mapping[str, Any]) -> None:
        self.answers = dict(answers)
        self.asked: list[httpx.Request] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        found = self.answers[request.url.path.removeprefix("/v1.1")]
        if callable(found):
            found = found(request)
        return (
            found
            if isinstance(found, httpx.Response)
            else httpx.Response(200, content=msgspec.json.encode(found))
        )


USUAL: Mapping[str, Any] = {
    "/orders/list.json": [ENTRY],
    "/orders/order.json": ORDER,
    "/countries/list.json": [ITALY],
    "/products/product.json": {"uid": 105251, "tax_profile": "t22"},
    "/taxes/list.json": [{"id": "t22", "value": 22, "title": "IVA", "countriesUID": ["119"]}],
}


def told(answers: Mapping[str, Any] | None = None, **values: Any) -> tuple[TeamSystemShop, Told]:
    """A connection to a shop that answers so."""
    line = Told({**USUAL, **(answers or {})})
    clock = VirtualClock()

    def http(base_url: str, **parts: Any) -> Http:
        return Http(base_url, **parts, clock=clock, transport=lambda: line)

    return open_shop(settings(**values), http), line


def heard(payload: Json, answers: Mapping[str, Any] | None = None, **values: Any) -> Heard:
    """One order, with the total in the list that the cart has, unless told otherwise."""
    listed = {**ENTRY, "total": payload["cart"]["total"]}
    usual = {"/orders/list.json": [listed], "/orders/order.json": payload}
    return told({**usual, **(answers or {})}, **values)[0].order(ENTRY["orderID"])


def mapped(payload: Json, answers: Mapping[str, Any] | None = None, **values: Any) -> Order:
    found = heard(payload, answers, **values)
    assert found.order is not None, found.trouble
    return found.order


def entry(**parts: Any) -> Entry:
    return msgspec.convert({**ENTRY, **parts}, Entry, strict=False)


class Desk:
    """A sandbox and a connection to it. asked: the calls, as "METHOD /path?query"."""

    def __init__(self, values: Mapping[str, Any] | None = None, **switches: Any) -> None:
        self.clock = VirtualClock()
        self.sandbox: TeamSystemSandbox = create(clock=self.clock, **switches)
        self.merchant = self.sandbox.merchant
        self.values = {**self.sandbox.settings(URL), **(values or {})}
        self.asked: list[str] = []
        self.between: Callable[[httpx.Request], None] = lambda request: None
        self.shop = self.opened(self.values)
        self.cursor = ""
        self.held: dict[str, Heard] = {}

    def opened(self, values: Mapping[str, Any]) -> TeamSystemShop:
        return open_shop(CONNECTOR.read(dict(values)), self.http)

    def http(self, base_url: str, **parts: Any) -> Http:
        return Http(base_url, **parts, clock=self.clock, transport=lambda: _Watched(self))

    def client(self) -> Client:
        return Client(CONNECTOR.read(self.values), self.http)

    def place(self, **parts: Any) -> str:
        self.clock.sleep(7)
        return self.merchant.place(**parts).id

    def sweep(self) -> list[Page]:
        pages = list(self.shop.orders(self.cursor))
        self.cursor = pages[-1].cursor
        self.held |= {one.remote_id: one for page in pages for one in page.orders}
        return pages

    def read(self) -> list[str]:
        """Ids of the orders of one more poll."""
        return [one.remote_id for page in self.sweep() for one in page.orders]

    def order(self, id: str) -> Order:
        found = self.shop.order(id)
        assert found.order is not None, found.trouble
        return found.order

    def call(self, method: str, path: str, headers: Json | None = None, **parts: Any) -> httpx.Response:
        """As any client calls."""
        pair = {"Key": self.values["api_key"], "EXCHANGE": self.values["exchange_token"]}
        with httpx.Client(transport=InProcess(self.sandbox), base_url=self.values["base_url"]) as client:
            return client.request(method, path, headers=headers or pair, **parts)


class _Watched(httpx.BaseTransport):
    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self._desk.asked.append(f"{request.method} {request.url.raw_path.decode()}")
        self._desk.between(request)
        return InProcess(self._desk.sandbox).handle_request(request)
