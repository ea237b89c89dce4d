"""Shipments: all of an order, or some of its pieces."""

from collections.abc import Iterator
from decimal import Decimal

from facturier.shops.magento.sandbox.amounts import ZERO, Json, plain
from facturier.shops.magento.sandbox.history import document_comment
from facturier.shops.magento.sandbox.progress import CLOSED_TO_SHIPMENTS, go_on
from facturier.shops.magento.sandbox.quantities import move, open_to_ship
from facturier.shops.magento.sandbox.refusal import invalid_document
from facturier.shops.magento.sandbox.shares import describe, selection
from facturier.shops.magento.sandbox.shop import Shop, next_id


def make_shipment(
    shop: Shop,
    order: Json,
    asked: dict[int, Decimal],
    tracks: list[Json] | None = None,
    comment: Json | None = None,
) -> Json:
    """Ship the pieces asked for by item id, or all that is open. Raises Refusal."""
    reasons = [*_wrong_quantities(order, asked), *_wrong_state(order)]
    if reasons:
        raise invalid_document("Shipment", reasons)
    chosen = selection(asked, open_to_ship(order))
    entity_id = next_id(shop.shipments)
    shipment: Json = {
        "entity_id": entity_id,
        "increment_id": f"{entity_id:09d}",
        "order_id": order["entity_id"],
        "billing_address_id": order["billing_address_id"],
        "store_id": order["store_id"],
        "created_at": shop.now(),
        "updated_at": shop.now(),
        "total_qty": plain(sum(chosen.values(), ZERO)),
        "packages": [],
        "items": [],
        "tracks": [],
        "comments": [],
    }
    for row in [row for row in order["items"] if row["item_id"] in chosen]:
        quantity = chosen[row["item_id"]]
        place = entity_id * 1000 + len(shipment["items"]) + 1
        shipment["items"].append({**describe(row, place, entity_id, quantity), "price": row["price"]})
        move(order, row, "qty_shipped", quantity)
    for track in tracks or ():
        add_track(shop, shipment, track)
    if comment is not None:
        shipment["comments"].append(document_comment(shop, shipment, comment))
    shop.shipments[entity_id] = shipment
    go_on(order)
    shop.touch(order)
    return shipment


def add_track(shop: Shop, shipment: Json, track: Json) -> Json:
    """Put a tracking number on the shipment."""
    added = {
        "entity_id": shipment["entity_id"] * 1000 + len(shipment["tracks"]) + 1,
        "order_id": shipment["order_id"],
        "parent_id": shipment["entity_id"],
        "created_at": shop.now(),
        "updated_at": shop.now(),
        "track_number": track.get("track_number", ""),
        "title": track.get("title", ""),
        "carrier_code": track.get("carrier_code", ""),
        "weight": None,
        "qty": None,
        "description": None,
    }
    shipment["tracks"].append(added)
    return added


def _wrong_quantities(order: Json, asked: dict[int, Decimal]) -> Iterator[str]:
    still_open = open_to_ship(order)
    wanted = asked or still_open
    known = {row["item_id"]: row for row in order["items"]}
    for item, quantity in wanted.items():
        if item not in known:
            yield f'The shipment contains product SKU "{item}" that is not part of the original order.'
        elif quantity > still_open.get(item, ZERO) and "parent_item_id" not in known[item]:
            yield (
                "The quantity to ship must not be greater than the unshipped quantity "
                f'for product SKU "{known[item]["sku"]}".'
            )
    if sum((quantity for item, quantity in wanted.items() if item in known), ZERO) <= 0:
        yield "You can't create a shipment without products."


def _wrong_state(order: Json) -> Iterator[str]:
    if order["state"] in CLOSED_TO_SHIPMENTS:
        yield f"A shipment cannot be created when an order has a status of {order['status']}"
    elif not open_to_ship(order):
        yield "The order does not allow a shipment to be created."
