"""An order as a file may tell it: the one source of the JSON Schema, the columns, the example and the page.

Everything has a description and an example; what has no default is required. Moments are aware UTC once they
are read, amounts in the order's currency. A description says what stands in a file, so it is English like the
command line's help.
"""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any

import msgspec
from msgspec import Struct

from facturier.model.order import OrderState

_AS_TEXT = {"type": "string", "format": "decimal"}
_EITHER = {"type": ["number", "string"]}


def about(words: str, example: str = "", **limits: Any) -> msgspec.Meta:
    """Annotation of a field. limits: `longest`, `form` (country, currency, language) of texts; `decimals`,
    `least`, `most` of numbers. `values` holds them."""
    return msgspec.Meta(description=words, extra={**limits, "example": example})


def figure(words: str, example: str = "", decimals: int = 2, **limits: Any) -> msgspec.Meta:
    """Annotation of a number, written as JSON number or as text. decimals: at most so many."""
    return about(words, example, decimals=decimals, **limits)


class Kind(StrEnum):
    """What a line may be: the line kinds of an order, without the unknown one."""

    GOODS = "goods"
    SERVICE = "service"
    SHIPPING = "shipping"
    FEE = "fee"
    DISCOUNT = "discount"
    GIFT_CARD = "gift_card"
    STORE_CREDIT = "store_credit"
    DEPOSIT = "deposit"
    ROUNDING = "rounding"


class Line(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True):
    """One thing that was sold or deducted. Prices and amounts hold VAT if the order's prices do."""

    line: Annotated[
        str, about("Name of the line within its order; empty: its place, 1, 2, 3", longest=40)
    ] = ""
    kind: Annotated[
        Kind, about("What it is: " + ", ".join(Kind) + ". Deductions have a negative amount", "goods")
    ] = Kind.GOODS
    sku: Annotated[str, about("Code of the product", "MUG-1")] = ""
    name: Annotated[str, about("Name, as it is to stand on the document", "Mug, blue")]
    description: Annotated[str, about("More words on it", longest=4000)] = ""
    unit: Annotated[str, about("Unit of measure", "buc", longest=20)] = ""
    quantity: Annotated[Decimal, figure("How many; empty: 1", "2", 6)] = Decimal(1)
    price: Annotated[
        Decimal | None, figure("Price of one, before discount; needed where there is no amount", "19.99", 6)
    ] = None
    discount: Annotated[
        Decimal, figure("What is deducted from the whole line, written without a minus", decimals=2, least=0)
    ] = Decimal(0)
    amount: Annotated[
        Decimal | None,
        figure("What is paid for the whole line, after discount; empty: quantity x price - discount"),
    ] = None
    vat: Annotated[
        Decimal | None,
        figure("VAT in percent; empty: the connection's usual rate", "21", 4, least=0, most=100),
    ] = None
    vat_amount: Annotated[
        Decimal | None, figure("VAT of the whole line, as the shop charged it; empty: computed")
    ] = None


class Place(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True):
    """A postal address."""

    street: Annotated[str, about("Street and number", "Str. Lunga 1")] = ""
    extra: Annotated[str, about("More of the address: block, floor")] = ""
    city: Annotated[str, about("Town", "Cluj-Napoca")] = ""
    region: Annotated[str, about("County, province", "Cluj")] = ""
    postcode: Annotated[str, about("Postal code", "400001", longest=20)] = ""
    country: Annotated[str, about("Two-letter code of the country", "RO", form="country")] = ""


class Buyer(Place, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True):
    """Who buys, with their address. Which numbers are needed depends on the country."""

    name: Annotated[str, about("Name of the company or person", "Ana Exemplu")]
    company: Annotated[
        bool | None, about("yes: a company, no: a person; empty: a company if it has a tax number", "no")
    ] = None
    contact: Annotated[str, about("A person at the company")] = ""
    tax_id: Annotated[str, about("Tax or VAT number of a company", longest=40)] = ""
    vat_payer: Annotated[bool | None, about("Whether the buyer is registered for VAT, where known")] = None
    registration: Annotated[str, about("Trade register number, such as J12/34/2020", longest=60)] = ""
    personal_id: Annotated[str, about("Number of a person: CNP, codice fiscale, PESEL", longest=40)] = ""
    recipient_code: Annotated[str, about("Italian codice destinatario", longest=10)] = ""
    pec: Annotated[str, about("Italian certified e-mail address")] = ""
    bank: Annotated[str, about("Bank")] = ""
    iban: Annotated[str, about("Bank account", longest=40)] = ""
    email: Annotated[str, about("E-mail address", "ana@exemplu.test")] = ""
    phone: Annotated[str, about("Telephone", longest=60)] = ""
    language: Annotated[str, about("Two-letter code of the buyer's language", form="language")] = ""


