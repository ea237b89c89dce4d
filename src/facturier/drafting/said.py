"""The closed lists of a route in words, for whoever chooses from them on a page."""

from enum import Enum

from facturier.drafting.choices import (
    BuyerType,
    DateBasis,
    Identity,
    QuantitySource,
    RateDay,
    RateSource,
    RefundsPolicy,
    RuleAction,
    ShippingVat,
    StoredValue,
    Unasked,
    UnitSource,
    ZeroTotal,
)
from facturier.model.kinds import DocumentKind, LineKind, VatCategory
from facturier.model.message import Message, say

_WORDS: tuple[tuple[Enum, Message], ...] = (
    (DocumentKind.INVOICE, say("Invoice")),
    (DocumentKind.PROFORMA, say("Proforma")),
    (DocumentKind.RECEIPT, say("Receipt")),
    (DocumentKind.CREDIT_NOTE, say("Credit note")),
    (DocumentKind.ORDER, say("Order document")),
    (DocumentKind.DELIVERY_NOTE, say("Delivery note")),
    (QuantitySource.ORDERED, say("As ordered: one document for the whole order")),
    (QuantitySource.INVOICED, say("As invoiced in the shop: part by part")),
    (QuantitySource.SHIPPED, say("As shipped: part by part")),
    (UnitSource.FIXED, say("A fixed unit")),
    (UnitSource.SHOP, say("The shop's unit")),
    (UnitSource.SYSTEM, say("The invoicing system's own unit")),
    (RateSource.CENTRAL, say("The national bank of the company's country")),
    (RateSource.BNR, say("National Bank of Romania (BNR)")),
    (RateSource.ECB, say("European Central Bank (ECB)")),
    (RateSource.NBP, say("National Bank of Poland (NBP)")),
    (RateSource.ORDER, say("The rate that the shop kept on the order")),
    (RateSource.SYSTEM, say("The invoicing system's own rate")),
    (RateDay.ORDERED, say("The day of the order")),
    (RateDay.ISSUE, say("The day of the document")),
    (RateDay.BEFORE_ISSUE, say("The day before the document")),
    (RateDay.TAX_POINT, say("The tax point")),
    (Identity.CODE, say("Their code")),
    (Identity.TITLE, say("Their name")),
    (DateBasis.ISSUE, say("The day on which it is sent")),
    (DateBasis.ORDERED, say("The day of the order")),
    (DateBasis.PAID, say("The day of the payment")),
    (ShippingVat.GOODS_RATE, say("VAT is contained, at the goods' highest rate")),
    (ShippingVat.STANDARD_RATE, say("VAT is contained, at the standard rate")),
    (ShippingVat.AS_SHOP, say("Without VAT, by the VAT mapping")),
    (ShippingVat.HOLD, say("Hold the order, a person decides")),
    (StoredValue.HOLD, say("Hold the order, a person decides")),
    (StoredValue.PAYMENT, say("Are a payment: the document shows the full sale")),
    (StoredValue.DISCOUNT, say("Are a discount: they lower the sale")),
    (Unasked.SAME, say("The same document as for everyone")),
    (Unasked.ORDER, say("An order document")),
    (
        Unasked.ORDER_IF_SILENT,
        say("An order document, also if the shop does not say"),
    ),
    (ZeroTotal.CLOSE, say("Close them without a document")),
    (ZeroTotal.ISSUE, say("Issue them all the same")),
    (ZeroTotal.HOLD, say("Hold them, a person decides")),
    (RefundsPolicy.NET, say("Invoice only what is left")),
    (RefundsPolicy.INVOICE_PLUS_CREDIT, say("Invoice everything, then credit")),
    (BuyerType.ANY, say("Anyone")),
    (BuyerType.PERSON, say("Private persons")),
    (BuyerType.COMPANY, say("Companies")),
    (RuleAction.PASS, say("Pass: they become documents")),
    (RuleAction.DO_NOT_PASS, say("Do not pass: no document")),
    (LineKind.GOODS, say("Goods")),
    (LineKind.SERVICE, say("Service")),
    (LineKind.SHIPPING, say("Shipping")),
    (LineKind.FEE, say("Fee")),
    (LineKind.DISCOUNT, say("Discount")),
    (LineKind.GIFT_CARD, say("Gift card")),
    (LineKind.STORE_CREDIT, say("Store credit")),
    (LineKind.DEPOSIT, say("Deposit")),
    (LineKind.ROUNDING, say("Rounding")),
    (LineKind.UNKNOWN, say("Unknown")),
    (VatCategory.STANDARD, say("S: taxed")),
    (VatCategory.ZERO, say("Z: zero rate")),
    (VatCategory.EXEMPT, say("E: exempt")),
    (VatCategory.REVERSE_CHARGE, say("AE: reverse charge")),
    (VatCategory.INTRA_COMMUNITY, say("K: to another EU member state")),
    (VatCategory.EXPORT, say("G: export")),
    (VatCategory.OUTSIDE, say("O: outside the scope of VAT")),
)
# Equal texts of different lists are equal enum members: the list must be part of the key.
_SAID = {(type(option), option): words for option, words in _WORDS}


def said(option: Enum) -> Message:
    """An option in words; one that has none (a connector's own) by its value."""
    known = _SAID.get((type(option), option))
    return known or Message("%(value)s", {"value": str(option.value).replace("_", " ")})
