"""TeamSystem Commerce on the stage. Its interface knows neither refunds nor notes."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, ClassVar

from tests.proof.shops.staged import Deed, StagedShop

from facturier.sandbox.clock import SandboxClock
from facturier.shops.teamsystem.sandbox import create, people
from facturier.shops.teamsystem.sandbox.goods import USUAL
from facturier.shops.teamsystem.sandbox.refusal import Refusal
from facturier.shops.teamsystem.sandbox.sale import SENT


class TeamSystem(StagedShop):
    """See `StagedShop`."""

    connector = "teamsystem"
    form: ClassVar[Mapping[str, Any]] = {}
    sells_in = counts = garbles = False
    methods = ("",)
    disputed: ClassVar[Mapping[str, tuple[Any, ...]]] = {
        "newest_first": (True, False),
        "largest_limit": (None, 3),
        "plain_dates": ("unix", "words"),
        "total_includes_shipping": (True, False),
        "countries": ("iso", "names", "by_uid"),
        "profile": ("id", "object"),
        "missing_status": (404, 400),
    }
    refusal = Refusal

    def __init__(self, seed: int, clock: SandboxClock, country: str, switches: Mapping[str, Any]) -> None:
        self.sandbox = create(seed, clock, **switches)
        self._shop, self._merchant = self.sandbox.shop, self.sandbox.merchant

    @property
    def deeds(self) -> Mapping[str, Deed]:
        merchant = self._merchant
        return {
            "pay": merchant.pay,
            "cancel": merchant.cancel,
            "ship": lambda id: merchant.set_status(id, SENT),
            "edit": merchant.edit,
        }

    def place(self, goods: int, more: int, method: str, who: str = "", coupon: int = 0, **_: Any) -> str:
        pieces = [self._piece(goods, 1 + goods % 3)]
        if more:
            pieces.append(self._piece(goods + more, 1))
        buyer = {"firm": people.firm, "abroad": people.german}.get(who)
        return self._merchant.place(
            buyer() if buyer else None, pieces, discount=Decimal(coupon) / 10, coupon="MENO" if coupon else ""
        ).id

    def hide(self, id: str) -> Callable[[], None]:
        sale = self._shop.orders.pop(id)
        return lambda: self._shop.orders.update({id: sale})

    def payable(self, id: str) -> Decimal:
        return self._shop.order(id).payable

    def codes(self) -> Sequence[str]:
        return [self._shop.products[one].sku for one in USUAL]

    def orders(self) -> Mapping[str, str]:
        return {id: sale.short_id for id, sale in self._shop.orders.items()}

    def remove_hooks(self) -> None:
        self.sandbox.hooks.rows.clear()

    def notes(self) -> Iterator[str]:
        return iter(())

    def _piece(self, place: int, count: int) -> tuple[Any, str, int]:
        product = self._shop.products[USUAL[place % len(USUAL)]]
        return product, product.variants[0][0] if product.variants else "", count
