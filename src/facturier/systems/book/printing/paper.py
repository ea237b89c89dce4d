"""What stands on the page of a document, already decided: the printer formats and places, it reckons nothing.

Whatever is empty (`""`, `None`, an empty tuple) leaves no trace on the page, no label either. So a company
that does not want the due date or the way of payment printed leaves it out here; what the law demands of
the document's kind is the maker's to fill in. Amounts are in `currency` unless said otherwise, dates are
business dates of the company's zone, and texts may hold anything: they are shown, never interpreted.
"""

from datetime import date
from decimal import Decimal
from enum import StrEnum

from msgspec import Struct

from facturier.model.draft import Exchange, Original
from facturier.model.kinds import DocumentKind, LineKind
from facturier.model.money import ZERO
from facturier.model.party import Address, Party
from facturier.model.totals import VatRow


class Language(StrEnum):
    """Languages of the page. A document speaks its buyer's language, not that of who looks at it."""

    ENGLISH = "en"
    ROMANIAN = "ro"
    ITALIAN = "it"
    POLISH = "pl"


class Template(StrEnum):
    """CLASSIC: black, rules and boxes, as a clerk expects. MODERN: air, and one colour."""

    CLASSIC = "classic"
    MODERN = "modern"


class Account(Struct, frozen=True, omit_defaults=True):
    """Where a buyer can pay to."""

    iban: str
    bank: str = ""
    bic: str = ""
    currency: str = ""


class Seller(Struct, frozen=True, omit_defaults=True):
    """The issuer. `party.bank` and `party.iban` are the first account, `accounts` the further ones.

    capital: share capital as company law wants it printed (`200 RON`, `10.000 EUR i.v.`).
    facts: further ones that a country demands, label and value (`("BDO", "000012345")`).
    """

    party: Party
    capital: str = ""
    website: str = ""
    accounts: tuple[Account, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()


class PaperLine(Struct, frozen=True, omit_defaults=True):
    """One line. `price` is per unit, VAT included where `price_includes_vat`; it may have many decimals.

    number: as printed, empty for a line without its own (a discount below what it reduces).
    net, vat, gross: of the whole line, after `discount`; negative where the line takes away.
    discount: what was already deducted from the line, in the terms of `price`, never negative.
    row: percent and category with base and VAT are the line's own; `exemption` its reason (BT-120).
    """

    name: str
    quantity: Decimal
    price: Decimal
    row: VatRow
    number: str = ""
    kind: LineKind = LineKind.GOODS
    price_includes_vat: bool = False
    description: str = ""
    code: str = ""
    unit: str = ""
    discount: Decimal = ZERO
    exemption: str = ""

    @property
    def net(self) -> Decimal:
        return self.row.base

    @property
    def vat(self) -> Decimal:
        return self.row.vat

    @property
    def gross(self) -> Decimal:
        return self.row.gross


class VatShown(Struct, frozen=True, omit_defaults=True):
    """A row of the VAT breakdown. `reason`: why there is no VAT. `own`: the VAT in `Own.currency`."""

    row: VatRow
    reason: str = ""
    own: Decimal | None = None


class Own(Struct, frozen=True, omit_defaults=True):
    """The sums in the country's own currency, for a document in another one: the VAT at least (art. 230)."""

    currency: str
    vat: Decimal
    net: Decimal | None = None
    payable: Decimal | None = None


class Sums(Struct, frozen=True, omit_defaults=True):
    """The foot of the document. `paid` and `left` together: what has arrived, and what is still to pay."""

    net: Decimal
    vat: Decimal
    payable: Decimal
    rounding: Decimal = ZERO
    paid: Decimal | None = None
    left: Decimal | None = None


class Paper(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """See the module.

    kind: gives the title in `language`; `title` replaces it (a simplified invoice, an advance).
    exchange: printed with rate, source and day. notices: legal texts (reverse charge, exemption, VAT on
    collection), set apart from the company's own `mentions`.
    reference: our mark, small, but whole and readable by a machine.
    cancelled: struck across every page. accent: `#rrggbb`, of MODERN. logo: PNG, JPEG or SVG.
    """

    kind: DocumentKind
    series: str
    number: str
    issue_date: date
    seller: Seller
    buyer: Party
    lines: tuple[PaperLine, ...]
    vat: tuple[VatShown, ...]
    sums: Sums
    currency: str
    language: Language
    template: Template = Template.CLASSIC
    title: str = ""
    due_date: date | None = None
    tax_point: date | None = None
    order_number: str = ""
    order_date: date | None = None
    ship_to: Address | None = None
    exchange: Exchange | None = None
    own: Own | None = None
    payment_method: str = ""
    paid_on: date | None = None
    mentions: str = ""
    notices: tuple[str, ...] = ()
    reference: str = ""
    original: Original | None = None
    cancelled: bool = False
    logo: bytes = b""
    accent: str = "#1d5f8a"


class Attachment(Struct, frozen=True, omit_defaults=True):
    """A file carried inside the PDF. `relation` as PDF/A-3 names it: what the file is to the page."""

    name: str
    content: bytes
    mime: str
    description: str = ""
    relation: str = "alternative"
