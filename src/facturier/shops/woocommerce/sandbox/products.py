"""Products with their stock (section 5), and batches, in which single failures stand inside an answer of 200."""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Any

from flask import Blueprint, Response, request

from facturier.shops.woocommerce.sandbox.access import Access
from facturier.shops.woocommerce.sandbox.api import body, changed, shown
from facturier.shops.woocommerce.sandbox.goods import Thing
from facturier.shops.woocommerce.sandbox.refusal import Json, Refusal, no_order
from facturier.shops.woocommerce.sandbox.shop import Shop
from facturier.shops.woocommerce.sandbox.telling import answer, told

_MOST = 100
_CHANGED = ("name", "sku", "regular_price", "status", "manage_stock", "stock_quantity")


class Catalogue:
    """rows: products by id, as the API tells them."""

    def __init__(self, sold: Iterable[Thing]) -> None:
        self.rows = {place: _product(place, thing) for place, thing in enumerate(sold, 10)}

    def change(self, id: int, sent: Json) -> Json:
        """Without `manage_stock` a quantity is not looked at. Raises Refusal."""
        if id not in self.rows:
            raise Refusal(404, "woocommerce_rest_product_invalid_id", "Invalid ID.")
        row = self.rows[id]
        row |= {name: sent[name] for name in _CHANGED if name in sent and name != "stock_quantity"}
        if row["manage_stock"] and "stock_quantity" in sent:
            row["stock_quantity"] = int(sent["stock_quantity"])
        row["stock_status"] = "instock" if row["stock_quantity"] or not row["manage_stock"] else "outofstock"
        return row


def doors(shop: Shop, access: Access, catalogue: Catalogue) -> Blueprint:
    found = Blueprint("products", __name__)

    @found.get("/products")
    def many() -> Response:
        access.require(request, "view")
        wanted = [sku.strip() for sku in request.args.get("sku", "").split(",") if sku.strip()]
        rows = [row for row in catalogue.rows.values() if not wanted or row["sku"] in wanted]
        return answer([told(row, 2) for row in rows[:_MOST]], headers={"X-WP-Total": str(len(rows))})

    @found.post("/products/batch")
    def stock() -> Response:
        access.require(request, "edit")
        return answer({"update": list(_each(body(), catalogue.change))})

    @found.post("/orders/batch")
    def orders() -> Response:
        access.require(request, "edit")

        def change(id: int, sent: Json) -> Json:
            if id not in shop.orders:
                raise no_order(400)
            return shown(changed(shop, shop.order(id), sent), shop.switches.decimals)

        return answer({"update": list(_each(body(), change))})

    return found


def _each(sent: Json, change: Callable[[int, Json], Json]) -> Iterator[Any]:
    """Raises Refusal: 413 for more than a hundred."""
    rows = sent.get("update") or []
    if len(rows) > _MOST:
        words = f"Unable to accept more than {_MOST} items for this request."
        raise Refusal(413, "woocommerce_rest_request_entity_too_large", words)
    for row in rows:
        try:
            yield told(change(int(row["id"]), row), 2)
        except Refusal as refusal:
            yield {"id": row["id"], "error": refusal.body("en")}


def _product(id: int, thing: Thing) -> Json:
    return {
        "id": id,
        "name": thing.name,
        "type": "simple",
        "status": "publish",
        "sku": thing.sku,
        "regular_price": thing.price,
        "manage_stock": True,
        "stock_quantity": Decimal(25),
        "stock_status": "instock",
    }
