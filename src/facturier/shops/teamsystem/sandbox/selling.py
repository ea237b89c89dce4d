"""Doors to orders (fact sheet, section 4), and those whose paths the sheet does not know."""

from collections.abc import Iterable
from datetime import datetime

from flask import Flask, Response, request

from facturier.shops.teamsystem.sandbox import telling
from facturier.shops.teamsystem.sandbox.access import Access
from facturier.shops.teamsystem.sandbox.refusal import Refusal, answer, required
from facturier.shops.teamsystem.sandbox.sale import LABELS, Sale
from facturier.shops.teamsystem.sandbox.shop import Shop

_USUAL = 10


def doors(app: Flask, shop: Shop, access: Access, root: str) -> None:
    @app.get(f"{root}/orders/list.json")
    def orders() -> Response:
        found = [sale for sale in shop.orders.values() if _asked_for(sale)]
        return answer([telling.entry(sale, shop.switches) for sale in _page(found, shop)])

    @app.get(f"{root}/orders/order.json")
    def order() -> Response:
        if "orderID" not in request.args:
            raise required("orderID")
        return answer(telling.order(shop.order(request.args["orderID"]), shop.switches))

    @app.get(f"{root}/orders/statuses.json")
    def statuses() -> Response:
        return answer([{str(code): label} for code, label in enumerate(LABELS)])

    @app.route(f"{root}/<path:path>", methods=["GET", "PUT", "POST", "DELETE"])
    def elsewhere(path: str) -> Response:
        """The doors whose paths only this shop knows."""
        switches = shop.switches
        if path == switches.updated_path.strip("/") and request.method == "GET":
            return _updated(shop, access)
        if path == switches.status_path.strip("/") and request.method == "PUT":
            status = request.form.get("status", "")
            if not status.isdecimal() or int(status) >= len(LABELS):
                raise Refusal(400, "Unknown status")
            shop.set_status(shop.order(request.form.get("orderID", "")), int(status))
            return answer({"ok": 1, "err": None, "updatedExisting": True})
        raise Refusal(404, "Not found")


def _updated(shop: Shop, access: Access) -> Response:
    told = access.throttle()
    first, last = int(request.args["from"]), int(request.args["to"])
    found = [sale for sale in shop.orders.values() if first <= _seconds(sale.changed_at) <= last]
    listed = answer([telling.entry(sale, shop.switches) for sale in _page(found, shop)])
    listed.headers["X-Storeden-Limit"] = told
    return listed


def _asked_for(sale: Sale) -> bool:
    asked, placed = request.args, _seconds(sale.placed_at)
    ids = asked.getlist("orderID[]")
    tests = (
        not ids or sale.id in ids,
        "status" not in asked or sale.status == int(asked["status"]),
        "since" not in asked or placed > int(asked["since"]),
        not {"from", "to"} <= set(asked) or int(asked["from"]) <= placed <= int(asked["to"]),
        asked.get("billing.email", sale.billing.email) == sale.billing.email,
        asked.get("billing.fullname", sale.billing.fullname) == sale.billing.fullname,
    )
    return all(tests)


def _page(found: Iterable[Sale], shop: Shop) -> list[Sale]:
    """Sorted by moment; of one moment, in the order of placing."""
    listed = sorted(found, key=lambda sale: sale.placed_at, reverse=shop.switches.newest_first)
    skip, limit = int(request.args.get("skip", 0)), int(request.args.get("limit", _USUAL))
    return listed[skip : skip + min(limit, shop.switches.largest_limit or limit)]


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())