class Shipping(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True):
    """Delivery, where it is no line of its own."""

    amount: Annotated[
        Decimal | None,
        figure("What is paid for delivery; with VAT if the order's prices hold it", "15.00", least=0),
    ] = None
    vat: Annotated[
        Decimal | None,
        figure("VAT of delivery in percent; empty: the connection's usual rate", "21", 4, least=0, most=100),
    ] = None
    name: Annotated[str, about("Its name on the document; empty: Shipping", "Courier")] = ""


class Payment(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True):
    """How the buyer pays."""

    method: Annotated[str, about("Code of the payment method, as routes map it", "card", longest=100)] = ""
    title: Annotated[str, about("Words for it on the document")] = ""
    paid: Annotated[Decimal, figure("What has been paid so far", "54.98", least=0)] = Decimal(0)
    paid_at: Annotated[datetime | None, about("When it was paid")] = None
    transaction: Annotated[str, about("Number of the payment at the bank or card company")] = ""


class RefundLine(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True):
    """Money given back for one line of the order, always with VAT."""

    line: Annotated[str, about("Name (or place) of the line", longest=40)]
    quantity: Annotated[Decimal, figure("How many of it were taken back", decimals=6, least=0)] = Decimal(0)
    amount: Annotated[Decimal, figure("Money given back for it, VAT included", least=0)]


class Refund(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True):
    """Money given back: for lines, and beside them."""

    refund: Annotated[str, about("Number of the refund; it must stay the same in later files", longest=64)]
    refunded_at: Annotated[datetime, about("When it was given back")]
    lines: Annotated[tuple[RefundLine, ...], about("What of it belongs to lines")] = ()
    adjustment: Annotated[
        Decimal, figure("What belongs to no line, VAT included; negative: kept back from the lines' money")
    ] = Decimal(0)


class Elsewhere(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True):
    """A document that another tool already made for this order: then none is made here."""

    tool: Annotated[str, about("Who made it", longest=60)] = ""
    series: Annotated[str, about("Its series", longest=40)] = ""
    number: Annotated[str, about("Its number", longest=40)] = ""
    link: Annotated[str, about("Where it can be seen")] = ""


class Order(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, kw_only=True):
    """One order. A later file with the same number tells the same order anew, as a whole."""

    number: Annotated[str, about("Number of the order: one number, one sale", "1001", longest=64)]
    placed_at: Annotated[
        datetime,
        about("When it was placed: 2026-11-20, 2026-11-20 14:30, or with a zone", "2026-11-20 14:30"),
    ]
    changed_at: Annotated[
        datetime | None, about("When it was last changed; empty: when the file was written")
    ] = None
    state: Annotated[
        OrderState,
        about("open, complete, held (nothing is issued yet) or cancelled; empty: open", "open"),
    ] = OrderState.OPEN
    status: Annotated[str, about("The shop's own word, for conditions of routes", longest=100)] = ""
    currency: Annotated[str, about("Currency; empty: the connection's", "RON", form="currency")] = ""
    prices_include_vat: Annotated[
        bool | None, about("Whether prices and amounts hold VAT; empty: the connection's", "yes")
    ] = None
    total: Annotated[
        Decimal | None,
        figure("What the buyer pays in all, VAT included; empty: the sum of the lines", "54.98", least=0),
    ] = None
    buyer: Annotated[Buyer, about("Who buys")]
    ship_to: Annotated[Place | None, about("Where it is sent, if not to the buyer's address")] = None
    lines: Annotated[tuple[Line, ...], about("What was sold")]
    shipping: Annotated[Shipping, about("Delivery")] = Shipping()
    payment: Annotated[Payment, about("How the buyer pays")] = Payment()
    refunds: Annotated[tuple[Refund, ...], about("Money given back")] = ()
    elsewhere: Annotated[Elsewhere | None, about("A document that another tool already made")] = None
    invoice_asked: Annotated[
        bool | None, about("Whether the buyer asked for an invoice; empty: not said")
    ] = None
    store_view: Annotated[str, about("Part of the shop, for conditions of routes", longest=100)] = ""
    source: Annotated[str, about("Where the sale came from, such as a marketplace", longest=100)] = ""
    coupon: Annotated[str, about("Discount code", longest=100)] = ""
    note: Annotated[str, about("The buyer's remark", longest=4000)] = ""


def json_schema() -> dict[str, Any]:
    """Of one order; a file holds one, a list of them, or one on each line."""
    schema: dict[str, Any] = _figures_as_either(msgspec.json.schema(Order))
    return schema


def _figures_as_either(part: Any) -> Any:
    """An exact number may be written as a number or as a text; msgspec's schema knows the text alone."""
    if isinstance(part, dict):
        if part.items() >= _AS_TEXT.items():
            return {
                **{name: value for name, value in part.items() if name not in _AS_TEXT},
                "type": ["number", "string"],
            }
        return {name: _figures_as_either(value) for name, value in part.items()}
    return [_figures_as_either(one) for one in part] if isinstance(part, list) else part
