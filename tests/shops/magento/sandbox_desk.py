"""A caller of the simulated shop that signs for itself, and carts to order with."""

import base64
import hashlib
import hmac
import itertools
from collections.abc import Mapping
from decimal import Decimal
from random import Random
from typing import Any
from urllib.parse import quote

import httpx
import msgspec

from facturier.sandbox.clock import VirtualClock
from facturier.sandbox.transport import InProcess
from facturier.shops.magento.sandbox import MagentoSandbox, create
from facturier.shops.magento.sandbox.arithmetic import Rules
from facturier.shops.magento.sandbox.basket import Basket
from facturier.shops.magento.sandbox.catalogue import product
from facturier.shops.magento.sandbox.people import company

GROSS = Rules(prices_include_tax=True)
_NUMBERS = itertools.count(1)
_EXACT = msgspec.json.Decoder(float_hook=Decimal)


def encoded(text: str) -> str:
    return quote(text, safe="~")


def signature(method: str, url: str, parameters: list[tuple[str, str]], secrets: tuple[str, str]) -> str:
    """RFC 5849, with SHA-256."""
    pairs = sorted((encoded(name), encoded(value)) for name, value in parameters)
    line = encoded("&".join("=".join(pair) for pair in pairs))
    digest = hmac.new(
        f"{encoded(secrets[0])}&{encoded(secrets[1])}".encode(),
        f"{method}&{encoded(url)}&{line}".encode(),
        hashlib.sha256,
    )
    return base64.b64encode(digest.digest()).decode()


def authorization(
    account: Mapping[str, Any],
    method: str,
    url: str,
    query: Mapping[str, str] | None = None,
    *,
    moment: float,
    changed: Mapping[str, str | None] | None = None,
) -> str:
    """A signed header. `changed`: oauth_ parameters that differ before signing, None to leave one out."""
    given: dict[str, str | None] = {
        "oauth_consumer_key": account["consumer_key"],
        "oauth_nonce": f"n{next(_NUMBERS)}",
        "oauth_signature_method": "HMAC-SHA256",
        "oauth_timestamp": str(int(moment)),
        "oauth_token": account["access_token"],
        "oauth_version": "1.0",
    } | dict(changed or {})
    signed = given.pop("oauth_signature", "")
    sent = [(name, value) for name, value in given.items() if value is not None]
    secrets = (account["consumer_secret"], account["access_token_secret"])
    made = signature(method, url, [*sent, *(query or {}).items()], secrets)
    if signed is not None:
        sent.append(("oauth_signature", signed or made))
    return "OAuth " + ",".join(f'{name}="{encoded(value)}"' for name, value in sent)


class Desk:
    """Speaks with one sandbox; every request is signed anew."""

    def __init__(self, sandbox: MagentoSandbox) -> None:
        self.sandbox = sandbox
        self.merchant = sandbox.merchant
        self.http = httpx.Client(transport=InProcess(sandbox), base_url=sandbox.account["base_url"])

    def call(
        self,
        method: str,
        path: str,
        query: Mapping[str, str] | None = None,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        path = path if path.startswith("/rest") else f"/rest/V1{path}"
        signed = authorization(
            self.sandbox.account,
            method,
            self.sandbox.account["base_url"] + path,
            query,
            moment=self.sandbox.clock.now().timestamp(),
        )
        sent = {"Authorization": signed, **(headers or {})}
        return self.http.request(method, path, params=query, json=body, headers=sent)

    def get(self, path: str, query: Mapping[str, str] | None = None) -> Any:
        answer = self.call("GET", path, query)
        assert answer.status_code == 200, answer.text
        return _EXACT.decode(answer.content)

    def post(self, path: str, body: Any = None, method: str = "POST") -> Any:
        answer = self.call(method, path, None, body)
        assert answer.status_code == 200, answer.text
        return _EXACT.decode(answer.content)

    def refused(self, path: str, body: Any = None, method: str = "POST") -> tuple[int, str]:
        """Status, and the message with its places filled in."""
        answer = self.call(method, path, None, body)
        return answer.status_code, spoken(answer.json())

    def order(self, order_id: int) -> Any:
        return self.get(f"/orders/{order_id}")

    def place(self, basket: Basket | None = None) -> int:
        return int(self.merchant.place(basket or cart())["entity_id"])


def spoken(body: Mapping[str, Any]) -> str:
    text, parameters = str(body["message"]), body.get("parameters", [])
    named = parameters.items() if isinstance(parameters, dict) else enumerate(parameters, 1)
    for name, value in named:
        text = text.replace(f"%{name}", str(value))
    return text


def desk(**switches: Any) -> Desk:
    return Desk(create(7, VirtualClock(), **switches))


def cart(**other: Any) -> Basket:
    """Two coffees, three books and a mug for a company, from a gross catalogue."""
    things = (product("CAF-1KG", 2), product("CARTE-01", 3), product("CANA-33"))
    parts: dict[str, Any] = {"buyer": company(Random(3)), "items": things, "rules": GROSS}
    return Basket(**(parts | other))


def search(
    *filters: tuple[str, str, str], size: int = 0, page: int = 0, sort: str = "", down: bool = False
) -> dict[str, str]:
    """Criteria in snake case, one group for each filter (field, condition, value)."""
    query = {"searchCriteria": ""} if not (filters or size or page or sort) else {}
    for place, (field, condition, value) in enumerate(filters):
        start = f"searchCriteria[filter_groups][{place}][filters][0]"
        query |= {
            f"{start}[field]": field,
            f"{start}[condition_type]": condition,
            f"{start}[value]": value,
        }
    if size:
        query["searchCriteria[pageSize]"] = str(size)
    if page:
        query["searchCriteria[currentPage]"] = str(page)
    if sort:
        query["searchCriteria[sortOrders][0][field]"] = sort
        query["searchCriteria[sortOrders][0][direction]"] = "DESC" if down else "ASC"
    return query
