"""The bodies that the API accepts, field by field. An unknown field is an error, in any object.

Every field may be absent here: what is required is a business rule with a text of its own.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from msgspec import Struct, field

Number = Decimal | int
Flag = bool | int


class Body(Struct, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """Any body: names its company."""

    company_vat_code: str | None = ""


class ClientPart(Struct, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    name: str | None = None
    vat_code: str | None = None
    code: str | None = None
    is_tax_payer: Flag | None = None
    reg_com: str | None = None
    address: str | None = None
    city: str | None = None
    county: str | None = None
    country: str | None = None
    email: str | None = None
    phone: str | None = None
    contact: str | None = None
    iban: str | None = None
    bank: str | None = None
    save_to_db: Flag | None = None


class LinePart(Struct, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """A product, or a discount on the rows above it."""

    name: str | None = None
    code: str | None = None
    product_description: str | None = None
    translated_name: str | None = None
    measuring_unit_name: str | None = None
    translated_measuring_unit: str | None = None
    quantity: Number | None = None
    price: Number | None = None
    currency: str | None = None
    exchange_rate: Number | None = None
    tax_name: str | None = None
    tax_percentage: Number | None = None
    is_tax_included: Flag | None = None
    is_service: Flag | None = None
    warehouse_name: str | None = None
    save_to_db: Flag | None = None
    use_sb_product_name: Flag | None = field(name="useSBProductName", default=None)
    is_discount: Flag | None = None
    number_of_items: int | None = None
    discount_type: int | None = None
    discount_value: Number | None = None
    discount_percentage: Number | None = None
    discount_tax_value: Number | None = None


class EmailPart(Struct, kw_only=True, forbid_unknown_fields=True):
    to: str | None = None
    cc: str | None = None
    bcc: str | None = None


class PaymentPart(Struct, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """Collected on issue."""

    value: Number | None = None
    payment_series: str | None = None
    type: str | None = None
    is_cash: Flag | None = None


class EstimatePart(Struct, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """The proforma that an invoice copies."""

    series_name: str | None = None
    number: str | None = None
    use_stock: Flag | None = None


class PluginPart(Struct, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    platform_name: str | None = None
    platform_version: str | None = None
    sb_plugin_version: str | None = None
    details: dict[str, Any] | None = None


class EstimateBody(Body, kw_only=True):
    """Stock and VAT-on-collection fields have no meaning here; the vendor's own plugin sends them."""

    series_name: str | None = None
    client: ClientPart | None = None
    products: list[LinePart] | None = None
    issue_date: str | None = None
    due_date: str | None = None
    delivery_date: str | None = None
    payment_date: str | None = None
    is_draft: Flag | None = None
    currency: str | None = None
    exchange_rate: Number | None = None
    show_exchange_rate: Flag | None = None
    precision: int | None = None
    language: str | None = None
    payment_url: str | None = None
    send_email: Flag | None = None
    email: EmailPart | None = None
    mentions: str | None = None
    observations: str | None = None
    issuer_name: str | None = None
    issuer_cnp: str | None = None
    delegate_name: str | None = None
    delegate_identity_card: str | None = None
    delegate_auto: str | None = None
    aviz: str | None = None
    use_intra_cif: Flag | None = None
    use_stock: Flag | None = None
    use_payment_tax: Flag | None = None
    payment_base: Number | None = None
    colected_tax: Number | None = None
    payment_total: Number | None = None
    ecommerce_plugin_info: PluginPart | None = None


class InvoiceBody(EstimateBody, kw_only=True):
    payment: PaymentPart | None = None
    use_estimate_details: Flag | None = None
    estimate: EstimatePart | None = None


class ReverseBody(Body, kw_only=True):
    series_name: str | None = None
    number: str | None = None
    issue_date: str | None = None


class InvoiceRef(Struct, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    series_name: str | None = None
    number: str | None = None


class PaymentBody(Body, kw_only=True):
    type: str | None = None
    issue_date: str | None = None
    currency: str | None = None
    exchange_rate: Number | None = None
    precision: int | None = None
    language: str | None = None
    text: str | None = None
    translated_text: str | None = None
    is_draft: Flag | None = None
    is_cash: Flag | None = None
    series_name: str | None = None
    number: str | None = None
    value: Number | None = None
    observation: str | None = None
    client: ClientPart | None = None
    products: list[LinePart] | None = None
    use_stock: Flag | None = None
    use_invoice_details: Flag | None = None
    invoices_list: list[InvoiceRef] | InvoiceRef | None = None
    return_fiscal_printer_text: Flag | None = None
    received_cash: Number | None = None
    received_card: Number | None = None
    received_tichete_masa: Number | None = None
    received_tichete_cadou: Number | None = None
    received_ordin_de_plata: Number | None = None
    received_cec: Number | None = None
    received_credit: Number | None = None
    received_cupon: Number | None = None
    received_puncte_de_fidelitate: Number | None = None
    received_bonuri_valoare_fixa: Number | None = None
    received_moneda_alternativa: Number | None = None


class PaymentRemovalBody(Body, kw_only=True):
    """DELETE /payment, deprecated: the parameters of /payment/v2 in a body."""

    payment_type: str | None = None
    payment_date: str | None = None
    payment_value: Number | None = None
    client_name: str | None = None
    client_cif: str | None = None
    invoice_series: str | None = None
    invoice_number: str | None = None


class MailBody(Body, kw_only=True):
    series_name: str | None = None
    number: str | None = None
    type: str | None = None
    to: str | None = None
    cc: str | None = None
    bcc: str | None = None
    subject: str | None = None
    body_text: str | None = None
