"""How long the server takes for Today and for any page of a list, over a book with many orders.

From the request as WSGI gives it to the whole answer, log-in and templates included, in this process and on the
database of a durable home. Every way to narrow a list is asked for, also those that find nothing.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import quantiles
from typing import Any

from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.ground import house
from bench.stored import BASE, fill
from facturier.cli import boot
from facturier.store.models import Order, Route
from facturier.web.request import ENV

HOST = "127.0.0.1"
BACKEND = "django.contrib.auth.backends.ModelBackend"
_HELD = """
    UPDATE store_order SET standing = 'held', findings = '[{"severity": "hold", "code": "BR-RO-092",
        "field": "buyer.address.city", "message": {"text": "The city is missing. Fill it in."}}]' WHERE id % 40 = 0
"""


@dataclass(frozen=True)
class Pages:
    """p95_ms: of all requests together. queries: the most that one page has needed."""

    p95_ms: float
    queries: int


def pages(orders: int, rounds: int) -> Pages:
    with house() as built:
        route = fill(built, orders)
        with connection.cursor() as cursor:
            cursor.execute(_HELD)
            cursor.execute("VACUUM ANALYZE")
        environ: dict[str, Any] = {ENV: boot.environment(built.home), "SERVER_NAME": HOST}
        client = Client(**environ)
        client.force_login(User.objects.create(username="bench", is_superuser=True), BACKEND)
        addresses = list(_addresses(route, orders))
        queries = max(_queries(client, address) for address in addresses)
        times = {address: [_seconds(client, address) for _ in range(rounds)] for address in addresses}
    return _judged(times, queries)


def _addresses(route: Route, orders: int) -> Iterator[str]:
    """Every kind of list page, the first and one deep down."""
    number = str(orders // 2)
    middle = Order.objects.get(pk=BASE + orders // 2)
    deep = f"after={middle.placed_at.isoformat()}~{middle.pk}".replace("+", "%2B") if middle.placed_at else ""
    yield "/"
    for narrowed in (
        "",
        deep,
        f"standing=verified&{deep}",
        "standing=verified",
        "standing=held",
        "standing=held&cause=BR-RO-092",
        "standing=held&cause=NONE",
        "standing=disputed",
        f"shop={route.shop_id}",
        f"route={route.pk}",
        "route=999999999",
        f"text={number}",
        "text=9",
        "text=ana",
        f"text=exemplu+{number}",
        "text=nobody",
        f"since={middle.placed_at:%Y-%m-%d}&until={middle.placed_at:%Y-%m-%d}",
        "until=2020-01-01",
    ):
        yield f"/orders/?{narrowed}"
    for narrowed in (
        "",
        deep,
        "kind=invoice",
        "kind=credit_note",
        f"text={number}",
        "text=9",
        "text=nothing",
    ):
        yield f"/documents/?{narrowed}"
    yield "/brakes/"


def _seconds(client: Client, address: str) -> float:
    began = time.perf_counter()
    answer = client.get(address)
    took = time.perf_counter() - began
    if answer.status_code != 200:
        raise AssertionError(f"{address} is answered with {answer.status_code}")
    return took


def _queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        _seconds(client, address)
    return len(captured)


def _judged(times: Mapping[str, Sequence[float]], queries: int) -> Pages:
    everything = [took for each in times.values() for took in each]
    for address, each in sorted(times.items(), key=lambda entry: -max(entry[1]))[:5]:
        print(f"({max(each) * 1000:6.1f} ms at most for {address})")
    return Pages(quantiles(everything, n=20)[-1] * 1000, queries)
