"""Magento on the stage."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from tests.proof.shops.staged import Deed

from facturier.sandbox.clock import SandboxClock
from facturier.shops.magento.sandbox import create
from facturier.shops.magento.sandbox.basket import Basket, Carriage, Pay
from facturier.shops.magento.sandbox.catalogue import product
from facturier.shops.magento.sandbox.people import person
from facturier.shops.magento.sandbox.refusal import Refusal

BASKETS = (("CAF-1KG", 1), ("TRI-M", 2), ("LAMPA-B", 1), ("GHIVECI-3", 3), ("MIERE-500", 2), ("PLED-01", 1))


class Magento:
    """See `StagedShop`."""

    connector = "magento"
    methods = ("banktransfer", "checkmo", "cashondelivery", "card_gateway")
    disputed: Mapping[str, tuple[Any, ...]] = {
        "clamps_last_page": (False, True),
        "input_limiting": (False, True),
        "comment_changes_status": (False, True),
        "id_as_string": (True, False),
        "renumbers": (True, False),
        "tax_details": (True, False),
    }
    refusal = Refusal

    def __init__(self, seed: int, clock: SandboxClock, country: str, switches: Mapping[str, Any]) -> None:
        self.sandbox = create(seed, clock, **switches)
        self._shop, self._merchant = self.sandbox.shop, self.sandbox.merchant

    @property
    def deeds(self) -> Mapping[str, Deed]:
        merchant = self._merchant
        return {
            "pay": lambda id: merchant.pay(int(id)),
            "refund": lambda id: merchant.refund(int(id)),
            "refund some": self._refund_some,
            "cancel": lambda id: merchant.cancel(int(id)),
            "hold": lambda id: merchant.hold(int(id)),
            "unhold": lambda id: merchant.unhold(int(id)),
            "ship": lambda id: merchant.ship(int(id)),
            "edit": self._edit,
        }

    def place(self, goods: int, more: int, method: str) -> str:
        return str(self._merchant.place(self._basket(goods, more, method))["entity_id"])

    def hide(self, id: str) -> Callable[[], None]:
        row = self._shop.orders.pop(int(id))
        return lambda: self._shop.orders.update({int(id): row})

    def orders(self) -> Mapping[str, str]:
        return {str(id): str(order["increment_id"]) for id, order in self._shop.orders.items()}

    def notes(self) -> Iterator[str]:
        for order in self._shop.orders.values():
            for history in order.get("status_histories", ()):
                yield str(history.get("comment") or "")

    def _refund_some(self, id: str) -> object:
        row = self._shop.order(int(id))["items"][0]
        return self._merchant.refund(int(id), {row["sku"]: 1}, shipping=0)

    def _edit(self, id: str) -> object:
        """The old order is cancelled, and a new one takes its place."""
        return str(self._merchant.edit(int(id), self._basket(1, 0, self.methods[0]))["entity_id"])

    def _basket(self, goods: int, more: int, method: str) -> Basket:
        items = [product(*BASKETS[goods])]
        if more:
            items.append(product(*BASKETS[(goods + more) % len(BASKETS)]))
        return Basket(
            buyer=person(self.sandbox.random),
            items=tuple(items),
            carriage=Carriage(Decimal(20), Decimal(21)),
            pay=Pay(method, method),
        )
