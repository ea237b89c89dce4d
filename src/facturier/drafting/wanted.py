"""What a document must say, before it is known how the system can be made to say it."""

from decimal import Decimal

from msgspec import Struct

from facturier.model.draft import Vat
from facturier.model.kinds import LineKind
from facturier.model.money import ZERO


class WantedLine(Struct, frozen=True, omit_defaults=True):
    """One line as the buyer pays for it, in the document's currency. Input of `fitting.fit`.

    gross: payable for the whole `quantity`, VAT included, after discount. It may carry more decimals
    than a cent where a shop rounds only its total. tax: the shop's own VAT within `gross`.
    discount: what was already deducted from `gross`, VAT included, as a magnitude. Above zero it asks
    for the list price with a separate discount line; zero keeps the discount inside the price.
    unit_gross, unit_net: list price of one unit before discount, where the shop gives it.
    A deduction (voucher, gift card, store credit) has a positive quantity and a negative gross; on a
    credit note both signs turn. sources: ids of the order lines behind it.
    """

    kind: LineKind
    name: str
    quantity: Decimal
    gross: Decimal
    tax: Decimal
    vat: Vat
    code: str = ""
    unit: str = ""
    description: str = ""
    warehouse: str = ""
    sources: tuple[str, ...] = ()
    unit_gross: Decimal | None = None
    unit_net: Decimal | None = None
    discount: Decimal = ZERO
