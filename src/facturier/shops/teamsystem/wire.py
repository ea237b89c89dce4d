"""Orders as Storeden Connect writes them: only what the vendor's documents tell and the connector reads.

What has no default here is always there, by those documents: where it is missing, the shape has changed, and the
order must not be used. Amounts are JSON numbers and stay exact.
"""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from msgspec import Struct

from facturier.model.money import ZERO, rounded

Number = Decimal | None
Text = str | None
Uid = str | int | None
"""A number of the shop's own, which it writes as text."""
_SIX = -6


class Address(Struct, frozen=True):
    """vat: a VAT number, or whatever else the buyer typed there. country, state: numbers of the shop's own."""

    fullname: Text
    addr1: Text
    addr2: Text
    city: Text
    zip: Text
    state: Uid
    country: Uid
    phone: Text
    email: Text
    vat: Text


class Item(Struct, frozen=True):
    """price: of one piece."""

    count: Decimal
    price: Decimal
    title: str
    sku: Text
    options: Any = None


class Cart(Struct, frozen=True):
    """items: by line key, `105251#|#xl_red`: product and variant."""

    total: Decimal
    items: dict[str, Item]
    couponCode: Text
    saleAmount: Number


class Order(Struct, frozen=True):
    orderID: str
    status: int
    billing: Address
    delivery: Address
    cart: Cart


class Iso(Struct, frozen=True):
    orderDate: Text = None


class Entry(Struct, frozen=True):
    """An order in a list."""

    orderID: str
    total: Number = None
    status: int | None = None
    orderDate: Any = None
    iso: Iso | None = None

    @property
    def placed_at(self) -> datetime:
        """Raises ValueError. Beside the ISO date the shop tells another, in unix seconds or in a form of its own."""
        if self.iso is not None and self.iso.orderDate:
            return moment(self.iso.orderDate)
        if isinstance(self.orderDate, int) and not isinstance(self.orderDate, bool):
            return datetime.fromtimestamp(self.orderDate, UTC)
        return moment(str(self.orderDate))


def moment(words: str) -> datetime:
    """ISO with or without a colon in the zone, as UTC. Raises ValueError, also where there is no zone."""
    told = datetime.fromisoformat(words)
    if told.tzinfo is None:
        raise ValueError(f"no time zone: {words}")
    return told.astimezone(UTC)


def exact(number: Number) -> Decimal:
    """An amount without trailing zeros and without what floating point left at its end; nothing is zero."""
    if number is None:
        return ZERO
    if int(number.as_tuple().exponent) < _SIX:
        number = rounded(number, 6)
    number = number.normalize()
    return number if int(number.as_tuple().exponent) <= 0 else number.quantize(Decimal(1))


def text(words: Text) -> str:
    return words.strip() if words else ""


def uid(value: Uid) -> str:
    return str(value).strip() if value is not None else ""
