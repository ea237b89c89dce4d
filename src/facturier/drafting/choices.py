"""The closed lists that a route chooses from."""

from enum import StrEnum


class QuantitySource(StrEnum):
    """Which quantity becomes a document. The latter two make *parts*: one document per new delivery."""

    ORDERED = "ordered"
    INVOICED = "invoiced"
    SHIPPED = "shipped"


class UnitSource(StrEnum):
    """FIXED: the route's unit. SHOP: the shop's unit, else the route's. SYSTEM: left to the system."""

    FIXED = "fixed"
    SHOP = "shop"
    SYSTEM = "system"


class RateSource(StrEnum):
    """Whose exchange rate. CENTRAL is the bank of the company's country: BNR, NBP, elsewhere the ECB.

    ORDER: what the shop kept on the order. SYSTEM: the invoicing system's own.
    """

    CENTRAL = "central"
    BNR = "BNR"
    ECB = "ECB"
    NBP = "NBP"
    ORDER = "order"
    SYSTEM = "system"


class RateDay(StrEnum):
    """The day whose last published rate counts. Polish law takes the day before (art. 31a) [guess]."""

    ORDERED = "ordered"
    ISSUE = "issue"
    BEFORE_ISSUE = "before_issue"
    TAX_POINT = "tax_point"


class Identity(StrEnum):
    """How the system recognises a product. By TITLE the name is sent untouched and no code is sent."""

    CODE = "code"
    TITLE = "title"


class DateBasis(StrEnum):
    """ISSUE: the business day on which the document is sent. ORDERED, PAID: that day in the shop."""

    ISSUE = "issue"
    ORDERED = "ordered"
    PAID = "paid"


class ShippingVat(StrEnum):
    """What to do with shipping, fees and roundings that the shop sold without VAT beside taxed goods.

    GOODS_RATE: VAT is contained in the amount, at the highest rate of the goods on the order.
    STANDARD_RATE: VAT is contained in the amount, at the standard rate of the country of taxation.
    AS_SHOP: without VAT, by the VAT rule that names category and reason.
    HOLD: a person decides for each order.

    The first is the default: incidental expenses share the treatment of what they serve (Directive
    2006/112 art. 78), and the highest rate never declares too little [guess: ask the accountant].
    A VAT rule that matches such a line goes before all of these.
    """

    GOODS_RATE = "goods_rate"
    STANDARD_RATE = "standard_rate"
    AS_SHOP = "as_shop"
    HOLD = "hold"


class StoredValue(StrEnum):
    """What a deducted gift card or store credit is.

    PAYMENT: the document shows the full sale and the card as paid (a multi-purpose voucher is a means
    of payment, Directive 2006/112 art. 30b). DISCOUNT: it lowers the sale. HOLD: a person decides.
    """

    HOLD = "hold"
    PAYMENT = "payment"
    DISCOUNT = "discount"


class Unasked(StrEnum):
    """What becomes of an order whose buyer asked for no invoice. SAME: the route's document, as of all others.

    ORDER: an order document; the invoice is made out of it if the buyer asks for one later. ORDER_IF_SILENT: also
    where the shop does not say whether one was asked for, as those do that keep only the Yes; otherwise such an order
    waits.
    """

    SAME = "same"
    ORDER = "order"
    ORDER_IF_SILENT = "order_if_silent"


class ZeroTotal(StrEnum):
    """An order with nothing to pay: CLOSE without document, ISSUE all the same, or HOLD for a person."""

    CLOSE = "close"
    ISSUE = "issue"
    HOLD = "hold"


class RefundsPolicy(StrEnum):
    """A refund seen before issue. NET: only the rest is invoiced. Otherwise invoice all, then credit."""

    NET = "net"
    INVOICE_PLUS_CREDIT = "invoice_plus_credit"


class BuyerType(StrEnum):
    ANY = "any"
    PERSON = "person"
    COMPANY = "company"


class RuleAction(StrEnum):
    PASS = "pass"  # noqa: S105 - a verb, not a password
    DO_NOT_PASS = "do_not_pass"  # noqa: S105
