"""Invoices, shipments and credit memos."""

from typing import Any

from facturier.shops.magento.sandbox.amounts import ZERO, Json
from facturier.shops.magento.sandbox.api.door import Door, body, figure, number_or_text, part, pieces
from facturier.shops.magento.sandbox.api.orders import comment_list
from facturier.shops.magento.sandbox.columns import CREDITMEMO_COLUMNS, INVOICE_COLUMNS, SHIPMENT_COLUMNS
from facturier.shops.magento.sandbox.dispatching import add_track, make_shipment
from facturier.shops.magento.sandbox.history import document_comment
from facturier.shops.magento.sandbox.invoicing import make_invoice
from facturier.shops.magento.sandbox.refunding import Wanted, make_refund
from facturier.shops.magento.sandbox.refusal import required
from facturier.shops.magento.sandbox.shop import found

_INVOICES = "Magento_Sales::sales_invoice"
_SHIPMENTS = "Magento_Sales::shipment"
_MEMOS = "Magento_Sales::sales_creditmemo"


def routes(door: Door) -> None:
    _documents(door)
    _invoices(door)
    _shipments(door)
    _refunds(door)


def _documents(door: Door) -> None:
    """Reading, which all three kinds do alike but for the names."""
    shop = door.shop
    for many, one, table, columns, resource in (
        ("invoices", "invoices", shop.invoices, INVOICE_COLUMNS, _INVOICES),
        ("shipments", "shipment", shop.shipments, SHIPMENT_COLUMNS, _SHIPMENTS),
        ("creditmemos", "creditmemo", shop.creditmemos, CREDITMEMO_COLUMNS, _MEMOS),
    ):

        def page(table: dict[int, Json] = table, columns: frozenset[str] = columns) -> Json:
            return door.list(table.values(), columns)

        def single(entity_id: int, table: dict[int, Json] = table) -> Json:
            return found(table, entity_id)

        def comments(entity_id: int, table: dict[int, Json] = table) -> Json:
            return comment_list(found(table, entity_id)["comments"], entity_id)

        door.route(f"/V1/{many}", resource)(page)
        door.route(f"/V1/{one}/<int:entity_id>", resource)(single)
        door.route(f"/V1/{one}/<int:entity_id>/comments", resource)(comments)


def _invoices(door: Door) -> None:
    shop = door.shop

    @door.route("/V1/order/<int:order_id>/invoice", "Magento_Sales::invoice", "POST")
    def invoice(order_id: int) -> int | str:
        order, sent = shop.order(order_id), body()
        made = make_invoice(shop, order, pieces(sent), sent.get("comment"))
        return number_or_text(shop, made["entity_id"])

    @door.route("/V1/invoices/comments", _INVOICES, "POST")
    def comment() -> Json:
        sent = part(body(), "entity")
        if "parent_id" not in sent:
            raise required("parent_id")
        document = found(shop.invoices, int(figure(sent["parent_id"])))
        made = document_comment(shop, document, sent)
        document["comments"].append(made)
        return made


def _shipments(door: Door) -> None:
    shop = door.shop

    @door.route("/V1/order/<int:order_id>/ship", "Magento_Sales::ship", "POST")
    def ship(order_id: int) -> int | str:
        order, sent = shop.order(order_id), body()
        made = make_shipment(shop, order, pieces(sent), sent.get("tracks"), sent.get("comment"))
        return number_or_text(shop, made["entity_id"])

    @door.route("/V1/shipment/track", _SHIPMENTS, "POST")
    def track() -> Json:
        sent = part(body(), "entity")
        if "parent_id" not in sent:
            raise required("parent_id")
        return add_track(shop, found(shop.shipments, int(figure(sent["parent_id"]))), sent)


def _refunds(door: Door) -> None:
    shop = door.shop

    @door.route("/V1/order/<int:order_id>/refund", "Magento_Sales::creditmemo", "POST")
    def refund(order_id: int) -> int | str:
        made = make_refund(shop, shop.order(order_id), _wanted(body()))
        return number_or_text(shop, made["entity_id"])

    @door.route("/V1/invoice/<int:invoice_id>/refund", "Magento_Sales::creditmemo", "POST")
    def refund_invoice(invoice_id: int) -> int | str:
        order = shop.order(found(shop.invoices, invoice_id)["order_id"])
        made = make_refund(shop, order, _wanted(body()), invoice_id)
        return number_or_text(shop, made["entity_id"])


def _wanted(sent: Json) -> Wanted:
    said: dict[str, Any] = sent.get("arguments") or {}
    return Wanted(
        items=pieces(sent),
        shipping=figure(said["shipping_amount"]) if "shipping_amount" in said else None,
        adjustment_positive=figure(said.get("adjustment_positive", ZERO)),
        adjustment_negative=figure(said.get("adjustment_negative", ZERO)),
        online=bool(sent.get("isOnline")),
        comment=sent.get("comment"),
    )
