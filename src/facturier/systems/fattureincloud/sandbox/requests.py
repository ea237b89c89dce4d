"""What may be sent, by type. Unknown fields are tolerated; a value of another type is told by its dotted path."""

import re
from datetime import date
from decimal import Decimal
from typing import Any, Literal, TypeVar

import msgspec
from msgspec import Struct, field

from facturier.systems.fattureincloud.sandbox.replies import Problem, invalid, required

T = TypeVar("T")
_AT = re.compile(r"^(.*?)(?: - at `\$(.*)`)?$", re.DOTALL)
_PLACE = re.compile(r"\[(\d+|\.\.\.)\]")
_MISSING = re.compile(r"^Object missing required field `(\w+)`$")
Type = Literal[
    "invoice",
    "quote",
    "proforma",
    "receipt",
    "delivery_note",
    "credit_note",
    "order",
    "work_report",
    "supplier_order",
    "self_own_invoice",
    "self_supplier_invoice",
]


class Part(Struct, kw_only=True):
    """Every field may be left out."""


class Named(Part):
    """A thing of the account, by id or by name."""

    id: int | None = None
    name: str | None = None


class EntityIn(Part):
    id: int | None = None
    name: str | None = None
    type: Literal["company", "person", "pa", "condo"] | None = None
    code: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    contact_person: str | None = None
    vat_number: str | None = None
    tax_code: str | None = None
    address_street: str | None = None
    address_postal_code: str | None = None
    address_city: str | None = None
    address_province: str | None = None
    address_extra: str | None = None
    country: str | None = None
    country_iso: str | None = None
    email: str | None = None
    certified_email: str | None = None
    phone: str | None = None
    fax: str | None = None
    notes: str | None = None
    shipping_address: str | None = None
    bank_name: str | None = None
    bank_iban: str | None = None
    e_invoice: bool | None = None
    ei_code: str | None = None


class VatIn(Part):
    """`value` is read only: whatever is sent is ignored."""

    id: int | None = None


class ItemIn(Part):
    product_id: int | None = None
    code: str | None = None
    name: str | None = None
    description: str | None = None
    category: str | None = None
    measure: str | None = None
    qty: Decimal | None = None
    net_price: Decimal | None = None
    gross_price: Decimal | None = None
    vat: VatIn | None = None
    discount: Decimal | None = None
    discount_highlight: bool | None = None
    not_taxable: bool | None = None
    stock: bool | None = None


class TermsIn(Part):
    days: int | None = None
    type: Literal["standard", "end_of_month"] | None = None


class PaymentIn(Part):
    id: int | None = None
    amount: Decimal | None = None
    due_date: date | None = None
    status: Literal["not_paid", "paid", "reversed"] | None = None
    paid_date: date | None = None
    payment_account: Named | None = None
    payment_terms: TermsIn | None = None


class CurrencyIn(Part):
    id: str | None = None
    exchange_rate: Decimal | None = None


class LanguageIn(Part):
    code: str | None = None
    name: str | None = None


class EInvoiceIn(Part):
    vat_kind: Literal["I", "D", "S"] | None = None
    original_document_type: Literal["ordine", "contratto", "convenzione"] | None = None
    od_number: str | None = None
    od_date: date | None = None
    cig: str | None = None
    cup: str | None = None
    payment_method: str | None = None
    bank_name: str | None = None
    bank_iban: str | None = None
    bank_beneficiary: str | None = None
    invoice_number: str | None = None
    invoice_date: date | None = None


class DocumentIn(Part):
    type: Type | None = None
    entity: EntityIn | None = None
    date: "date | None" = None
    number: int | None = None
    numeration: str | None = None
    currency: CurrencyIn | None = None
    language: LanguageIn | None = None
    subject: str | None = None
    visible_subject: str | None = None
    notes: str | None = None
    rc_center: str | None = None
    use_gross_prices: bool | None = None
    items_list: list[ItemIn] | None = None
    payments_list: list[PaymentIn] | None = None
    payment_method: Named | None = None
    show_payments: bool | None = None
    show_payment_method: bool | None = None
    show_totals: Literal["none", "nets", "all"] | None = None
    show_notification_button: bool | None = None
    show_tspay_button: bool | None = None
    template: Named | None = None
    amount_due_discount: Decimal | None = None
    stamp_duty: Decimal | None = None
    use_split_payment: bool | None = None
    e_invoice: bool | None = None
    ei_data: EInvoiceIn | None = None
    price_list_id: str | None = None
    extra_data: dict[str, Any] | None = None


class Options(Part):
    fix_payments: bool | None = None
    create_from: list[str] | None = None
    transform: bool | None = None
    keep_copy: bool | None = None


class DocumentBody(Struct, kw_only=True):
    data: DocumentIn
    options: Options = field(default_factory=Options)


class ClientBody(Struct, kw_only=True):
    data: EntityIn


class Sending(Part):
    cassa_type: str | None = None
    withholding_tax_causal: str | None = None


class SendOptions(Part):
    dry_run: bool | None = None


class SendBody(Struct, kw_only=True):
    data: Sending = field(default_factory=Sending)
    options: SendOptions = field(default_factory=SendOptions)


def read(content: bytes, shape: type[T]) -> T:
    """The body as `shape`; raises Problem 400 where it is no JSON, 422 with the dotted path where a type is wrong."""
    try:
        return msgspec.json.decode(content, type=shape)
    except msgspec.ValidationError as error:
        raise _invalid(str(error)) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Problem(400, "Malformed JSON.") from error


def _invalid(text: str) -> Problem:
    found = _AT.match(text)
    words, path = (found[1], found[2] or "") if found else (text, "")
    path = _PLACE.sub(r".\1", path).lstrip(".")
    if missing := _MISSING.match(words):
        return required(f"{path}.{missing[1]}".lstrip("."))
    return invalid({path or "data": [f"The {path or 'data'} is invalid: {words}."]})
