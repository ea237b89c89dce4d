"""The merchant's own door over HTTP: `POST /_person/orders`, `POST /_person/orders/<id>/<deed>`."""

from typing import Any

from flask import Flask, Response

from facturier.shops.magento.sandbox.amounts import Json
from facturier.shops.magento.sandbox.api.door import body, told
from facturier.shops.magento.sandbox.merchant import Merchant
from facturier.shops.magento.sandbox.refusal import no_route
from facturier.shops.magento.sandbox.shop import Shop

_DEEDS = frozenset(
    {
        "pay",
        "invoice",
        "ship",
        "refund",
        "cancel",
        "hold",
        "unhold",
        "comment",
        "set_status",
        "change_address",
        "edit",
    }
)


def open_door(app: Flask, shop: Shop, merchant: Merchant) -> None:
    """Deeds take the merchant's arguments as a JSON object, and answer what the method returns."""

    @app.get("/_person/orders")
    def person_orders() -> Response:
        with shop.lock:
            return told([_brief(order) for order in shop.orders.values()])

    @app.post("/_person/orders")
    def person_places() -> Response:
        with shop.lock:
            return told(merchant.place())

    @app.post("/_person/orders/<int:order_id>/<deed>")
    def person_acts(order_id: int, deed: str) -> Response:
        if deed not in _DEEDS:
            raise no_route()
        arguments: dict[str, Any] = body()
        with shop.lock:
            return told(getattr(merchant, deed)(order_id, **arguments))


def _brief(order: Json) -> Json:
    fields = ("entity_id", "increment_id", "state", "status", "grand_total", "order_currency_code")
    return {field: order[field] for field in fields if field in order}
