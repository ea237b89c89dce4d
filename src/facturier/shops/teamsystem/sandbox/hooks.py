"""The shop's web hooks (fact sheet, section 9): made by a call, sent once when an order moves, signed by nobody."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from urllib.parse import urlencode

import httpx
import msgspec
from flask import Flask, Response, request

from facturier.shops.teamsystem.sandbox.refusal import Refusal, answer, required
from facturier.shops.teamsystem.sandbox.sale import CANCELLED, PAID, PREPARING, SENT, WAITING, Sale
from facturier.shops.teamsystem.sandbox.shop import Json, Shop

Post = Callable[[str, dict[str, str], bytes], int]
"""Address, headers and body to the status of the answer; raises OSError or httpx.HTTPError where none came."""
TYPES = {WAITING: 0, PAID: 1, SENT: 2, PREPARING: 3, CANCELLED: 7}
"""The type of hook that is sent when an order takes a status. (53, an abandoned cart, is about no order.)"""
_SOON = timedelta(seconds=2)


def over_the_network(address: str, headers: dict[str, str], sent: bytes) -> int:
    return httpx.post(address, headers=headers, content=sent, timeout=20).status_code


class Hooks:
    """post: how a delivery leaves. sent: every delivery (hook, order), with the status that it met, 0 for none."""

    def __init__(self, shop: Shop, post: Post = over_the_network) -> None:
        self.post = post
        self.rows: dict[str, Json] = {}
        self.sent: list[tuple[str, str, int]] = []
        self._shop = shop
        shop.changed.append(self._changed)

    def make(self, row: Json) -> Json:
        self.rows[row["id"]] = row
        return row

    def _changed(self, sale: Sale) -> None:
        switches = self._shop.switches
        for row in self.rows.values():
            if int(row["type"]) == TYPES.get(sale.status):
                for _ in range(2 if switches.hooks_doubled else 1):
                    self._shop.clock.later(_SOON, partial(self._deliver, row, sale.id))

    def _deliver(self, row: Json, id: str) -> None:
        switches = self._shop.switches
        told = {switches.hook_field: self._shop.next_id() if switches.hooks_astray else id}
        if switches.hook_body == "json":
            head, sent = "application/json", msgspec.json.encode(told)
        else:
            head, sent = "application/x-www-form-urlencoded", urlencode(told).encode()
        try:
            met = self.post(row["url"], {"Content-Type": head}, sent)
        except (OSError, httpx.HTTPError):
            met = 0
        self.sent.append((row["id"], told[switches.hook_field], met))


def doors(app: Flask, shop: Shop, hooks: Hooks, root: str) -> None:
    @app.get(f"{root}/webhook/list.json")
    def many() -> Response:
        return answer(list(hooks.rows.values()))

    @app.get(f"{root}/webhook/webhook.json")
    def one() -> Response:
        return answer(shop.found(hooks.rows, request.args.get("id"), "Webhook not found"))

    @app.get(f"{root}/webhook/search.json")
    def search() -> Response:
        return answer([row for row in hooks.rows.values() if row["name"] == request.args.get("name")])

    @app.post(f"{root}/webhook/webhook.json")
    def make() -> Response:
        for name in ("url", "type", "name"):
            if not request.form.get(name):
                raise required(name)
        if request.form["type"] not in {str(kind) for kind in (*TYPES.values(), 53)}:
            raise Refusal(400, "Unknown type")
        told = {name: request.form[name] for name in ("type", "url", "name")}
        row = hooks.make({**told, "type": int(told["type"]), "id": shop.storeden_id()})
        return answer({"id": row["id"]})

    @app.delete(f"{root}/webhook/webhook.json")
    def drop() -> Response:
        """Not in the sheet but as a guess."""
        if not shop.switches.hooks_dropped:
            raise Refusal(404, "Not Found")
        shop.found(hooks.rows, request.form.get("id"), "Webhook not found")
        del hooks.rows[request.form["id"]]
        return answer({"ok": 1, "n": 1, "err": None, "errmsg": None})
