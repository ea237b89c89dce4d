"""A Magento shop for tests: orders written by hand, and a list that answers searches as the sheet says."""

import json
from collections.abc import Callable
from copy import deepcopy
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import httpx

from facturier.model.order import Order, OrderLine
from facturier.ports.http import Http
from facturier.shops.magento.connector import CONNECTOR, MagentoShop, open_shop
from facturier.shops.magento.payload import Mapper, opened
from facturier.shops.magento.settings import Settings

ORDERS = Path(__file__).parent / "orders"
NOT_ORDERS = ("10_invoice_of_03.json", "12_creditmemo_partial_of_03.json")
REAL_ORDERS = sorted(path.name for path in ORDERS.glob("*.json") if path.name not in NOT_ORDERS)
OAUTH = {
    "consumer_key": "consumer",
    "consumer_secret": "consumer-secret",
    "access_token": "token",
    "access_token_secret": "token-secret",
}
Answer = Callable[[httpx.Request], httpx.Response]


def settings(**more: Any) -> Settings:
    """Through the same door as stored or typed-in values."""
    values = {"base_url": "https://shop.example", "start_date": "2026-01-01", **OAUTH, **more}
    return CONNECTOR.read(values)


def item(**changes: Any) -> dict[str, Any]:
    """100.00 net, 21 % VAT, one piece."""
    plain = {
        "item_id": 71,
        "product_type": "simple",
        "sku": "A",
        "name": "Thing",
        "qty_ordered": 1,
        "price": 100,
        "price_incl_tax": 121,
        "row_total": 100,
        "row_total_incl_tax": 121,
        "tax_percent": 21,
        "tax_amount": 21,
        "discount_amount": 0,
        "discount_tax_compensation_amount": 0,
    }
    return without_nulls({**plain, **changes})


def order(*items: dict[str, Any], grand_total: Any = 121, **changes: Any) -> dict[str, Any]:
    """An order without shipping; a value of None leaves the field out, as Magento does."""
    plain = {
        "entity_id": 41,
        "increment_id": "000000041",
        "state": "processing",
        "status": "processing",
        "store_id": 1,
        "store_name": "Main\nShop\nRomanian",
        "created_at": "2026-10-05 06:12:44",
        "updated_at": "2026-10-05 06:12:45",
        "base_currency_code": "RON",
        "order_currency_code": "RON",
        "base_to_order_rate": 1,
        "grand_total": grand_total,
        "items": list(items) or [item()],
        "billing_address": {
            "firstname": "Ana",
            "lastname": "Test",
            "city": "",
            "postcode": "",
            "country_id": "RO",
        },
        "payment": {"method": "checkmo", "account_status": None},
        "status_histories": [],
        "extension_attributes": {},
    }
    return without_nulls({**plain, **changes})


def without_nulls(document: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in document.items() if value is not None}


def worked_example() -> dict[str, Any]:
    """Section 11 of the sheet: gross catalogue, 10 % cart discount, 21 % VAT."""
    shirt = item(
        product_type="configurable",
        sku="SHIRT-M",
        name="Shirt",
        qty_ordered=2,
        original_price=121,
        row_total=200,
        row_total_incl_tax=242,
        tax_amount=37.8,
        discount_percent=10,
        discount_amount=24.2,
        discount_tax_compensation_amount=4.2,
    )
    variant = {
        "item_id": 72,
        "parent_item_id": 71,
        "product_type": "simple",
        "sku": "SHIRT-M",
        "name": "Shirt-M",
        "qty_ordered": 2,
        "price": 0,
        "row_total": 0,
        "tax_percent": 0,
        "parent_item": {"item_id": 71, "sku": "SHIRT-M"},
    }
    return order(
        shirt,
        variant,
        grand_total=235.95,
        shipping_amount=15,
        shipping_incl_tax=18.15,
        shipping_tax_amount=3.15,
        shipping_discount_amount=0,
        shipping_description="Courier - Fixed",
    )


