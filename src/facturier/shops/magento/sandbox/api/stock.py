"""Quantities: source items, sources, stocks, what can be sold, and the older stock items."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from facturier.shops.magento.sandbox.amounts import ZERO, Json, amount, plain
from facturier.shops.magento.sandbox.api.door import Door, body, figure, part
from facturier.shops.magento.sandbox.columns import (
    LINK_COLUMNS,
    PRODUCT_COLUMNS,
    SOURCE_COLUMNS,
    SOURCE_ITEM_COLUMNS,
    STOCK_COLUMNS,
)
from facturier.shops.magento.sandbox.quantities import to_ship
from facturier.shops.magento.sandbox.refusal import Refusal, not_found, required
from facturier.shops.magento.sandbox.shop import Shop
from facturier.shops.magento.sandbox.stock import DEFAULT_SOURCE, DEFAULT_STOCK

_INVENTORY = "Magento_InventoryApi::source"
_CATALOG = "Magento_Catalog::products"
_MOST_AT_ONCE = 20
_CLOSED = ("canceled", "closed", "complete")


def routes(door: Door) -> None:
    _products(door)
    _stock_items(door)
    if door.shop.switches.inventory:
        _source_items(door)
        _places(door)


def _source_items(door: Door) -> None:
    stock = door.shop.stock

    @door.route("/V1/inventory/source-items", _INVENTORY)
    def read() -> Json:
        return door.list(stock.levels.values(), SOURCE_ITEM_COLUMNS)

    @door.route("/V1/inventory/source-items", _INVENTORY, "POST")
    def write() -> list[Json]:
        write_source_items(door.shop, body())
        return []


def write_source_items(shop: Shop, sent: Json) -> None:
    """Absolute quantities; a sku is not looked up. Raises Refusal; then nothing was written."""
    if "sourceItems" not in sent:
        raise required("sourceItems")
    rows: list[Json] = sent["sourceItems"]
    if shop.switches.input_limiting and len(rows) > _MOST_AT_ONCE:
        told: dict[str, str | int] = {
            "type": "Magento\\InventoryApi\\Api\\Data\\SourceItemInterface",
            "max": _MOST_AT_ONCE,
        }
        raise Refusal(400, 'Maximum items of type "%type" is %max', told)
    errors = [
        {"message": words, "parameters": {"field": field}} for row in rows for field, words in _mistakes(row)
    ]
    if errors:
        raise Refusal(400, "Validation Failed", errors=errors)
    if any(row["source_code"] not in shop.stock.sources for row in rows):
        raise Refusal(400, "Could not save Source Item")
    for row in rows:
        shop.stock.set_level(row["sku"], row["source_code"], row["quantity"], row["status"])


def _mistakes(row: Json) -> Iterator[tuple[str, str]]:
    sku, source = row.get("sku") or "", row.get("source_code") or ""
    for field, value in (("sku", sku), ("source_code", source)):
        if not value.strip():
            yield field, '"%field" can not be empty.'
    if sku != sku.strip():
        yield "sku", '"%field" can not contain leading or trailing spaces.'
    if " " in source.strip():
        yield "source_code", '"%field" can not contain whitespaces.'
    if not isinstance(row.get("quantity"), int | Decimal):
        yield "quantity", '"%field" should be numeric.'
    if row.get("status") not in (0, 1):
        yield "status", '"%field" should a known status.'


def _places(door: Door) -> None:
    shop = door.shop
    link = {"stock_id": DEFAULT_STOCK, "source_code": DEFAULT_SOURCE, "priority": 1}
    channel = {"type": "website", "code": "base"}
    default = {
        "stock_id": DEFAULT_STOCK,
        "name": "Default Stock",
        "extension_attributes": {"sales_channels": [channel]},
    }

    @door.route("/V1/inventory/sources", _INVENTORY)
    def sources() -> Json:
        return door.list(shop.stock.sources.values(), SOURCE_COLUMNS)

    @door.route("/V1/inventory/stocks", "Magento_InventoryApi::stock")
    def stocks() -> Json:
        return door.list([default], STOCK_COLUMNS)

    @door.route("/V1/inventory/stock-source-links", "Magento_InventoryApi::stock_source_link")
    def links() -> Json:
        return door.list([link], LINK_COLUMNS)

    @door.route("/V1/inventory/get-product-salable-quantity/<path:sku>/<int:stock_id>", _INVENTORY)
    def salable(sku: str, stock_id: int) -> Any:
        if stock_id != DEFAULT_STOCK or sku not in shop.stock.products:
            raise not_found()
        return plain(shop.stock.physical(sku) - reserved(shop, sku))


def reserved(shop: Shop, sku: str) -> Decimal:
    """Ordered and not yet shipped: Magento counts it off what can be sold, not off the shelf."""
    return sum(
        (
            to_ship(row)
            for order in shop.orders.values()
            if order["state"] not in _CLOSED
            for row in order["items"]
            if row["sku"] == sku
        ),
        ZERO,
    )


def _products(door: Door) -> None:
    stock = door.shop.stock

    @door.route("/V1/products", _CATALOG)
    def products() -> Json:
        return door.list(stock.products.values(), PRODUCT_COLUMNS)

    @door.route("/V1/products/<path:sku>", _CATALOG)
    def product(sku: str) -> Json:
        if sku not in stock.products:
            raise not_found()
        return stock.products[sku]


def _stock_items(door: Door) -> None:
    stock = door.shop.stock

    @door.route("/V1/stockItems/<path:sku>", "Magento_CatalogInventory::cataloginventory")
    def read(sku: str) -> Json:
        if sku not in stock.products:
            raise not_found()
        level = stock.levels.get((sku, DEFAULT_SOURCE), {})
        product = stock.products[sku]
        return {
            "item_id": product["id"],
            "product_id": product["id"],
            "stock_id": DEFAULT_STOCK,
            "qty": plain(amount(level, "quantity")),
            "is_in_stock": bool(level.get("status")),
            "is_qty_decimal": False,
            "manage_stock": True,
        }

    @door.route("/V1/products/<path:sku>/stockItems/<int:item_id>", _CATALOG, "PUT")
    def write(sku: str, item_id: int) -> int:
        sent = part(body(), "stockItem")
        if sku not in stock.products:
            raise not_found()
        before = stock.levels.get((sku, DEFAULT_SOURCE), {"quantity": 0, "status": 0})
        status = int(bool(sent.get("is_in_stock", before["status"])))
        stock.set_level(sku, DEFAULT_SOURCE, figure(sent.get("qty", before["quantity"])), status)
        return int(stock.products[sku]["id"])
