"""The merchant's own door over HTTP: `POST /_person/orders`, `POST /_person/orders/<id>/<deed>`."""

from typing import Any

from flask import Blueprint, Response

from facturier.shops.woocommerce.sandbox.api import body, shown
from facturier.shops.woocommerce.sandbox.merchant import Merchant
from facturier.shops.woocommerce.sandbox.refusal import Json, no_route
from facturier.shops.woocommerce.sandbox.shop import Shop
from facturier.shops.woocommerce.sandbox.telling import answer, told

_DEEDS = frozenset(
    (
        *("pay", "ship", "refund", "refund_piece", "refund_money", "cancel", "hold", "set_status"),
        *("trash", "restore", "edit", "change_address", "comment", "write_meta"),
    )
)


def doors(shop: Shop, merchant: Merchant) -> Blueprint:
    """Deeds take the merchant's arguments as a JSON object, and answer what the method returns."""
    found = Blueprint("person", __name__, url_prefix="/_person")

    @found.get("/orders")
    def orders() -> Response:
        with shop.lock:
            return answer([_brief(order) for order in shop.orders.values()])

    @found.post("/orders")
    def places() -> Response:
        return answer(shown(merchant.place(), 2))

    @found.post("/orders/<int:id>/<deed>")
    def acts(id: int, deed: str) -> Response:
        if deed not in _DEEDS:
            raise no_route()
        arguments: dict[str, Any] = body()
        return answer(told(getattr(merchant, deed)(id, **arguments), 2))

    return found


def _brief(order: Json) -> Json:
    fields = ("id", "number", "status", "total", "currency")
    found: Json = told({field: order[field] for field in fields}, 2)
    return found
