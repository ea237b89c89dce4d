"""The state of one simulated shop: its tables, its clock and the lock that guards them."""

import threading
from collections.abc import Callable
from datetime import datetime
from random import Random

from facturier.sandbox.clock import SandboxClock
from facturier.shops.woocommerce.sandbox.goods import Market
from facturier.shops.woocommerce.sandbox.refusal import Json, no_order
from facturier.shops.woocommerce.sandbox.switches import Switches

FIRST_ORDER = 701


class Shop:
    """Orders in the shape in which the API tells them, with amounts as Decimal; their notes and refunds by order.

    changed: told of what happens to orders (`created`, `updated`, `deleted`, `restored`), for web hooks.
    """

    def __init__(self, market: Market, switches: Switches, clock: SandboxClock, random: Random) -> None:
        self.market = market
        self.switches = switches
        self.clock = clock
        self.random = random
        self.lock = threading.RLock()
        self.orders: dict[int, Json] = {}
        self.notes: dict[int, list[Json]] = {}
        self.refunds: dict[int, list[Json]] = {}
        self.changed: list[Callable[[str, Json], None]] = []
        self._noted: dict[int, str] = {}
        self._last_order = FIRST_ORDER - 1
        self._last_row = 9000

    def order(self, id: int) -> Json:
        """Also one in the bin. Raises Refusal."""
        if id not in self.orders:
            raise no_order()
        return self.orders[id]

    def next_order(self) -> int:
        """Refunds have numbers of the same row as orders."""
        self._last_order += 1
        return self._last_order

    def next_row(self) -> int:
        """Of lines, meta data and notes."""
        self._last_row += 1
        return self._last_row

    def admit(self, order: Json) -> Json:
        """Take in an order that is ready. ValueError where its id is taken."""
        if order["id"] in self.orders:
            raise ValueError(f"there is an order {order['id']} already")
        self._last_order = max(self._last_order, order["id"])
        self.orders[order["id"]] = order
        self.notes[order["id"]], self.refunds[order["id"]] = [], []
        self._note_status(order)
        self.tell("created", order)
        return order

    def touch(self, order: Json, event: str = "updated") -> Json:
        """Every save moves `date_modified`, whatever it was for."""
        order |= self.stamped("date_modified")
        self._note_status(order)
        self.tell(event, order)
        return order

    def note(self, id: int, words: str, author: str, customer: bool = False) -> Json:
        """It does not save the order."""
        made = {
            "id": self.next_row(),
            "author": author,
            **self.stamped("date_created"),
            "note": words,
            "customer_note": customer,
        }
        self.notes[id].append(made)
        return made

    def _note_status(self, order: Json) -> None:
        """WooCommerce notes every status that an order gets, the first too (`WC_Order::status_transition`)."""
        before, now = self._noted.get(order["id"]), order["status"]
        if now not in (before, "trash"):
            words = (
                f"Order status changed from {before} to {now}." if before else f"Order status set to {now}."
            )
            self.note(order["id"], words, "WooCommerce")
            self._noted[order["id"]] = now

    def tell(self, event: str, order: Json) -> None:
        for hears in self.changed:
            hears(event, order)

    def stamped(self, field: str, at: datetime | None = None) -> Json:
        """A moment as the API tells it: in the shop's own zone, and in UTC, neither of which says so."""
        now = at or self.clock.now()
        return {field: stamp(now + self.switches.offset), f"{field}_gmt": stamp(now)}


def stamp(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S}"
