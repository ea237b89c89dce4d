"""The vendor's stock push to a shop: absolute quantities of what has moved since it was switched on."""

import threading
from datetime import timedelta
from typing import Any

import httpx
import msgspec
from msgspec import Struct

from facturier.sandbox.clock import SandboxClock
from facturier.systems.smartbill.sandbox.book import ZERO, Company

_encode = msgspec.json.Encoder(decimal_format="number").encode
EVERY = timedelta(seconds=60)


class Pushed(Struct, frozen=True):
    """One call to the shop. status None: it did not answer, and is not asked again."""

    products: list[dict[str, Any]]
    status: int | None
    answer: str


class StockPush:
    """`transport` lets a shop in the same process receive it."""

    def __init__(self, clock: SandboxClock, lock: threading.RLock) -> None:
        self.sent: list[Pushed] = []
        self._clock = clock
        self._lock = lock
        self._target: tuple[Company, str, str, httpx.BaseTransport | None] | None = None
        self._seen = 0

    def connect(
        self, company: Company, url: str, token: str, transport: httpx.BaseTransport | None = None
    ) -> None:
        """From now on, whatever moves is told to `url` every minute; what is there already is not."""
        with self._lock:
            self._target, self._seen = (company, url, token, transport), len(company.moves)
        self._clock.later(EVERY, self._tick)

    def disconnect(self) -> None:
        self._target = None

    def test(self) -> Pushed:
        """The test call: no products."""
        return self._send([])

    def send(self) -> Pushed | None:
        """Push what has moved since the last time; None where nothing has."""
        with self._lock:
            products = self._moved()
        return self._send(products) if products else None

    def _tick(self) -> None:
        if self._target is not None:
            self.send()
            self._clock.later(EVERY, self._tick)

    def _moved(self) -> list[dict[str, Any]]:
        if self._target is None:
            return []
        company = self._target[0]
        moved = dict.fromkeys((move.warehouse, move.product) for move in company.moves[self._seen :])
        self._seen = len(company.moves)
        return [
            {
                "productCode": product.code,
                "productName": product.name,
                "warehouse": warehouse,
                "quantity": company.stock.get((warehouse, product), ZERO),
            }
            for warehouse, product in moved
        ]

    def _send(self, products: list[dict[str, Any]]) -> Pushed:
        if self._target is None:
            raise RuntimeError("connect() the push to a shop first")
        _, url, token, transport = self._target
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        try:
            with httpx.Client(transport=transport, trust_env=False) as client:
                answer = client.post(url, content=_encode({"products": products}), headers=headers)
            pushed = Pushed(products, answer.status_code, answer.text)
        except httpx.HTTPError as error:
            pushed = Pushed(products, None, str(error))
        self.sent.append(pushed)
        return pushed
