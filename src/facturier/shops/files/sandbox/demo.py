"""The demonstration: a day's files of a small firm, good and bad, in every form."""

from datetime import timedelta
from decimal import Decimal

from msgspec.structs import replace

from facturier.model.order import OrderState
from facturier.shops.files import schema
from facturier.shops.files.sandbox import writing
from facturier.shops.files.sandbox.person import Person, buyer, money

_FIRM = schema.Buyer(
    name="Exemplu Test SRL",
    company=True,
    tax_id="RO14399840",
    registration="J40/1234/2002",
    street="Calea Nouă 7",
    city="Cluj-Napoca",
    region="Cluj",
    postcode="400002",
    country="RO",
    email="office@exemplu.test",
)
_TABLE_SPOILT = b"number;placed_at;buyer_name;name;price;vat\n2001;20.11.2026;Ana;Cana;19,99;21\n"


def fill(person: Person) -> None:
    """Orders that are placed one after the other, and some that go on: paid, refunded, cancelled, held."""
    placed = [person.place() for _ in range(6)]
    person.pay(placed[0])
    person.pay(placed[1])
    person.refund(placed[1])
    person.cancel(placed[2])
    person.hold(placed[3])
    person.edit(placed[4])
    _several(person)
    person.drop(_TABLE_SPOILT, "spoilt.csv")


def _several(person: Person) -> None:
    """One table with three orders: net prices to a firm, a discount, a total that is a cent off."""
    placed_at = min(order.placed_at for order in person.book.values()) - timedelta(hours=1)
    line = schema.Line(name="Gravură", kind=schema.Kind.SERVICE, price=Decimal(100), vat=Decimal(21))
    order = schema.Order(number="", placed_at=placed_at, currency="RON", buyer=buyer(), lines=(line,))
    discount = schema.Line(
        name="Reducere", kind=schema.Kind.DISCOUNT, amount=Decimal("-10.00"), vat=Decimal(21)
    )
    told = {
        "N-1": (replace(order, number="N-1", buyer=_FIRM, prices_include_vat=False), 12100),
        "N-2": (replace(order, number="N-2", lines=(line, discount), total=money(9000)), 9000),
        "N-3": (replace(order, number="N-3", total=money(10100)), 10100),
        "N-4": (replace(order, number="N-4", state=OrderState.COMPLETE), 10000),
    }
    for number, (one, cents) in told.items():
        person.book[number], person.payable[number] = one, cents
    person.drop(writing.csv_text([one for one, _ in told.values()], ";"), "several.csv")
