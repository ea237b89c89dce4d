"""Every setting of a route, as data: the wizard, the command line and the docs are driven by it.

JSON round-trips with `msgspec.json`; forms read label, help and choices from each field's annotation.
"""

from datetime import date
from decimal import Decimal
from typing import Annotated

from msgspec import Struct

from facturier.drafting.choices import (
    DateBasis,
    Identity,
    QuantitySource,
    RateDay,
    RateSource,
    RefundsPolicy,
    ShippingVat,
    StoredValue,
    Unasked,
    UnitSource,
    ZeroTotal,
)
from facturier.drafting.labels import labelled
from facturier.drafting.rules import Rule
from facturier.drafting.vat_rules import VatRule
from facturier.model.kinds import DocumentKind
from facturier.model.message import say


class Selection(Struct, frozen=True, omit_defaults=True):
    """Which orders become documents. An unmet condition leaves an order waiting, never lost."""

    only_paid: Annotated[
        bool, labelled(say("Only paid orders"), say("An order waits until all of it is paid."))
    ] = False
    unpaid_methods: Annotated[
        tuple[str, ...],
        labelled(say("Payment methods that need no payment first"), say("Such as cash on delivery.")),
    ] = ("cashondelivery", "cod")
    only_invoice_asked: Annotated[
        bool, labelled(say("Only with invoice request"), say("The buyer asked for an invoice at checkout."))
    ] = False
    silence_is_no: Annotated[
        bool,
        labelled(
            say("Silence asks for no invoice"),
            say("With the setting above: for a shop that shows only the wishes there are."),
        ),
    ] = False
    statuses: Annotated[
        tuple[str, ...], labelled(say("Order statuses"), say("Codes of the shop; empty for any."))
    ] = ()
    countries: Annotated[
        tuple[str, ...], labelled(say("Countries"), say("Two-letter codes of delivery; empty for any."))
    ] = ()
    from_date: Annotated[
        date | None, labelled(say("From date"), say("Older orders are closed without a document."))
    ] = None


class PaymentMap(Struct, frozen=True, omit_defaults=True):
    """What a payment method of the shop means on the document. `method` is the shop's code."""

    method: Annotated[str, labelled(say("Payment method in the shop"))]
    title: Annotated[str, labelled(say("Words on the document"), say("Empty: the shop's words."))] = ""
    type: Annotated[str, labelled(say("Payment type in the invoicing system"), choices="payment_types")] = ""
    record: Annotated[
        bool, labelled(say("Record the payment"), say("With the document, once the order is paid."))
    ] = False
    account: Annotated[str, labelled(say("Payment account"), choices="accounts")] = ""
    series: Annotated[str, labelled(say("Series of the receipt"), choices="series")] = ""
    due_days: Annotated[int | None, labelled(say("Days until due"), say("Empty: the route's."))] = None


class WriteBackSettings(Struct, frozen=True, omit_defaults=True):
    """What is written onto the shop's order once its document is verified."""

    comment: Annotated[
        str, labelled(say("Comment"), say("May hold %(series)s, %(number)s, %(link)s and %(pdf)s."))
    ] = "%(series)s %(number)s %(link)s"
    status: Annotated[str, labelled(say("New order status"), say("Empty: left as it is."))] = ""
    make_invoice: Annotated[bool, labelled(say("Make the shop's own invoice record"))] = False
    notify: Annotated[bool, labelled(say("Let the shop mail the buyer"))] = False


