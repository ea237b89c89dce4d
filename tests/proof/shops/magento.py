"""Magento on the stage."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from random import Random
from typing import Any, ClassVar

from tests.proof.shops.staged import Deed, StagedShop

from facturier.sandbox.clock import SandboxClock
from facturier.shops.magento.sandbox import create
from facturier.shops.magento.sandbox.basket import Basket, Carriage, Coupon, Money, Pay
from facturier.shops.magento.sandbox.catalogue import product
from facturier.shops.magento.sandbox.people import Buyer, Place, company, person
from facturier.shops.magento.sandbox.refusal import Refusal

BASKETS = (("CAF-1KG", 1), ("TRI-M", 2), ("LAMPA-B", 1), ("GHIVECI-3", 3), ("MIERE-500", 2), ("PLED-01", 1))


ASKED = "factura"
"""As a checkout module keeps it."""
ABROAD = Place(("Musterweg 4",), "Berlin", "10115", "DE")
EURO = Money("RON", "EUR", Decimal("0.2"))


class Magento(StagedShop):
    """See `StagedShop`."""

    connector = "magento"
    form: ClassVar[Mapping[str, Any]] = {"extra_fields": f"invoice_asked = extension_attributes.{ASKED}"}
    sells_in = counts = garbles = True
    methods = ("banktransfer", "checkmo", "cashondelivery", "card_gateway")
    disputed: ClassVar[Mapping[str, tuple[Any, ...]]] = {
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
            "ask": self._ask,
            "pay": lambda id: merchant.pay(int(id)),
            "refund": lambda id: merchant.refund(int(id)),
            "refund some": self._refund_some,
            "cancel": lambda id: merchant.cancel(int(id)),
            "hold": lambda id: merchant.hold(int(id)),
            "unhold": lambda id: merchant.unhold(int(id)),
            "ship": lambda id: merchant.ship(int(id)),
            "ship some": self._ship_some,
            "garble": lambda id: self._writes_email(id, ["?"]),
            "mend": lambda id: self._writes_email(id, "cumparator@exemplu.test"),
            "edit": self._edit,
        }

    def place(self, goods: int, more: int, method: str, **wanted: Any) -> str:
        return str(self._merchant.place(self._basket(goods, more, method, **wanted))["entity_id"])

    def _ask(self, id: str) -> None:
        """For an invoice, after all."""
        order = self._shop.order(int(id))
        order["extension_attributes"][ASKED] = "1"
        self._shop.touch(order)

    def hide(self, id: str) -> Callable[[], None]:
        row = self._shop.orders.pop(int(id))
        return lambda: self._shop.orders.update({int(id): row})

    def payable(self, id: str) -> Decimal:
        return Decimal(str(self._shop.order(int(id))["grand_total"]))

    def codes(self) -> Sequence[str]:
        return [code for code, _ in BASKETS]

    def orders(self) -> Mapping[str, str]:
        return {str(id): str(order["increment_id"]) for id, order in self._shop.orders.items()}

    def remove_hooks(self) -> None:
        """It has none."""

    def notes(self) -> Iterator[str]:
        for order in self._shop.orders.values():
            for history in order.get("status_histories", ()):
                yield str(history.get("comment") or "")

    def _refund_some(self, id: str) -> object:
        row = self._shop.order(int(id))["items"][0]
        return self._merchant.refund(int(id), {row["sku"]: 1}, shipping=0)

    def _ship_some(self, id: str) -> object:
        """One piece of what is first on the list."""
        row = self._shop.order(int(id))["items"][0]
        return self._merchant.ship(int(id), {row["sku"]: 1})

    def _writes_email(self, id: str, value: object) -> None:
        """A module writes it; a list of addresses is no address."""
        order = self._shop.order(int(id))
        order["customer_email"] = value
        self._shop.touch(order)

    def _edit(self, id: str) -> object:
        """The old order is cancelled, and a new one takes its place."""
        return str(self._merchant.edit(int(id), self._basket(1, 0, self.methods[0]))["entity_id"])

    def _basket(
        self,
        goods: int,
        more: int,
        method: str,
        who: str = "",
        asked: bool | None = None,
        coupon: int = 0,
        currency: str = "",
    ) -> Basket:
        items = [product(*BASKETS[goods])]
        if more:
            items.append(product(*BASKETS[(goods + more) % len(BASKETS)]))
        return Basket(
            buyer=_buyer(self.sandbox.random, who),
            items=tuple(items),
            carriage=Carriage(Decimal(20), Decimal(21)),
            pay=Pay(method, method),
            coupon=Coupon("MAI-PUTIN", percent=Decimal(coupon)) if coupon else None,
            attributes={} if asked is None else {ASKED: "1" if asked else "0"},
            money=EURO if currency == EURO.order else Money(),
        )


def _buyer(dice: Random, who: str) -> Buyer:
    if who == "firm":
        return company(dice)
    return person(dice, ABROAD if who == "abroad" else None)
