"""What the simulated vendor remembers: accounts, companies, and every document ever made."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from msgspec import Struct, field

ZERO = Decimal(0)
Place = tuple[str, str]
"""Work station and management."""


class Kind(StrEnum):
    """As paths name them; `receipt` has no interface."""

    INVOICE = "invoice"
    PROFORMA = "proforma"
    NOTICE = "notice"
    RECEIPT = "receipt"


TYPE = {Kind.INVOICE: "Factura", Kind.PROFORMA: "Proforma", Kind.NOTICE: "Aviz", Kind.RECEIPT: "Chitanta"}
"""As series and references name them."""
KIND = {name: kind for kind, name in TYPE.items()}


class Series(Struct):
    name: str
    kind: Kind
    next: int
    width: int
    default: bool = False

    def pad(self, number: int) -> str:
        return str(number).zfill(self.width)


class Rate(Struct, frozen=True):
    name: str
    percent: Decimal
    default: bool = False


class Product(Struct, eq=False):
    """stock: quantity and list price in each place, for what is kept in stock."""

    name: str
    code: str
    unit: str
    type: str
    price: Decimal
    rate: Rate
    included: bool = True
    stock: dict[Place, Decimal] = field(default_factory=dict)


class Party(Struct):
    name: str
    cif: str = ""
    rc: str = ""
    code: str = ""
    address: str = ""
    state: str = ""
    city: str = ""
    country: str = ""
    iban: str = ""
    bank: str = ""
    email: str = ""
    phone: str = ""
    contact: str = ""
    vat_payer: bool = False


class Row(Struct):
    """A line as computed, in the document's currency. place: where its goods leave from, with `product`."""

    name: str
    quantity: Decimal
    unit: str
    price: Decimal
    rate: Rate
    included: bool
    net: Decimal
    vat: Decimal
    code: str = ""
    description: str = ""
    type: str = ""
    management: str = ""

    @property
    def entered(self) -> Decimal:
        return self.net + self.vat if self.included else self.net


class Move(Struct, frozen=True):
    """A change of stock; out is negative."""

    place: Place
    product: Product
    quantity: Decimal


class Collect(Struct):
    type: str
    value: Decimal
    day: date
    number: str = ""
    mentions: str = ""


class Document(Struct, eq=False):
    """moment: when it came to be, aware UTC. made_by, cancelled_by: the request ("POST /api/docs/invoice #7")
    or "person".

    source: what it was made out of; reverses: the invoice of which it is the storno, whole or in part. key, and
    printed (who issued it, the delegate and the like): as they were sent. einvoice: -1 not sent, 0 under way, 1
    accepted, 2 with errors; handed_over: how often it went to SPV. link: changes when old links go stale.
    """

    id: int
    kind: Kind
    series: str
    number: str
    moment: datetime
    day: date
    made_by: str
    client: Party
    currency: str
    precision: int
    rows: list[Row]
    net: Decimal
    vat: Decimal
    exchange_rate: Decimal = ZERO
    due: date | None = None
    language: str = "RO"
    mentions: str = ""
    internal_note: str = ""
    printed: dict[str, str] = field(default_factory=dict)
    key: str = ""
    sends_mail: bool = False
    use_stock: bool = False
    source: "Document | None" = None
    reverses: "Document | None" = None
    whole: bool = False
    moves: list[Move] = field(default_factory=list)
    collects: list[Collect] = field(default_factory=list)
    cancelled_by: str = ""
    cancelled_at: datetime | None = None
    deleted: bool = False
    einvoice: int = -1
    einvoice_text: str = ""
    handed_over: int = 0
    link: int = 1

    @property
    def unfinished(self) -> bool:
        return not self.number

    @property
    def cancelled(self) -> bool:
        return bool(self.cancelled_by)

    @property
    def total(self) -> Decimal:
        return self.net + self.vat

    @property
    def collected(self) -> Decimal:
        return sum((one.value for one in self.collects), ZERO)


class Hook(Struct):
    id: int
    topic: str
    endpoint: str


class Company(Struct, eq=False):
    """One company of the account and all that belongs to it."""

    cif: str
    name: str
    uses_stock: bool = True
    series: list[Series] = field(default_factory=list)
    rates: list[Rate] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    products: list[Product] = field(default_factory=list)
    clients: list[Party] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    drafts: list[Document] = field(default_factory=list)
    keys: dict[tuple[Kind, str], Document] = field(default_factory=dict)
    hooks: list[Hook] = field(default_factory=list)
    outbox: list[Document] = field(default_factory=list)

    def find_series(self, name: str, kind: Kind) -> Series | None:
        return next((one for one in self.series if (one.name, one.kind) == (name, kind)), None)

    def standing(self, kind: Kind, series: str = "") -> Iterator[Document]:
        """What was not deleted, in the order of making."""
        for one in self.documents:
            if one.kind is kind and not one.deleted and series in ("", one.series):
                yield one

    def find(self, kind: Kind, series: str, number: str) -> Document | None:
        """By number, padded or not."""
        if not number.isdigit():
            return None
        return next((one for one in self.standing(kind, series) if int(one.number) == int(number)), None)


class Account(Struct):
    email: str
    secret: str
    cifs: list[str]


class Book(Struct):
    accounts: list[Account]
    companies: dict[str, Company]
    ids: int = 100

    def new_id(self) -> int:
        self.ids += 1
        return self.ids
