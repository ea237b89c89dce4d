"""A WooCommerce shop for tests: orders of real shops and orders written by hand, and answers by path."""

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx

from facturier.model.order import Order, OrderLine
from facturier.ports.http import Http
from facturier.ports.shop import Heard
from facturier.sandbox.clock import VirtualClock
from facturier.sandbox.transport import InProcess
from facturier.shops.woocommerce.connector import CONNECTOR, WooShop, open_shop
from facturier.shops.woocommerce.payload import Mapper
from facturier.shops.woocommerce.sandbox import WooSandbox, create
from facturier.shops.woocommerce.settings import Settings

ORDERS = Path(__file__).parent / "orders"
REFUND = "12_refund_partial_of_03.json"
REAL_ORDERS = sorted(path.name for path in ORDERS.glob("*.json") if path.name != REFUND)
Answer = Callable[[httpx.Request], httpx.Response]


def settings(**more: Any) -> Settings:
    """Through the same door as stored or typed-in values."""
    values = {
        "base_url": "https://shop.example",
        "start_date": "2026-01-01",
        "consumer_key": "ck_key",
        "consumer_secret": "cs_secret",
        **more,
    }
    return CONNECTOR.read(values)


def real(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((ORDERS / name).read_text())
    return found


def item(**changes: Any) -> dict[str, Any]:
    """100.00 net, 21 % VAT, one piece."""
    plain = {
        "id": 315,
        "name": "Thing",
        "quantity": 1,
        "subtotal": "100.000000",
        "subtotal_tax": "21.000000",
        "total": "100.000000",
        "total_tax": "21.000000",
        "taxes": [{"id": 1, "total": "21", "subtotal": "21"}],
        "meta_data": [],
        "sku": "A",
        "price": 100,
    }
    return {**plain, **changes}


def tax_line(**changes: Any) -> dict[str, Any]:
    plain = {
        "rate_id": 1,
        "compound": False,
        "tax_total": "21.000000",
        "shipping_tax_total": "0.000000",
        "rate_percent": 21,
    }
    return {**plain, **changes}


def meta(**values: Any) -> list[dict[str, Any]]:
    return [{"id": place, "key": key, "value": value} for place, (key, value) in enumerate(values.items(), 1)]


ADDRESS = {
    "first_name": "Ana",
    "last_name": "Test",
    "company": "",
    "address_1": "Str. Exemplu 1",
    "address_2": "",
    "city": "Cluj-Napoca",
    "state": "CJ",
    "postcode": "400001",
    "country": "RO",
    "phone": "",
}


def order(*items: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """An order of one thing without shipping."""
    plain = {
        "id": 41,
        "parent_id": 0,
        "number": "41",
        "status": "processing",
        "currency": "RON",
        "prices_include_tax": True,
        "date_created_gmt": "2026-10-05T06:12:44",
        "date_modified_gmt": "2026-10-05T06:13:02",
        "date_paid_gmt": None,
        "total": "121.00",
        "total_tax": "21.00",
        "billing": {**ADDRESS, "email": "ana@exemplu.test"},
        "shipping": dict.fromkeys(ADDRESS, ""),
        "payment_method": "cod",
        "payment_method_title": "Ramburs",
        "transaction_id": "",
        "customer_note": "",
        "created_via": "checkout",
        "meta_data": [],
        "line_items": list(items) or [item()],
        "shipping_lines": [],
        "fee_lines": [],
        "coupon_lines": [],
        "tax_lines": [tax_line()],
        "refunds": [],
    }
    return {**plain, **changes}


def heard(document: dict[str, Any], *refunds: dict[str, Any], **more: Any) -> Heard:
    """What the connector makes of an order and of what the shop tells of its refunds."""
    routes = {"GET /orders/1": document, f"GET /orders/{document['id']}/refunds": list(refunds)}
    return shop(Routed(routes), **more).order("1")


def mapped(document: dict[str, Any], *refunds: dict[str, Any], **more: Any) -> Order:
    """The order that a payload becomes; fails with its trouble."""
    found = heard(document, *refunds, **more)
    assert found.order is not None, found.trouble
    return found.order


def lines(document: dict[str, Any], **more: Any) -> dict[str, OrderLine]:
    return {line.id: line for line in mapped(document, **more).lines}


def refund_of(document: dict[str, Any]) -> dict[str, Any]:
    """The refund object behind a real order that was refunded as a whole."""
    (named,) = document["refunds"]

    def back(line: dict[str, Any]) -> dict[str, Any]:
        found = {
            **line,
            "id": line["id"] + 1000,
            "total": f"-{line['total']}",
            "total_tax": f"-{line['total_tax']}",
            "meta_data": [{"id": 1, "key": "_refunded_item_id", "value": str(line["id"])}],
        }
        return {**found, "quantity": -line["quantity"]} if "quantity" in line else found

    return {
        "id": named["id"],
        "date_created_gmt": document["date_modified_gmt"],
        "amount": named["total"].removeprefix("-"),
        **{kind: [back(line) for line in document[kind]] for kind in ("line_items", "shipping_lines")},
        "fee_lines": [],
        "tax_lines": [
            {
                **tax,
                "tax_total": f"-{tax['tax_total']}",
                "shipping_tax_total": f"-{tax['shipping_tax_total']}",
            }
            for tax in document["tax_lines"]
        ],
    }


def reply(document: Any = None, status: int = 200, **headers: str) -> httpx.Response:
    return httpx.Response(status, json=document, headers=headers)


def shop(answer: Answer, **more: Any) -> WooShop:
    """A connected shop whose every call goes to `answer`."""

    def open_http(base_url: str, **parts: Any) -> Http:
        return Http(base_url, **parts, transport=lambda: httpx.MockTransport(answer))

    return open_shop(settings(**more), open_http)


def mapper(**more: Any) -> Mapper:
    return Mapper(settings(**more))


def raw(document: Any) -> bytes:
    return json.dumps(document).encode()


class Routed:
    """Answers by `METHOD path` below `/wp-json/wc/v3`, and remembers the calls.

    An answer is a response, an error to raise, a JSON document, or a tuple of such, used up call by call.
    """

    def __init__(self, routes: dict[str, Any]) -> None:
        self.routes = routes
        self.calls: list[tuple[str, Any]] = []
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        name = f"{request.method} {request.url.path.removeprefix('/wp-json/wc/v3')}"
        self.calls.append((name, json.loads(request.content) if request.content else None))
        self.requests.append(request)
        if name not in self.routes:
            return reply({"code": "rest_no_route", "message": "No route was found."}, 404)
        answer = self.routes[name]
        if isinstance(answer, tuple):
            answer = answer[min(self.names.count(name), len(answer)) - 1]
        if isinstance(answer, Exception):
            raise answer
        return answer if isinstance(answer, httpx.Response) else reply(answer)

    @property
    def names(self) -> list[str]:
        return [name for name, _ in self.calls]

    def bodies(self, name: str) -> list[Any]:
        return [body for called, body in self.calls if called == name]


def sandboxed(base_url: str = "https://shop.example", **switches: Any) -> tuple[WooSandbox, WooShop]:
    """A simulated shop and a connection to it."""
    sandbox = create(7, VirtualClock(), **switches)
    return sandbox, connected(sandbox, base_url)


def connected(sandbox: WooSandbox, base_url: str = "https://shop.example", **more: Any) -> WooShop:
    def open_http(base: str, **parts: Any) -> Http:
        return Http(base, **parts, clock=sandbox.clock, transport=lambda: InProcess(sandbox))

    return open_shop(CONNECTOR.read({**sandbox.settings(base_url), **more}), open_http)


def total_of(document: dict[str, Any]) -> Decimal:
    return Decimal(document["total"])
