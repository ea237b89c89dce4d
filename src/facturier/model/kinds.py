"""The closed lists of the trade: kinds of line, kinds of document, VAT categories."""

from enum import StrEnum


class LineKind(StrEnum):
    """What a line of an order is. UNKNOWN holds the order: nothing is guessed."""

    GOODS = "goods"
    SERVICE = "service"
    SHIPPING = "shipping"
    FEE = "fee"
    DISCOUNT = "discount"
    GIFT_CARD = "gift_card"
    STORE_CREDIT = "store_credit"
    DEPOSIT = "deposit"
    ROUNDING = "rounding"
    UNKNOWN = "unknown"


class DocumentKind(StrEnum):
    INVOICE = "invoice"
    PROFORMA = "proforma"
    RECEIPT = "receipt"
    CREDIT_NOTE = "credit_note"
    ORDER = "order"
    DELIVERY_NOTE = "delivery_note"

    @property
    def document_class(self) -> "DocumentClass":
        return _CLASS_OF[self]


class DocumentClass(StrEnum):
    """Kinds that stand for each other: a sale has one slot per class, so never invoice *and* receipt."""

    FISCAL = "fiscal"
    PROFORMA = "proforma"
    CREDIT = "credit"
    ORDER = "order"
    DELIVERY = "delivery"


_CLASS_OF = {
    DocumentKind.INVOICE: DocumentClass.FISCAL,
    DocumentKind.RECEIPT: DocumentClass.FISCAL,
    DocumentKind.PROFORMA: DocumentClass.PROFORMA,
    DocumentKind.CREDIT_NOTE: DocumentClass.CREDIT,
    DocumentKind.ORDER: DocumentClass.ORDER,
    DocumentKind.DELIVERY_NOTE: DocumentClass.DELIVERY,
}


class VatCategory(StrEnum):
    """EN 16931 BT-151 codes."""

    STANDARD = "S"
    ZERO = "Z"
    EXEMPT = "E"
    REVERSE_CHARGE = "AE"
    INTRA_COMMUNITY = "K"
    EXPORT = "G"
    OUTSIDE = "O"
