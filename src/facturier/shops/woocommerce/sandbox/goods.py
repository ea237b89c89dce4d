"""What a shop sells, who buys it, and carts that are filled by chance."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import Any

from msgspec import Struct


class Thing(Struct, frozen=True):
    """price: of one, as the catalogue has it, with or without VAT."""

    sku: str
    name: str
    price: Decimal
    rate: Decimal
    quantity: Decimal = Decimal(1)


class Charge(Struct, frozen=True):
    """Shipping or a fee. net: below zero it is a discount. rate: None where no VAT is charged."""

    name: str
    net: Decimal
    rate: Decimal | None


class Buyer(Struct, frozen=True):
    """meta: what checkout plug-ins wrote down of them."""

    first: str
    last: str
    street: str
    city: str
    state: str
    postcode: str
    country: str
    company: str = ""
    email: str = "client@exemplu.test"
    phone: str = "0740000001"
    meta: dict[str, Any] = {}


class Cart(Struct, frozen=True):
    """coupon: percent off the things. pay: code and title. gross: the catalogue includes VAT."""

    buyer: Buyer
    things: tuple[Thing, ...]
    currency: str
    pay: tuple[str, str]
    shipping: Charge | None = None
    fees: tuple[Charge, ...] = ()
    coupon: Decimal = Decimal(0)
    gross: bool = True
    note: str = ""


class Market(Struct, frozen=True):
    """A merchant's country. tax: what its VAT is called. rates: with the tax class of each, the usual one first.

    sold, buyers, courier, fee, pay: of carts that are filled by chance. weighed: a thing of them that is sold by
    weight. offset, zone: of the shop's clock.
    """

    country: str
    currency: str
    symbol: str
    tax: str
    rates: Mapping[Decimal, str]
    offset: timedelta
    zone: str
    sold: tuple[Thing, ...]
    weighed: str
    buyers: tuple[Buyer, ...]
    courier: Charge
    fee: Charge
    pay: tuple[str, str]

    def cart(self, buyer: Buyer, things: tuple[Thing, ...], **parts: Any) -> Cart:
        """An ordinary cart of this country, but for `parts`."""
        usual: dict[str, Any] = {"currency": self.currency, "pay": self.pay, "shipping": self.courier}
        return Cart(buyer, things, **(usual | parts))


def by_chance(market: Market, random: Random) -> Cart:
    """One to five things, now and then by weight; shipping, fees and coupons by chance."""
    things = []
    for thing in random.sample(market.sold, random.randint(1, 5)):
        weighed = thing.sku == market.weighed and random.random() < 0.5
        quantity = Decimal("1.5") if weighed else Decimal(random.randint(1, 4))
        things.append(Thing(thing.sku, thing.name, thing.price, thing.rate, quantity))
    return market.cart(
        random.choice(market.buyers),
        tuple(things),
        shipping=market.courier if random.random() < 0.8 else None,
        fees=(market.fee,) if random.random() < 0.3 else (),
        coupon=Decimal(random.choice((0, 0, 10, 15))),
        gross=random.random() < 0.8,
    )
