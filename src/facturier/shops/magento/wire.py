"""Orders and credit memos as Magento writes them: only what the connector reads.

Fields that are null are left out by Magento, empty objects arrive as `[]` (PHP), booleans as 0 or 1. What has no
default here is always there, by Magento's own description: where it is missing, the shape has changed, and the
order must not be used.
Amounts are JSON numbers and stay exact.
"""

from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from msgspec import Struct

from facturier.model.money import ZERO, rounded

Number = Decimal | None
Text = str | None
_FOUR = -4
_ONE = Decimal(1)


@lru_cache(maxsize=4096)
def exact(number: Number) -> Decimal:
    """The amount Magento's four-decimal column holds, without trailing zeros; nothing is zero.

    Shops with PHP's `serialize_precision` at 17 write 83.240000000000009 for 83.24.
    """
    if number is None:
        return ZERO
    if int(number.as_tuple().exponent) < _FOUR:
        number = rounded(number, 4)
    number = number.normalize()
    return number if int(number.as_tuple().exponent) <= 0 else number.quantize(_ONE)


def text(words: Text) -> str:
    return words.strip() if words else ""


def moment(words: str) -> datetime:
    """Magento's `YYYY-MM-DD HH:MM:SS`, which is UTC without saying so. Raises ValueError."""
    return datetime.fromisoformat(words).replace(tzinfo=UTC)


class AppliedTax(Struct, frozen=True):
    percent: Number = None
    amount: Number = None


class ItemTaxes(Struct, frozen=True):
    """type: product, shipping, weee. item_id is absent for shipping."""

    type: Text = None
    item_id: int | None = None
    associated_item_id: int | None = None
    applied_taxes: list[AppliedTax] | None = None


class ItemizedTax(Struct, frozen=True):
    taxable_item_type: Text = None
    tax_percent: Number = None


class Address(Struct, frozen=True, kw_only=True):
    firstname: Text
    middlename: Text = None
    lastname: Text
    company: Text = None
    street: list[Text] | str | None = None
    city: Text
    region: Text = None
    region_code: Text = None
    postcode: Text
    country_id: Text
    telephone: Text = None
    email: Text = None
    vat_id: Text = None
    vat_is_valid: int | None = None


class Shipping(Struct, frozen=True):
    address: Address | list[Any] | None = None
    method: Text = None


class ShippingAssignment(Struct, frozen=True):
    shipping: Shipping | list[Any] | None = None


class Pair(Struct, frozen=True):
    key: Text = None
    value: Any = None


class CustomFee(Struct, frozen=True):
    custom_fee_label: Text = None
    custom_fee_amount: Number = None


class Commerce(Struct, frozen=True):
    """Adobe Commerce alone: what a card or an account paid, or got back, and wrapping that was sold or refunded."""

    gift_cards_amount: Number = None
    reward_currency_amount: Number = None
    customer_balance_amount: Number = None
    gw_price: Number = None
    gw_tax_amount: Number = None
    gw_items_price: Number = None
    gw_items_tax_amount: Number = None
    gw_card_price: Number = None
    gw_card_tax_amount: Number = None


class Extension(Commerce, frozen=True):
    """Of an order."""

    shipping_assignments: list[ShippingAssignment] | None = None
    payment_additional_info: list[Pair] | None = None
    item_applied_taxes: list[ItemTaxes] | None = None
    applied_taxes: list[AppliedTax] | None = None
    additional_itemized_taxes: list[ItemizedTax] | None = None
    custom_fees: list[CustomFee] | None = None


class ParentItem(Struct, frozen=True):
    item_id: int | None = None


class Item(Struct, frozen=True):
    """row_total is net, before or after the discount: see `lines`. discount_amount is positive."""

    item_id: int
    sku: Text
    parent_item_id: int | None = None
    parent_item: ParentItem | list[Any] | None = None
    product_type: Text = None
    name: Text = None
    description: Text = None
    qty_ordered: Number = None
    qty_invoiced: Number = None
    qty_shipped: Number = None
    qty_refunded: Number = None
    qty_canceled: Number = None
    price: Number = None
    price_incl_tax: Number = None
    original_price: Number = None
    row_total: Number = None
    row_total_incl_tax: Number = None
    tax_percent: Number = None
    tax_amount: Number = None
    discount_amount: Number = None
    discount_tax_compensation_amount: Number = None
    weee_tax_applied: Text = None
    weee_tax_applied_row_amount: Number = None
    is_virtual: int | None = None


class Payment(Struct, frozen=True):
    method: Text
    amount_paid: Number = None
    last_trans_id: Text = None


class Comment(Struct, frozen=True):
    """comment: null where only the status changed."""

    comment: Text
    status: Text = None
    created_at: Text = None


class Order(Struct, frozen=True):
    """discount_amount is negative here. Amounts are in the order's currency, moments UTC.

    status_histories: where other tools name their documents, so an order without the list is not used.
    """

    entity_id: int
    increment_id: str
    created_at: str
    updated_at: str
    state: str
    grand_total: Decimal
    order_currency_code: str
    items: list[Item]
    status: str
    status_histories: list[Comment]
    is_virtual: int | None = None
    store_id: int | None = None
    store_name: Text = None
    base_currency_code: Text = None
    base_to_order_rate: Number = None
    customer_email: Text = None
    customer_firstname: Text = None
    customer_lastname: Text = None
    customer_taxvat: Text = None
    customer_note: Text = None
    coupon_code: Text = None
    shipping_description: Text = None
    shipping_amount: Number = None
    shipping_incl_tax: Number = None
    shipping_tax_amount: Number = None
    shipping_discount_amount: Number = None
    shipping_discount_tax_compensation_amount: Number = None
    total_paid: Number = None
    total_refunded: Number = None
    relation_parent_id: str | int | None = None
    relation_parent_real_id: Text = None
    billing_address: Address | list[Any] | None = None
    payment: Payment | list[Any] | None = None
    extension_attributes: Extension | list[Any] | None = None

    @property
    def extension(self) -> Extension:
        found = self.extension_attributes
        return found if isinstance(found, Extension) else _NO_EXTENSION

    @property
    def refunded(self) -> bool:
        """Whether money went back: its sum says so, or a thing that came back."""
        return bool(self.total_refunded) or any(item.qty_refunded for item in self.items)


_NO_EXTENSION = Extension()


class MemoItem(Struct, frozen=True):
    order_item_id: int
    qty: Decimal
    row_total: Number = None
    tax_amount: Number = None
    discount_amount: Number = None
    discount_tax_compensation_amount: Number = None
    weee_tax_applied: Text = None
    weee_tax_applied_row_amount: Number = None


_NO_COMMERCE = Commerce()


class Memo(Struct, frozen=True):
    """A credit memo. state: 1 open, 2 refunded, 3 cancelled. discount_amount is negative."""

    entity_id: int
    order_id: int
    created_at: str
    grand_total: Decimal
    items: list[MemoItem]
    increment_id: Text = None
    state: int | None = None
    discount_amount: Number = None
    shipping_amount: Number = None
    shipping_tax_amount: Number = None
    shipping_discount_tax_compensation_amount: Number = None
    adjustment_positive: Number = None
    adjustment_negative: Number = None
    extension_attributes: Commerce | list[Any] | None = None

    @property
    def extension(self) -> Commerce:
        found = self.extension_attributes
        return found if isinstance(found, Commerce) else _NO_COMMERCE
