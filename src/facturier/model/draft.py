"""A draft: an order mapped by a route. Pure data, previewable, not yet sent."""

from datetime import date
from decimal import Decimal

from msgspec import Struct

from facturier.model.kinds import DocumentKind, LineKind, VatCategory
from facturier.model.message import Message
from facturier.model.money import ZERO
from facturier.model.party import Address, Party
from facturier.model.totals import Totals


class Vat(Struct, frozen=True, omit_defaults=True):
    """A VAT treatment. `name` is what the target system calls it; `reason` the exemption text (BT-120)."""

    percent: Decimal
    category: VatCategory = VatCategory.STANDARD
    name: str = ""
    reason: str = ""


class DraftLine(Struct, frozen=True, omit_defaults=True):
    """One line as it will be sent, in the document's currency.

    price: per unit, VAT included where `price_includes_vat`. A DISCOUNT line has quantity 1, a negative
    price and stands directly after the `covers` lines (same VAT) that it reduces.
    sources: ids of the order lines behind it. A corrective document may have negative quantities.
    """

    kind: LineKind
    name: str
    quantity: Decimal
    price: Decimal
    price_includes_vat: bool
    vat: Vat
    code: str = ""
    unit: str = ""
    description: str = ""
    warehouse: str = ""
    covers: int = 0
    sources: tuple[str, ...] = ()


class Exchange(Struct, frozen=True, omit_defaults=True):
    """Conversion shown on the draft: 1 `base` = `rate` `quote`; `source` BNR, ECB, NBP, order or system."""

    base: str
    quote: str
    rate: Decimal | None
    source: str
    day: date | None = None


class Original(Struct, frozen=True, omit_defaults=True):
    """The issued document that a corrective, or a document made out of a proforma or an order document, refers to."""

    kind: DocumentKind
    series: str
    number: str
    issued_on: date
    remote_id: str = ""


class PaymentLine(Struct, frozen=True, omit_defaults=True):
    """A collection to record with the document. `type` is the target system's own word."""

    type: str
    amount: Decimal
    on: date | None = None
    account: str = ""
    series: str = ""


class Draft(Struct, frozen=True, omit_defaults=True):
    """See the module. Dates are business dates of the company's zone; None: taken when sending.

    fitting: which step made the totals exact (`S1` .. `S7`), with `notes` telling why.
    whole: for a credit note, whether it reverses all of `original`.
    prepare_only: leave it as the system's own draft, without number.
    """

    kind: DocumentKind
    order_number: str
    company_tax_id: str
    buyer: Party
    currency: str
    lines: tuple[DraftLine, ...]
    totals: Totals
    series: str = ""
    issue_date: date | None = None
    due_days: int | None = None
    due_date: date | None = None
    tax_point: date | None = None
    ship_to: Address | None = None
    exchange: Exchange | None = None
    shop_exchange: Exchange | None = None
    language: str = ""
    precision: int = 2
    mentions: str = ""
    observations: str = ""
    payment: PaymentLine | None = None
    payment_method: str = ""
    save_client: bool = False
    save_products: bool = False
    use_stock: bool = False
    vat_exempt_company: bool = False
    vat_on_collection: bool = False
    keep_system_names: bool = False
    original: Original | None = None
    whole: bool = False
    prepare_only: bool = False
    fitting: str = ""
    part: str = ""
    notes: tuple[Message, ...] = ()
    paid: Decimal = ZERO
