"""The shop's web hooks (section 7): pinged when saved, delivered from a queue, once, switched off after failures."""

import hmac
from base64 import b64encode
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import httpx
import msgspec
from flask import Blueprint, Response, request

from facturier.shops.woocommerce.sandbox.access import Access
from facturier.shops.woocommerce.sandbox.api import body, shown
from facturier.shops.woocommerce.sandbox.refusal import Json, Refusal, missing, wrong
from facturier.shops.woocommerce.sandbox.shop import Shop
from facturier.shops.woocommerce.sandbox.telling import answer

Post = Callable[[str, dict[str, str], bytes], int]
"""Address, headers and body to the status of the answer; raises OSError or httpx.HTTPError where none came."""
_MOST_FAILURES = 5
_YOUNG = timedelta(seconds=10)
_AGENT = "WooCommerce/9.4.0 Hookshot (WordPress/6.7)"
_STATUSES = ("active", "paused", "disabled")
_ENCODER = msgspec.json.Encoder(decimal_format="number")


def over_the_network(address: str, headers: dict[str, str], sent: bytes) -> int:
    return httpx.post(address, headers=headers, content=sent, timeout=60).status_code


class Hooks:
    """post: how a delivery leaves. sent: every delivery, with the status that it met (0 for none)."""

    def __init__(self, shop: Shop, post: Post = over_the_network) -> None:
        self.post = post
        self.rows: dict[int, Json] = {}
        self.sent: list[tuple[str, int, int]] = []
        self._shop = shop
        self._queued: set[tuple[int, int]] = set()
        shop.changed.append(self._changed)

    def save(self, row: Json) -> Json:
        """An active hook is pinged; what answers otherwise than with 2xx is not switched on."""
        if row["status"] == "active":
            head = {"Content-Type": "application/x-www-form-urlencoded"}
            met = self._met(row["delivery_url"], head, f"webhook_id={row['id']}".encode())
            row["status"] = "active" if 200 <= met < 300 else "paused"
            row["failures"] = 0
        self.rows[row["id"]] = row
        return row

    def next_id(self) -> int:
        return max(self.rows, default=0) + 1

    def _changed(self, event: str, order: Json) -> None:
        young = self._shop.clock.now() - _moment(order["date_created_gmt"]) < _YOUNG
        events = {event, "created"} if event == "updated" and young else {event}
        events |= {"updated"} if event == "created" else set()
        switches = self._shop.switches
        for row in list(self.rows.values()):
            resource, _, topic = row["topic"].partition(".")
            key = (row["id"], order["id"])
            if resource != "order" or topic not in events or row["status"] != "active" or key in self._queued:
                continue
            if switches.hooks_lost or not switches.cron_runs:
                continue
            self._queued.add(key)
            for _ in range(2 if switches.hooks_doubled else 1):
                self._shop.clock.later(switches.hook_delay, partial(self._deliver, row, key))

    def _deliver(self, row: Json, key: tuple[int, int]) -> None:
        """What is sent is the order as it stands now."""
        self._queued.discard(key)
        if row["status"] != "active":
            return
        with self._shop.lock:
            order = self._shop.orders.get(key[1], {"id": key[1]})
            gone = row["topic"].endswith("deleted")
            sent = _ENCODER.encode({"id": key[1]} if gone else shown(order, self._shop.switches.decimals))
        met = self._met(row["delivery_url"], self._headers(row, sent), sent)
        self.sent.append((row["topic"], key[1], met))
        row["failures"] = 0 if 200 <= met <= 302 else row["failures"] + 1
        if row["failures"] > _MOST_FAILURES:
            row["status"] = "disabled"

    def _headers(self, row: Json, sent: bytes) -> dict[str, str]:
        resource, _, event = row["topic"].partition(".")
        signature = b64encode(hmac.digest(row["secret"].encode(), sent, "sha256")).decode()
        return {
            "User-Agent": _AGENT,
            "Content-Type": "application/json",
            "X-WC-Webhook-Source": "https://woocommerce.sandbox.test/",
            "X-WC-Webhook-Topic": row["topic"],
            "X-WC-Webhook-Resource": resource,
            "X-WC-Webhook-Event": event,
            "X-WC-Webhook-Signature": signature,
            "X-WC-Webhook-ID": str(row["id"]),
            "X-WC-Webhook-Delivery-ID": f"{row['id']:032x}",
        }

    def _met(self, address: str, headers: dict[str, str], sent: bytes) -> int:
        try:
            return self.post(address, headers, sent)
        except (OSError, httpx.HTTPError):
            return 0


def doors(hooks: Hooks, access: Access) -> Blueprint:
    found = Blueprint("hooks", __name__)

    @found.get("/webhooks")
    def many() -> Response:
        access.require(request, "view")
        size, page = int(request.args.get("per_page", "10")), int(request.args.get("page", "1"))
        rows = [_told(row) for row in hooks.rows.values()]
        return answer(rows[(page - 1) * size : page * size])

    @found.post("/webhooks")
    def make() -> Response:
        access.require(request, "create")
        sent = body()
        for name in ("topic", "delivery_url"):
            if not sent.get(name):
                raise missing(name)
        row = {"id": hooks.next_id(), "status": "active", "name": "", "secret": "", "failures": 0}
        return answer(_told(hooks.save({**row, **_taken(sent)})), 201)

    @found.route("/webhooks/<int:id>", methods=["PUT", "POST"])
    def change(id: int) -> Response:
        access.require(request, "edit")
        if id not in hooks.rows:
            raise Refusal(404, "woocommerce_rest_shop_webhook_invalid_id", "Invalid ID.")
        hooks.rows[id] |= _taken(body())
        return answer(_told(hooks.save(hooks.rows[id])))

    return found


def _taken(sent: Json) -> Json:
    if sent.get("status", "active") not in _STATUSES:
        raise wrong("status", f"status is not one of {', '.join(_STATUSES)}.")
    names = ("name", "status", "topic", "delivery_url", "secret")
    return {name: str(sent[name]) for name in names if name in sent}


def _told(row: Json) -> Json:
    """The secret is never told."""
    return {name: value for name, value in row.items() if name not in ("secret", "failures")}


def _moment(words: str) -> datetime:
    return datetime.fromisoformat(words + "+00:00")
