"""WooCommerce on the stage."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, ClassVar

from msgspec.structs import replace
from tests.proof.shops.staged import Deed, StagedShop

from facturier.sandbox.clock import SandboxClock
from facturier.shops.woocommerce.sandbox import create
from facturier.shops.woocommerce.sandbox.goods import Buyer, Cart
from facturier.shops.woocommerce.sandbox.refusal import Refusal

ASKED = "_billing_invoice_type"
"""As the checkout of the demonstration keeps it: "invoice" or "no"."""
ANOTHERS = "oblio_invoice_number"
"""Where Oblio's own plug-in writes the number of what it made."""


class WooCommerce(StagedShop):
    """See `StagedShop`."""

    connector = "woocommerce"
    form: ClassVar[Mapping[str, Any]] = {}
    sells_in = garbles = shared = True
    counts = False
    methods = ("bacs", "cheque", "cod", "stripe")
    disputed: ClassVar[Mapping[str, tuple[Any, ...]]] = {
        "knows_modified_after": (True, False),
        "inclusive_bounds": (False, True),
        "tells_totals": (True, False),
        "tells_rate_percent": (True, False),
        "per_line": (True, False),
        "hides_notes": (False, True),
        "odd_types": (True, False),
        "hooks_lost": (False, False, True),
        "hooks_doubled": (False, True),
    }
    refusal = Refusal

    def __init__(self, seed: int, clock: SandboxClock, country: str, switches: Mapping[str, Any]) -> None:
        self.sandbox = create(seed, clock, country=country, **switches)
        self._shop, self._merchant = self.sandbox.shop, self.sandbox.merchant

    @property
    def deeds(self) -> Mapping[str, Deed]:
        merchant = self._merchant
        return {
            "ask": lambda id: merchant.write_meta(int(id), ASKED, "invoice"),
            "pay": lambda id: merchant.pay(int(id)),
            "refund": lambda id: merchant.refund(int(id)),
            "refund some": lambda id: merchant.refund_piece(int(id)),
            "refund money": lambda id: merchant.refund_money(int(id), "1.00"),
            "cancel": lambda id: merchant.cancel(int(id)),
            "hold": lambda id: merchant.hold(int(id)),
            "unhold": lambda id: merchant.set_status(int(id), "processing"),
            "ship": lambda id: merchant.ship(int(id)),
            "edit": self._edit,
            "garble": self._garble,
            "mend": self._mend,
            "bin": lambda id: merchant.trash(int(id)),
            "empty bin": self._empty_bin,
            "note another's": lambda id: merchant.write_meta(int(id), ANOTHERS, f"77{id}"),
        }

    def place(self, goods: int, more: int, method: str, **wanted: Any) -> str:
        return str(self._merchant.place(self._cart(goods, more, method, **wanted))["id"])

    def _cart(
        self, goods: int, more: int, method: str, coupon: int = 0, currency: str = "", **buyer: Any
    ) -> Cart:
        sold = self._shop.market.sold
        things = [replace(sold[goods % len(sold)], quantity=Decimal(1 + goods % 3))]
        if more:
            things.append(sold[(goods + more) % len(sold)])
        cart = self._shop.market.cart(
            self._buyer(**buyer), tuple(dict.fromkeys(things)), pay=(method, method)
        )
        return replace(cart, coupon=Decimal(coupon), currency=currency or cart.currency)

    def _buyer(self, who: str = "", asked: bool | None = None) -> Buyer:
        buyers = self._shop.market.buyers
        buyer = self.sandbox.random.choice(buyers)
        if who == "firm":
            buyer = next(one for one in buyers if one.company)
        if who == "abroad":
            buyer = replace(
                buyer, country="DE", state="", city="Berlin", postcode="10115", company="", meta={}
            )
        if asked is not None:
            buyer = replace(buyer, meta={**buyer.meta, ASKED: "invoice" if asked else "no"})
        return buyer

    def hide(self, id: str) -> Callable[[], None]:
        row = self._shop.orders.pop(int(id))
        return lambda: self._shop.orders.update({int(id): row})

    def payable(self, id: str) -> Decimal:
        return Decimal(str(self._shop.order(int(id))["total"]))

    def codes(self) -> Sequence[str]:
        return [one.sku for one in self._shop.market.sold]

    def orders(self) -> Mapping[str, str]:
        """What is in the bin is in no list."""
        return {
            str(id): str(order["number"])
            for id, order in self._shop.orders.items()
            if order["status"] != "trash"
        }

    def remove_hooks(self) -> None:
        self.sandbox.hooks.rows.clear()

    def notes(self) -> Iterator[str]:
        for notes in self._shop.notes.values():
            for note in notes:
                yield str(note["note"])

    def _empty_bin(self, id: str) -> None:
        """What was in it is gone for good."""
        if self._shop.order(int(id))["status"] == "trash":
            del self._shop.orders[int(id)]

    def _garble(self, id: str) -> None:
        """A plug-in writes a list where a code belongs."""
        order = self._shop.order(int(id))
        order["line_items"][0].setdefault("_sku", order["line_items"][0]["sku"])
        order["line_items"][0]["sku"] = [order["line_items"][0]["_sku"]]
        self._shop.touch(order)

    def _mend(self, id: str) -> None:
        order = self._shop.order(int(id))
        order["line_items"][0]["sku"] = order["line_items"][0].pop("_sku", order["line_items"][0]["sku"])
        self._shop.touch(order)

    def _edit(self, id: str) -> None:
        """Other things on the same order."""
        self._merchant.edit(int(id))
