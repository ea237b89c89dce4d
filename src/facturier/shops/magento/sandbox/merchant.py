"""The people around a shop: buyers who order, and the merchant in the admin pages."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from facturier.shops.magento.sandbox import managing
from facturier.shops.magento.sandbox.amounts import Json
from facturier.shops.magento.sandbox.basket import Basket
from facturier.shops.magento.sandbox.catalogue import random_basket
from facturier.shops.magento.sandbox.dispatching import make_shipment
from facturier.shops.magento.sandbox.document import order_document
from facturier.shops.magento.sandbox.history import comment_order
from facturier.shops.magento.sandbox.invoicing import make_invoice
from facturier.shops.magento.sandbox.orders.sample import DemoOrder
from facturier.shops.magento.sandbox.progress import set_state
from facturier.shops.magento.sandbox.quantities import dummies
from facturier.shops.magento.sandbox.refunding import Wanted, make_refund
from facturier.shops.magento.sandbox.refusal import Refusal, not_found
from facturier.shops.magento.sandbox.shop import Shop

Pieces = Mapping[str, int | str | Decimal]


class Merchant:
    """Acts without the API and its rights. Pieces are told by sku; none means all that is open.

    Every method raises Refusal where the shop itself would refuse. Safe between threads.
    """

    def __init__(self, shop: Shop) -> None:
        self._shop = shop

    def place(self, basket: Basket | None = None) -> Json:
        """Someone orders: `basket`, or what chance puts into the cart."""
        shop = self._shop
        with shop.lock:
            chosen = basket or random_basket(shop.random)
            return shop.admit(order_document(chosen, shop.next_order(), shop.clock.now()))

    def stage(self, demos: Iterable[DemoOrder]) -> dict[str, int]:
        """Take in demonstration orders with the documents they came with, then let their stories happen.

        Returns the entity ids by machine key.
        """
        shop, demos = self._shop, list(demos)
        with shop.lock:
            for demo in demos:
                shop.admit(demo.order)
                for table, document in demo.documents:
                    shop.admit_document(getattr(shop, table), document)
            ids = {demo.key: int(demo.order["entity_id"]) for demo in demos}
            for demo in demos:
                if demo.story is not None:
                    demo.story(self, ids[demo.key])
            return ids

    def pay(self, order_id: int) -> Json:
        """The money has come: Magento writes its own invoice of all that is open."""
        with self._shop.lock:
            order = self._shop.order(order_id)
            if order["state"] in ("payment_review", "pending_payment"):
                set_state(order, "processing")
            return make_invoice(self._shop, order, {})

    def invoice(self, order_id: int, pieces: Pieces | None = None) -> Json:
        with self._shop.lock:
            order = self._shop.order(order_id)
            return make_invoice(self._shop, order, _by_id(order, pieces))

    def ship(self, order_id: int, pieces: Pieces | None = None, track: str = "") -> Json:
        with self._shop.lock:
            order = self._shop.order(order_id)
            tracks = [{"track_number": track, "title": "Curier", "carrier_code": "custom"}] if track else []
            return make_shipment(self._shop, order, _by_id(order, pieces), tracks)

    def refund(
        self,
        order_id: int,
        pieces: Pieces | None = None,
        shipping: int | str | Decimal | None = None,
        extra: int | str | Decimal = 0,
    ) -> Json:
        """`shipping`: net, None for what is left of it. `extra`: an adjustment in the buyer's favour."""
        with self._shop.lock:
            order = self._shop.order(order_id)
            wanted = Wanted(
                items=_by_id(order, pieces),
                shipping=None if shipping is None else Decimal(shipping),
                adjustment_positive=Decimal(extra),
            )
            return make_refund(self._shop, order, wanted)

    def cancel(self, order_id: int) -> Json:
        return self._manage(managing.cancel, order_id)

    def hold(self, order_id: int) -> Json:
        return self._manage(managing.hold, order_id)

    def unhold(self, order_id: int) -> Json:
        return self._manage(managing.unhold, order_id)

    def comment(self, order_id: int, words: str) -> Json:
        """A comment as a person or another plug-in leaves it."""
        with self._shop.lock:
            return comment_order(self._shop, self._shop.order(order_id), words)

    def set_status(self, order_id: int, status: str, state: str = "") -> Json:
        with self._shop.lock:
            order = self._shop.order(order_id)
            order |= {"status": status, "state": state or order["state"]}
            self._shop.touch(order)
            return order

    def change_address(self, order_id: int, kind: str = "billing", **fields: Any) -> Json:
        """Change fields of the `billing` or `shipping` address; a field set to None disappears."""
        with self._shop.lock:
            order = self._shop.order(order_id)
            address = order["billing_address"]
            if kind == "shipping":
                address = order["extension_attributes"]["shipping_assignments"][0]["shipping"]["address"]
            for field, value in fields.items():
                address[field] = value
                if value is None:
                    del address[field]
            if self._shop.switches.address_touches:
                self._shop.touch(order)
            return order

    def edit(self, order_id: int, basket: Basket | None = None) -> Json:
        """Edit an order as Magento does: cancel it, make a new one numbered -1, -2 ... and return that."""
        shop = self._shop
        with shop.lock:
            old = shop.order(order_id)
            if not managing.cancel(shop, old):
                raise Refusal(400, "The order cannot be edited.")
            chosen = basket or random_basket(shop.random)
            first = str(old.get("original_increment_id", old["increment_id"]))
            count = int(old.get("edit_increment", 0)) + 1
            new = order_document(chosen, shop.next_order(), shop.clock.now(), f"{first}-{count}")
            new |= {
                "edit_increment": count,
                "original_increment_id": first,
                "relation_parent_id": str(old["entity_id"]),
                "relation_parent_real_id": old["increment_id"],
            }
            old |= {
                "relation_child_id": str(new["entity_id"]),
                "relation_child_real_id": new["increment_id"],
            }
            return shop.admit(new)

    def _manage(self, act: Any, order_id: int) -> Json:
        with self._shop.lock:
            order = self._shop.order(order_id)
            if not act(self._shop, order):
                raise Refusal(400, "The order cannot be cancelled.")
            return order


def _by_id(order: Json, pieces: Pieces | None) -> dict[int, Decimal]:
    silent = dummies(order)
    ids = {row["sku"]: row["item_id"] for row in reversed(order["items"]) if row["item_id"] not in silent}
    if not set(pieces or ()) <= set(ids):
        raise not_found()
    return {ids[sku]: Decimal(quantity) for sku, quantity in (pieces or {}).items()}
