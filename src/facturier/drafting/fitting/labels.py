"""The words and the VAT of what fitting may add to a document on its own."""

from decimal import Decimal

from msgspec import Struct

from facturier.model.draft import Vat
from facturier.model.kinds import VatCategory


class Labels(Struct, frozen=True):
    """In the document's language, and with the VAT as the system calls it.

    rounding_vat: of an explicit rounding line, which must not carry VAT.
    """

    discount: str = "Discount"
    rounding: str = "Rounding"
    rounding_vat: Vat = Vat(Decimal(0), VatCategory.ZERO)
