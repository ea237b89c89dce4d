"""What the simulated vendor remembers: users, companies, and every document ever made."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from msgspec import Struct, field

from facturier.systems.smartbill.sandbox.answers import NO_SERIES, Refusal
from facturier.systems.smartbill.sandbox.requests import LinePart

ZERO = Decimal(0)


class Kind(StrEnum):
    """As GET /series names them."""

    INVOICE = "f"
    PROFORMA = "p"
    RECEIPT = "c"


class Series(Struct):
    name: str
    kind: Kind
    next: int
    width: int

    def pad(self, number: int) -> str:
        return str(number).zfill(self.width)


class Tax(Struct, frozen=True):
    name: str
    percent: Decimal


class Product(Struct, eq=False):
    """conversions: other units in which it may be sold, and how many stored units one of them is."""

    name: str
    code: str
    unit: str
    conversions: dict[str, Decimal] = field(default_factory=dict)


class Move(Struct, frozen=True):
    """A change of stock in stored units; out is negative."""

    moment: datetime
    warehouse: str
    product: Product
    quantity: Decimal


class Party(Struct):
    """A client as printed on a document, and as stored when it was saved."""

    name: str
    vat_code: str = ""
    code: str = ""
    is_tax_payer: bool = False
    reg_com: str = ""
    address: str = ""
    city: str = ""
    county: str = ""
    country: str = ""
    email: str = ""
    phone: str = ""
    contact: str = ""
    iban: str = ""
    bank: str = ""


class Row(Struct):
    """A line as computed, in the document's currency. covers: rows above that a discount counts."""

    name: str
    quantity: Decimal
    unit: str
    price: Decimal
    tax: Tax
    included: bool
    net: Decimal
    vat: Decimal
    description: str = ""
    code: str = ""
    covers: int = 0


class Payment(Struct):
    """Money collected. shares: what each invoice got of it."""

    type: str
    value: Decimal
    day: date
    is_cash: bool
    client: Party
    shares: list[tuple["Document", Decimal]] = field(default_factory=list)
    receipt: "Document | None" = None
    id: int = 0
    text: str = ""
    removed: bool = False


class Document(Struct, eq=False):
    """An invoice, proforma or receipt. number: padded text, empty for a draft.

    moment: when it came to be, aware UTC. made_by, cancelled_by: the request
    ("POST /SBORO/api/invoice #7") or "person".
    lines: as they were sent, for an invoice that copies a proforma; rows: as they were computed.
    """

    id: int
    kind: Kind
    series: str
    number: str
    moment: datetime
    day: date
    made_by: str
    client: Party
    currency: str = "RON"
    precision: int = 2
    lines: list[LinePart] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    net: Decimal = ZERO
    vat: Decimal = ZERO
    due: str = ""
    mentions: str = ""
    observations: str = ""
    notes: tuple[str, ...] = ()
    draft: bool = False
    cancelled_by: str = ""
    cancelled_at: datetime | None = None
    deleted: bool = False
    intra_cif: bool = False
    reverses: "Document | None" = None
    reversed_by: "Document | None" = None
    estimate: "Document | None" = None
    moves: list[Move] = field(default_factory=list)
    payments: list[Payment] = field(default_factory=list)

    @property
    def cancelled(self) -> bool:
        return bool(self.cancelled_by)

    @property
    def total(self) -> Decimal:
        return self.net + self.vat

    @property
    def paid(self) -> Decimal:
        return sum(
            (share for paid in self.payments if not paid.removed for on, share in paid.shares if on is self),
            ZERO,
        )


class Mail(Struct, frozen=True):
    to: str
    cc: str
    bcc: str
    subject: str
    body: str
    document: Document


class Company(Struct, eq=False):
    """One company of the account and all that belongs to it."""

    cif: str
    name: str
    pays_vat: bool = True
    uses_codes: bool = False
    stock_module: bool = True
    smtp: bool = True
    fiscal_printer: bool = True
    closed_until: date | None = None
    series: list[Series] = field(default_factory=list)
    taxes: list[Tax] = field(default_factory=list)
    units: list[str] = field(default_factory=list)
    warehouses: dict[str, str] = field(default_factory=dict)
    products: list[Product] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    stock: dict[tuple[str, Product], Decimal] = field(default_factory=dict)
    clients: list[Party] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    numbered: dict[tuple[Kind, str, str], Document] = field(default_factory=dict)
    payments: list[Payment] = field(default_factory=list)
    outbox: list[Mail] = field(default_factory=list)

    def find_series(self, name: str | None, kind: Kind) -> Series | None:
        return next((series for series in self.series if series.name == name and series.kind is kind), None)

    def series_of(self, document: Document) -> Series:
        """Raises Refusal where somebody has removed it since."""
        if (series := self.find_series(document.series, document.kind)) is None:
            raise Refusal(NO_SERIES)
        return series

    def find(self, kind: Kind, series: str | None, number: str | None) -> Document | None:
        """By the padded number only: `159` does not find `0159`."""
        return self.numbered.get((kind, series or "", number or ""))


class User(Struct):
    email: str
    token: str
    cifs: list[str]


class Book(Struct):
    users: list[User]
    companies: dict[str, Company]
    ids: int = 100

    def new_id(self) -> int:
        self.ids += 1
        return self.ids
