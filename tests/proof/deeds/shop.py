"""What buyers and the merchant do."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from tests.proof.ground import Ground
from tests.proof.story_shop import BASKETS

from facturier.shops.magento.sandbox.basket import Basket, Carriage, Pay
from facturier.shops.magento.sandbox.catalogue import product
from facturier.shops.magento.sandbox.people import person
from facturier.shops.magento.sandbox.refusal import Refusal


def place(ground: Ground, order: int, hidden: float = 0, **wanted: Any) -> None:
    """hidden: seconds until the shop's own transaction is visible, with the time at which it began."""
    shop = ground.magento.shop
    entity = int(ground.magento.merchant.place(_basket(ground, **wanted))["entity_id"])
    ground.placed[order] = entity
    if hidden:
        row = shop.orders.pop(entity)
        ground.stage.later(
            ground.stage.now + timedelta(seconds=hidden), lambda: shop.orders.update({entity: row})
        )


def _basket(ground: Ground, goods: int = 0, more: int = 0, method: str = "banktransfer") -> Basket:
    items = [product(*BASKETS[goods])]
    if more:
        items.append(product(*BASKETS[(goods + more) % len(BASKETS)]))
    return Basket(
        buyer=person(ground.magento.random),
        items=tuple(items),
        carriage=Carriage(Decimal(20), Decimal(21)),
        pay=Pay(method, method),
    )


def pay(ground: Ground, order: int) -> None:
    _if_possible(ground, order, ground.magento.merchant.pay)


def refund(ground: Ground, order: int, whole: bool = True) -> None:
    def some(entity: int) -> None:
        row = ground.magento.shop.order(entity)["items"][0]
        ground.magento.merchant.refund(entity, {row["sku"]: 1}, shipping=0)

    _if_possible(ground, order, ground.magento.merchant.refund if whole else some)


def cancel(ground: Ground, order: int) -> None:
    _if_possible(ground, order, ground.magento.merchant.cancel)


def hold(ground: Ground, order: int) -> None:
    _if_possible(ground, order, ground.magento.merchant.hold)


def unhold(ground: Ground, order: int) -> None:
    _if_possible(ground, order, ground.magento.merchant.unhold)


def ship(ground: Ground, order: int) -> None:
    _if_possible(ground, order, ground.magento.merchant.ship)


def edit(ground: Ground, order: int) -> None:
    """The old order is cancelled, and a new one takes its place."""

    def anew(entity: int) -> None:
        ground.placed[order] = int(
            ground.magento.merchant.edit(entity, _basket(ground, goods=1))["entity_id"]
        )

    _if_possible(ground, order, anew)


def _if_possible(ground: Ground, order: int, act: Callable[[int], Any]) -> None:
    """A shop refuses what makes no sense; people try all the same."""
    if order in ground.placed:
        try:
            act(ground.placed[order])
        except Refusal as refusal:
            ground.tell(f"the shop refuses: {refusal}")