def encoded(document: Any) -> bytes:
    return json.dumps(document).encode()


def mapped(document: dict[str, Any], **more: Any) -> Order:
    """The order that a payload becomes; fails with its trouble."""
    heard = Mapper(settings(**more)).heard(opened(encoded(document)))
    assert heard.order is not None, heard.trouble
    return heard.order


def lines(document: dict[str, Any], **more: Any) -> dict[str, OrderLine]:
    return {line.id: line for line in mapped(document, **more).lines}


def added_up(found: Order) -> Decimal:
    return sum((line.gross for line in found.lines), Decimal(0))


def reply(document: Any = None, status: int = 200, **headers: str) -> httpx.Response:
    return httpx.Response(status, json=document, headers=headers)


def shop(answer: Answer, **more: Any) -> MagentoShop:
    """A connected shop whose every call goes to `answer`."""

    def open_http(base_url: str, **parts: Any) -> Http:
        return Http(base_url, **parts, transport=lambda: httpx.MockTransport(answer))

    return open_shop(settings(**more), open_http)


class Routed:
    """Answers by `METHOD path` below `/rest/all/V1`, and remembers the calls.

    An answer is a response, an error to raise, a JSON document, or a tuple of such, used up call by call.
    """

    def __init__(self, routes: dict[str, Any]) -> None:
        self.routes = routes
        self.calls: list[tuple[str, Any]] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        name = f"{request.method} {request.url.path.removeprefix('/rest/all/V1')}"
        self.calls.append((name, json.loads(request.content) if request.content else None))
        if name not in self.routes:
            return reply({"message": "Request does not match any route."}, 404)
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


def found(*documents: Any, total: int | None = None) -> dict[str, Any]:
    return {"items": list(documents), "total_count": len(documents) if total is None else total}


class Table:
    """A list of orders that answers searches (sheet, section 3): filters, sort, page; `rows` may change."""

    def __init__(self) -> None:
        self.rows: dict[int, dict[str, Any]] = {}

    def put(self, entity_id: int, updated_at: str, created_at: str = "2026-02-01 00:00:00") -> None:
        self.rows[entity_id] = order(
            entity_id=entity_id,
            increment_id=f"{entity_id:09}",
            updated_at=updated_at,
            created_at=created_at,
        )

    def answer(self, request: httpx.Request) -> httpx.Response:
        asked = dict(parse_qsl(request.url.query.decode()))
        rows = [row for row in self.rows.values() if _fits(row, asked)]
        for place in (1, 0):  # the last key first: sorting is stable
            field = asked.get(f"searchCriteria[sortOrders][{place}][field]")
            if field:
                descending = asked[f"searchCriteria[sortOrders][{place}][direction]"] == "DESC"
                rows.sort(key=lambda row: row[field], reverse=descending)
        size, page = int(asked["searchCriteria[pageSize]"]), int(asked["searchCriteria[currentPage]"])
        chosen = rows[(page - 1) * size : page * size]
        return reply(found(*deepcopy(chosen), total=len(rows)))


def _fits(row: dict[str, Any], asked: dict[str, str]) -> bool:
    for group in range(5):
        stem = f"searchCriteria[filter_groups][{group}][filters]"
        tests = [
            (
                asked[f"{stem}[{n}][field]"],
                asked[f"{stem}[{n}][value]"],
                asked[f"{stem}[{n}][condition_type]"],
            )
            for n in range(5)
            if f"{stem}[{n}][field]" in asked
        ]
        if tests and not any(_holds(row, *test) for test in tests):
            return False
    return True


def _holds(row: dict[str, Any], field: str, value: str, condition: str) -> bool:
    have: Any = row[field]
    want: Any = int(value) if isinstance(have, int) else value
    answers: dict[str, bool] = {"gt": have > want, "gteq": have >= want, "eq": have == want}
    return answers[condition]
