"""What someone puts into the cart and how: everything an order document is computed from."""

from decimal import Decimal
from typing import Any

from msgspec import Struct

from facturier.shops.magento.sandbox.amounts import ZERO
from facturier.shops.magento.sandbox.arithmetic import Rules
from facturier.shops.magento.sandbox.people import Buyer, Place

STANDARD_RATE = Decimal(21)


class Item(Struct, frozen=True, omit_defaults=True):
    """One product in the cart.

    price: as the catalogue keeps it (net or gross), per piece, in the shop's base currency.
    children: the variant of a configurable product, or the parts of a bundle; quantities per parent piece.
    children_carry: a bundle with dynamic price, whose parts carry the money.
    custom_price: set by a shop keeper, instead of `price`.
    """

    sku: str
    name: str
    price: Decimal
    quantity: Decimal = Decimal(1)
    rate: Decimal = STANDARD_RATE
    product_type: str = "simple"
    children: tuple["Item", ...] = ()
    children_carry: bool = False
    custom_price: Decimal | None = None
    product_id: int = 0

    @property
    def paid_price(self) -> Decimal:
        return self.price if self.custom_price is None else self.custom_price

    @property
    def virtual(self) -> bool:
        return self.product_type in ("virtual", "downloadable")


class Carriage(Struct, frozen=True, omit_defaults=True):
    """Shipping: `amount` net or gross as the catalogue is; rate 0 where the shop taxes no shipping."""

    amount: Decimal
    rate: Decimal = ZERO
    method: str = "flatrate_flatrate"
    description: str = "Flat Rate - Fixed"
    discount: Decimal = ZERO


class Coupon(Struct, frozen=True, omit_defaults=True):
    """A cart rule: percent off each row, or a fixed sum off the cart, in base currency."""

    code: str
    percent: Decimal = ZERO
    fixed: Decimal = ZERO


class Pay(Struct, frozen=True, omit_defaults=True):
    method: str = "checkmo"
    title: str = "Check / Money order"
    po_number: str = ""


class Money(Struct, frozen=True, omit_defaults=True):
    """The order's currency and how many of it make one of the shop's base currency."""

    base: str = "RON"
    order: str = "RON"
    rate: Decimal = Decimal(1)


class Basket(Struct, frozen=True, omit_defaults=True):
    """A whole cart at the moment of ordering.

    carriage None: nothing to ship. ship_to: where it differs from the buyer's place.
    row_after_discount: item rows are written with the discount already taken off, as some shops do.
    attributes: further extension attributes of the order, as modules add them; fee: money that such a
    module adds to the total; credit: money that it takes off (gift card, store credit).
    """

    buyer: Buyer
    items: tuple[Item, ...]
    carriage: Carriage | None = Carriage(Decimal(20))
    coupon: Coupon | None = None
    pay: Pay = Pay()
    rules: Rules = Rules()
    money: Money = Money()
    ship_to: Place | None = None
    state: str = "new"
    status: str = "pending"
    row_after_discount: bool = False
    attributes: dict[str, Any] = {}
    fee: Decimal = ZERO
    credit: Decimal = ZERO
    note: str = ""
