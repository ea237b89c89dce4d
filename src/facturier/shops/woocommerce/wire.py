"""Orders and refunds as WooCommerce writes them: only what the connector reads.

Amounts are text with as many decimals as were asked for, and net: the tax stands beside them. Moments are UTC and do
not say so. What has no default here is always there by WooCommerce's own description: where it is missing, the shape
has changed, and the order must not be used.
"""

from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from msgspec import Struct

Text = str | None
Id = int | str


def exact(amount: Decimal) -> Decimal:
    """Without trailing zeros, and never as a power of ten."""
    amount = amount.normalize()
    return amount if int(amount.as_tuple().exponent) <= 0 else amount.quantize(Decimal(1))


def text(words: Text) -> str:
    return words.strip() if words else ""


def moment(words: str) -> datetime:
    """Raises ValueError."""
    found = datetime.fromisoformat(words)
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


class Pair(Struct, frozen=True):
    """An entry of meta data. value: text, number, list or map."""

    key: str
    value: Any
    id: Id | None = None


class Applied(Struct, frozen=True):
    """A tax on a line. total: an amount, or empty text where the tax was not charged on it."""

    id: Id
    total: Any = None

    @property
    def amount(self) -> Decimal | None:
        try:
            return Decimal(str(self.total))
        except InvalidOperation:
            return None


class Line(Struct, frozen=True):
    """What shipping and fees have in common with items. total and total_tax are after the discount."""

    id: int
    total: Decimal
    total_tax: Decimal
    taxes: list[Applied]
    meta_data: list[Pair]

    @property
    def gross(self) -> Decimal:
        return self.total + self.total_tax

    def meta(self, key: str) -> str:
        return next((str(pair.value) for pair in self.meta_data if pair.key == key), "")


class Item(Line, frozen=True):
    """sku: null where the product is gone, a number where it looks like one. subtotal: before the discount."""

    name: str
    quantity: Decimal
    subtotal: Decimal
    subtotal_tax: Decimal
    sku: str | int | float | None
    parent_name: Text = None


class Shipping(Line, frozen=True):
    method_title: str


class Fee(Line, frozen=True):
    name: str


class Coupon(Struct, frozen=True):
    """Informative: what it gives is taken off the lines already."""

    code: str


class TaxLine(Struct, frozen=True):
    """rate_percent: older versions do not tell it."""

    rate_id: Id
    tax_total: Decimal
    shipping_tax_total: Decimal
    compound: bool
    rate_percent: Decimal | None = None


class Address(Struct, frozen=True, kw_only=True):
    first_name: str
    last_name: str
    company: str
    address_1: str
    address_2: str
    city: str
    state: str
    postcode: str
    country: str
    phone: Text = None


class Billing(Address, frozen=True, kw_only=True):
    email: str


class Refunded(Struct, frozen=True):
    """What an order says of a refund. total is negative."""

    id: int
    total: Decimal


class Order(Struct, frozen=True):
    id: int
    number: str
    status: str
    currency: str
    prices_include_tax: bool
    date_created_gmt: str
    date_modified_gmt: str
    date_paid_gmt: Text
    total: Decimal
    total_tax: Decimal
    billing: Billing
    shipping: Address
    payment_method: str
    payment_method_title: Text
    transaction_id: Text
    customer_note: Text
    meta_data: list[Pair]
    line_items: list[Item]
    shipping_lines: list[Shipping]
    fee_lines: list[Fee]
    coupon_lines: list[Coupon]
    tax_lines: list[TaxLine]
    refunds: list[Refunded]
    created_via: str


class RefundLine(Line, frozen=True):
    """Negative amounts; the id of the line that is given back stands in its meta data."""

    @property
    def of(self) -> str:
        return self.meta("_refunded_item_id")


class RefundItem(RefundLine, frozen=True):
    """quantity: 0 where only money is given back."""

    quantity: Decimal


class RefundTax(Struct, frozen=True):
    tax_total: Decimal
    shipping_tax_total: Decimal


class Refund(Struct, frozen=True):
    """amount is positive. tax_lines: older versions do not tell them."""

    id: int
    date_created_gmt: str
    amount: Decimal
    line_items: list[RefundItem]
    shipping_lines: list[RefundLine] | None = None
    fee_lines: list[RefundLine] | None = None
    tax_lines: list[RefundTax] | None = None

    @property
    def lines(self) -> list[RefundLine]:
        return [*self.line_items, *(self.shipping_lines or ()), *(self.fee_lines or ())]
