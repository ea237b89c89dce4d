"""An order as a shop tells it, normalised: immutable, exact, in the order's own currency.

Amounts of a line are what the buyer pays for the ordered quantity *after* discounts; the shop's own
unit prices are kept beside them. `Order.payable` is the shop's grand total and the only truth about
the sum; whether lines add up to it is preflight's question, never repaired here.
"""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from hashlib import sha256

import msgspec
from msgspec import Struct

from facturier.model.kinds import LineKind
from facturier.model.money import CENT, ZERO, rounded, total
from facturier.model.party import Address, Party

_ENCODER = msgspec.json.Encoder(decimal_format="string", order="deterministic")


class OrderState(StrEnum):
    """The shop's own state, reduced to what a bridge must know."""

    OPEN = "open"
    COMPLETE = "complete"
    HELD = "held"
    CANCELLED = "cancelled"


class Origin(Struct, frozen=True, omit_defaults=True):
    """Where the sale happened: the same for whoever tells us of it, so that one sale stays one sale.

    shop: stable identity of the shop (host name of a web shop, marketplace name and account).
    number: the order number that people there use.
    """

    shop: str
    number: str

    def __str__(self) -> str:
        return f"{self.shop}#{self.number}"


class Quantities(Struct, frozen=True, omit_defaults=True):
    ordered: Decimal
    invoiced: Decimal = ZERO
    shipped: Decimal = ZERO
    refunded: Decimal = ZERO
    cancelled: Decimal = ZERO


class OrderLine(Struct, frozen=True, omit_defaults=True):
    """One thing that was sold (or deducted: then amounts are negative).

    gross: payable for `quantity.ordered`, after discounts, VAT included. tax: the shop's VAT within it.
    discount: what was already deducted from `gross`, VAT included, never negative.
    unit_net, unit_gross: list prices before discount, where the shop gives them.
    vat_percent: as the shop applied it; None where it does not say.
    """

    id: str
    kind: LineKind
    name: str
    quantity: Quantities
    gross: Decimal
    tax: Decimal
    vat_percent: Decimal | None
    sku: str = ""
    description: str = ""
    unit: str = ""
    discount: Decimal = ZERO
    unit_net: Decimal | None = None
    unit_gross: Decimal | None = None

    @property
    def net(self) -> Decimal:
        return self.gross - self.tax


class Payment(Struct, frozen=True, omit_defaults=True):
    """How the buyer pays. `method` is the shop's code; `paid` what has arrived so far."""

    method: str = ""
    title: str = ""
    paid: Decimal = ZERO
    paid_at: datetime | None = None
    transaction: str = ""


class RefundLine(Struct, frozen=True, omit_defaults=True):
    line: str
    quantity: Decimal
    gross: Decimal
    tax: Decimal = ZERO


class Refund(Struct, frozen=True, omit_defaults=True):
    """Money given back. `adjustment` is what belongs to no line (positive: more to the buyer)."""

    id: str
    at: datetime
    gross: Decimal
    lines: tuple[RefundLine, ...] = ()
    adjustment: Decimal = ZERO


OURS = "facturier"


class Elsewhere(Struct, frozen=True, omit_defaults=True):
    """A document that another tool recorded on the order; or that we did on the one it replaces (`OURS`: then number
    is its mark)."""

    tool: str
    series: str = ""
    number: str = ""
    link: str = ""
    said: str = ""


class Order(Struct, frozen=True, omit_defaults=True):
    """See the module. `remote_id` addresses the order in the shop's API; `origin` names the sale.

    replaces: `remote_id` of the order that this one was edited from.
    currency: ISO 4217, of every amount here. base_currency, base_rate: the shop's own books
    (1 base = base_rate order currency units), where they differ.
    All moments are aware UTC.
    """

    remote_id: str
    origin: Origin
    placed_at: datetime
    changed_at: datetime
    state: OrderState
    status: str
    currency: str
    payable: Decimal
    buyer: Party
    lines: tuple[OrderLine, ...]
    ship_to: Address | None = None
    payment: Payment = Payment()
    refunds: tuple[Refund, ...] = ()
    elsewhere: tuple[Elsewhere, ...] = ()
    invoice_asked: bool | None = None
    prices_include_vat: bool | None = None
    base_currency: str = ""
    base_rate: Decimal | None = None
    store_view: str = ""
    source: str = ""
    coupon: str = ""
    note: str = ""
    replaces: str = ""

    @property
    def number(self) -> str:
        return self.origin.number

    @property
    def owed(self) -> Decimal:
        """`payable` less what the shop cancelled of it: nobody pays for that, and the total still has it."""
        return self.payable - total(map(_cancelled, self.lines))

    @property
    def is_paid(self) -> bool:
        """Whether all that is owed has arrived. How the shop rounds the rest of a cancelled line is not told: a cent
        for each is overlooked."""
        unsure = CENT * sum(bool(line.quantity.cancelled) for line in self.lines)
        return self.payment.paid >= min(self.payable, self.owed - unsure)

    def revision(self) -> str:
        """Hash of the fiscal content, without what the bridge itself writes back or time moves on."""
        fiscal = (
            self.origin,
            self.state is OrderState.CANCELLED,
            self.currency,
            _spelled(self.payable),
            self.buyer,
            self.ship_to,
            self.invoice_asked,
            [
                (
                    line.id,
                    line.kind,
                    line.name,
                    line.sku,
                    _spelled(line.quantity.ordered),
                    _spelled(line.gross),
                    _spelled(line.tax),
                    None if line.vat_percent is None else _spelled(line.vat_percent),
                )
                for line in self.lines
            ],
        )
        return sha256(_ENCODER.encode(fiscal)).hexdigest()[:20]


def _cancelled(line: OrderLine) -> Decimal:
    count = line.quantity
    return (
        rounded(line.gross * count.cancelled / count.ordered) if count.cancelled and count.ordered else ZERO
    )


def _spelled(amount: Decimal) -> Decimal:
    """One spelling for 100, 100.00 and 1E+2: a shop uses them all, and none is an edit."""
    return (amount + ZERO).normalize()