class RouteSettings(Struct, frozen=True, omit_defaults=True):
    """Settings of one route. The defaults issue an ordinary order of a shop legally, without surprises."""

    kind: Annotated[DocumentKind, labelled(say("Document"), say("Invoice or proforma."))] = (
        DocumentKind.INVOICE
    )
    series: Annotated[str, labelled(say("Default series"), choices="series")] = ""
    unasked: Annotated[
        Unasked,
        labelled(
            say("If the buyer asked for no invoice"),
            say(
                "An invoice that is asked for later is made out of the order document. While the shop does not say "
                "whether one was asked for, the order waits, or not, as you choose."
            ),
        ),
    ] = Unasked.SAME
    order_series: Annotated[
        str,
        labelled(say("Series of order documents"), say("Empty: the default series."), choices="series"),
    ] = ""
    quantity: Annotated[
        QuantitySource,
        labelled(say("Quantity"), say("As ordered, or part by part as the shop invoices or ships.")),
    ] = QuantitySource.ORDERED
    unit_source: Annotated[
        UnitSource, labelled(say("Unit of measure"), say("Fixed, the shop's, or the invoicing system's."))
    ] = UnitSource.FIXED
    unit: Annotated[
        str,
        labelled(say("Fixed unit"), say("Empty: the piece in the seller's language."), choices="units"),
    ] = ""
    price_currency: Annotated[
        str, labelled(say("Currency of the shop's prices"), say("Empty: as each order says."))
    ] = ""
    document_currency: Annotated[
        str, labelled(say("Currency of the document"), say("Empty: the currency of the prices."))
    ] = ""
    rate_source: Annotated[RateSource, labelled(say("Source of exchange rates"))] = RateSource.CENTRAL
    rate_day: Annotated[RateDay, labelled(say("Day of the exchange rate"))] = RateDay.ISSUE
    include_shipping: Annotated[
        bool, labelled(say("Include shipping"), say("If not, the document is smaller than the order by it."))
    ] = True
    shipping_name: Annotated[
        str, labelled(say("Name of the shipping line"), say("Empty: the shop's words."))
    ] = ""
    shipping_code: Annotated[
        str, labelled(say("Code of the shipping line"), say("Used where products go by code."))
    ] = "SHIPPING"
    save_client: Annotated[
        bool,
        labelled(
            say("Save the client in the invoicing system"), say("It may overwrite what is stored there.")
        ),
    ] = False
    save_products: Annotated[bool, labelled(say("Save the products in the invoicing system"))] = False
    separate_discounts: Annotated[
        bool,
        labelled(say("Show discounts as lines"), say("If not, prices are shown as paid, after discount.")),
    ] = False
    use_stock: Annotated[bool, labelled(say("Discharge stock"))] = False
    warehouse: Annotated[str, labelled(say("Warehouse"), choices="warehouses")] = ""
    identity: Annotated[
        Identity, labelled(say("Products are recognised by"), say("As the invoicing account is set up."))
    ] = Identity.CODE
    keep_system_names: Annotated[
        bool,
        labelled(say("Show the invoicing system's product names"), say("Only where products go by code.")),
    ] = False
    payments: Annotated[tuple[PaymentMap, ...], labelled(say("Payment methods"))] = ()
    due_days: Annotated[int | None, labelled(say("Days until due"), say("Empty: no due date."))] = None
    issue_date: Annotated[DateBasis, labelled(say("Date of the document"))] = DateBasis.ISSUE
    tax_point: Annotated[
        DateBasis, labelled(say("Tax point"), say("The day that decides which VAT rates apply."))
    ] = DateBasis.ISSUE
    vat_rules: Annotated[
        tuple[VatRule, ...], labelled(say("VAT mapping"), say("The first row that matches wins."))
    ] = ()
    shipping_vat: Annotated[
        ShippingVat,
        labelled(
            say("Shipping and fees without VAT"), say("Where the shop charged none beside taxed goods.")
        ),
    ] = ShippingVat.GOODS_RATE
    no_vat_reason: Annotated[
        str, labelled(say("Text of a seller without VAT"), say("Printed while the company pays no VAT."))
    ] = ""
    vat_on_collection: Annotated[bool, labelled(say("VAT on collection"))] = False
    stored_value: Annotated[StoredValue, labelled(say("Deducted gift cards and store credit"))] = (
        StoredValue.HOLD
    )
    zero_total: Annotated[ZeroTotal, labelled(say("Orders with nothing to pay"))] = ZeroTotal.CLOSE
    refunds: Annotated[RefundsPolicy, labelled(say("Refunds before the invoice"))] = RefundsPolicy.NET
    allow_rounding_line: Annotated[
        bool, labelled(say("Allow a rounding line"), say("Where nothing else gives the exact total."))
    ] = False
    largest_gap: Annotated[
        Decimal,
        labelled(
            say("Largest difference between lines and total"),
            say("Up to it a difference of the shop becomes a rounding line, if allowed."),
        ),
    ] = Decimal("0.05")
    mentions: Annotated[
        str, labelled(say("Mentions"), say("Printed text; a template such as: Order %(order)s."), lines=True)
    ] = ""
    observations: Annotated[
        str, labelled(say("Observations"), say("Second text; a template."), lines=True)
    ] = ""
    language: Annotated[str, labelled(say("Language of the document"))] = ""
    prepare_only: Annotated[
        bool, labelled(say("Leave it unfinished"), say("As a draft in the invoicing system, without number."))
    ] = False
    transmit: Annotated[
        bool,
        labelled(
            say("Send the e-invoice"),
            say("To the tax authority's system, once the document was checked. It cannot be taken back."),
        ),
    ] = False
    selection: Annotated[Selection, labelled(say("Which orders"))] = Selection()
    rules: Annotated[tuple[Rule, ...], labelled(say("Rules"), say("The first row that matches wins."))] = ()
    write_back: Annotated[WriteBackSettings, labelled(say("Record on the order"))] = WriteBackSettings()
