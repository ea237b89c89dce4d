"""One order in the shop's own book, and what it comes to."""

from datetime import datetime
from decimal import Decimal

from msgspec import Struct

from facturier.model.money import ZERO, rounded, total

WAITING, PAID, PREPARING, SENT, DELIVERED, CLOSED, CANCELLED = range(7)
LABELS = (
    "Attesa Pagamento",
    "Pagato",
    "In allestimento",
    "Inviato",
    "Consegnato",
    "Chiuso",
    "Annullato",
)
NEVER_LOGGED_IN = -1


class Person(Struct, kw_only=True):
    """As typed into the checkout. country, state: the shop's own numbers. user: -1 for guests."""

    fullname: str
    addr1: str
    addr2: str = ""
    city: str
    zip: str
    state: str = ""
    country: str
    phone: str = ""
    email: str = ""
    vat: str = ""
    user: int = NEVER_LOGGED_IN


class Row(Struct):
    """price: of one piece as the buyer pays it before the discount, VAT of `percent` included."""

    uid: int
    variant: str
    title: str
    sku: str
    price: Decimal
    count: int
    percent: Decimal

    @property
    def key(self) -> str:
        return f"{self.uid}#|#{self.variant}"

    @property
    def gross(self) -> Decimal:
        return self.price * self.count


class Sale(Struct, kw_only=True):
    """Amounts include VAT. changed_at: known to the shop, told by no list but that of updated orders."""

    id: str
    short_id: str
    placed_at: datetime
    changed_at: datetime
    billing: Person
    delivery: Person
    rows: list[Row]
    shipping: Decimal = ZERO
    discount: Decimal = ZERO
    coupon: str = ""
    status: int = WAITING

    @property
    def payable(self) -> Decimal:
        return self.goods - self.discount + self.shipping

    @property
    def goods(self) -> Decimal:
        return rounded(total(row.gross for row in self.rows))
