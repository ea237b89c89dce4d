"""The state of one simulated shop: its tables, its clock and the lock that guards them."""

import threading
from collections.abc import Iterable
from random import Random
from typing import Any

from facturier.sandbox.clock import SandboxClock
from facturier.shops.magento.sandbox.amounts import Json
from facturier.shops.magento.sandbox.document import stamp
from facturier.shops.magento.sandbox.refusal import not_found
from facturier.shops.magento.sandbox.stock import Stock
from facturier.shops.magento.sandbox.switches import Switches

DEFAULT_STATUS = {
    "new": "pending",
    "pending_payment": "pending_payment",
    "processing": "processing",
    "complete": "complete",
    "closed": "closed",
    "canceled": "canceled",
    "holded": "holded",
    "payment_review": "payment_review",
}
FIRST_OWN_ORDER = 101


class Shop:
    """Orders and their documents, by entity id, in the very shape in which the API tells them.

    An order's rows and those under its shipping assignment are the same objects.
    """

    def __init__(self, switches: Switches, clock: SandboxClock, random: Random) -> None:
        self.switches = switches
        self.clock = clock
        self.random = random
        self.lock = threading.RLock()
        self.orders: dict[int, Json] = {}
        self.invoices: dict[int, Json] = {}
        self.shipments: dict[int, Json] = {}
        self.creditmemos: dict[int, Json] = {}
        self.stock = Stock()
        self._last_comment = 0
        self._last_order = FIRST_OWN_ORDER - 1

    def now(self) -> str:
        return stamp(self.clock.now())

    def touch(self, order: Json) -> None:
        order["updated_at"] = self.now()

    def order(self, entity_id: int) -> Json:
        return found(self.orders, entity_id)

    def next_order(self) -> int:
        """A fresh entity id; its nine figures are also a fresh order number."""
        self._last_order += 1
        return self._last_order

    def admit(self, order: Json) -> Json:
        """Take in a ready document, as if it had been ordered. ValueError where its id is taken."""
        entity_id = order["entity_id"]
        if entity_id in self.orders:
            raise ValueError(f"there is an order {entity_id} already")
        for assignment in order.get("extension_attributes", {}).get("shipping_assignments", ()):
            assignment["items"] = order["items"]
        self._last_order = max(self._last_order, entity_id)
        self.orders[entity_id] = order
        self._note_comments(order.get("status_histories", ()))
        return order

    def admit_document(self, table: dict[int, Json], document: Json) -> Json:
        """Take in a ready invoice, shipment or credit memo."""
        table[document["entity_id"]] = document
        self._note_comments(document.get("comments", ()))
        return document

    def next_comment(self) -> int:
        self._last_comment += 1
        return self._last_comment

    def _note_comments(self, comments: Iterable[Json]) -> None:
        self._last_comment = max([self._last_comment, *(comment["entity_id"] for comment in comments)])


def found(table: dict[int, Json], entity_id: int) -> Json:
    """The row; Magento's 404 where there is none."""
    if entity_id not in table:
        raise not_found()
    return table[entity_id]


def next_id(table: dict[int, Any]) -> int:
    return max(table, default=0) + 1
