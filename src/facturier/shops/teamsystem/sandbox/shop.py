"""The state of one simulated shop: its book, its clock and the lock that guards them."""

import threading
from collections.abc import Callable
from datetime import datetime
from random import Random
from typing import Any

from facturier.sandbox.clock import SandboxClock
from facturier.shops.teamsystem.sandbox.goods import TAXES, Tax, catalogue
from facturier.shops.teamsystem.sandbox.refusal import Refusal
from facturier.shops.teamsystem.sandbox.sale import Sale
from facturier.shops.teamsystem.sandbox.switches import Switches

Json = dict[str, Any]
STORE = 132


class Shop:
    """orders: by id, in the order of placing. changed: who wants to know of a new status, with the sale.

    customers: by e-mail, as the API tells them.
    """

    def __init__(self, switches: Switches, clock: SandboxClock, random: Random, url: str) -> None:
        self.switches = switches
        self.clock = clock
        self.random = random
        self.url = url
        self.lock = threading.RLock()
        self.orders: dict[str, Sale] = {}
        self.products = catalogue()
        self.taxes: dict[str, Tax] = {tax.id: tax for tax in TAXES}
        self.customers: dict[str, Json] = {}
        self.changed: list[Callable[[Sale], None]] = []

    def now(self) -> datetime:
        """To the second: the shop keeps no more."""
        return self.clock.now().replace(microsecond=0)

    def next_id(self) -> str:
        return f"{STORE}_{self.random.getrandbits(52):013x}"

    def storeden_id(self) -> str:
        return f"{self.random.getrandbits(96):024x}"

    def admit(self, sale: Sale) -> Sale:
        self.orders[sale.id] = sale
        self._tell(sale)
        return sale

    def order(self, id: str) -> Sale:
        """Raises Refusal."""
        sale: Sale = self.found(self.orders, id, "Order not found")
        return sale

    def found(self, table: dict[Any, Any], key: Any, words: str) -> Any:
        """The entry of a table; raises Refusal with these words."""
        if key not in table:
            raise Refusal(self.switches.missing_status, words)
        return table[key]

    def set_status(self, sale: Sale, status: int) -> None:
        if sale.status != status:
            sale.status = status
            self.touch(sale)
            self._tell(sale)

    def touch(self, sale: Sale) -> None:
        sale.changed_at = self.now()

    def _tell(self, sale: Sale) -> None:
        for hear in self.changed:
            hear(sale)
