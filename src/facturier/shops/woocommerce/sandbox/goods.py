"""What the shop sells, who buys it, and carts that are filled by chance."""

from decimal import Decimal
from random import Random
from typing import Any

from msgspec import Struct

STANDARD, REDUCED = Decimal(21), Decimal(11)


class Thing(Struct, frozen=True, omit_defaults=True):
    """price: of one, as the catalogue has it, with or without VAT."""

    sku: str
    name: str
    price: Decimal
    quantity: Decimal = Decimal(1)
    rate: Decimal = STANDARD


class Charge(Struct, frozen=True, omit_defaults=True):
    """Shipping or a fee. net: below zero it is a discount."""

    name: str
    net: Decimal
    rate: Decimal | None = STANDARD


class Buyer(Struct, frozen=True, omit_defaults=True):
    """meta: what checkout plug-ins wrote down of them."""

    first: str
    last: str
    company: str = ""
    street: str = "Str. Fabricii nr. 1"
    city: str = "Cluj-Napoca"
    state: str = "CJ"
    postcode: str = "400001"
    country: str = "RO"
    meta: dict[str, Any] = {}


class Cart(Struct, frozen=True, omit_defaults=True):
    """coupon: percent off the things. pay: code and title. gross: the catalogue includes VAT."""

    buyer: Buyer
    things: tuple[Thing, ...]
    shipping: Charge | None = Charge("Curier", Decimal("15.70"))
    fees: tuple[Charge, ...] = ()
    coupon: Decimal = Decimal(0)
    gross: bool = True
    currency: str = "RON"
    pay: tuple[str, str] = ("cod", "Ramburs")
    note: str = ""


SOLD = (
    Thing("CAF-1KG", "Cafea boabe 1 kg „Selecție”", Decimal("119.90")),
    Thing("CARTE-01", "Carte: Amintiri din copilărie", Decimal("34.99"), rate=REDUCED),
    Thing("TRI-M", "Tricou bumbac, mărimea M", Decimal("59.00")),
    Thing("SURUB", "Șurub M4 x 20", Decimal("0.07")),
    Thing("MIERE-500", "Miere de salcâm 500 g", Decimal("38.50"), rate=REDUCED),
    Thing("LAMPA-B", "Lampă de birou, albă", Decimal("184.03")),
    Thing("8901", "Cablu USB-C 2 m", Decimal("19.99")),
)
_FEE = Charge("Taxă ramburs", Decimal("5.00"))
ANA = Buyer("Ana", "Exemplu")
ION = Buyer("Ion", "Ștefănescu", street="Bd. Unirii 10", city="Sector 3", state="B", postcode="030001")
FIRM = Buyer(
    "Maria",
    "Popescu",
    company="SC Exemplu Test SRL",
    meta={"_billing_cui": "RO14399840", "_billing_nr_reg_com": "J12/123/2001"},
)


def by_chance(random: Random) -> Cart:
    """One to five things, now and then by weight; shipping, fees and coupons by chance."""
    things = []
    for thing in random.sample(SOLD, random.randint(1, 5)):
        weighed = thing.sku == "MIERE-500" and random.random() < 0.5
        quantity = Decimal("1.5") if weighed else Decimal(random.randint(1, 4))
        things.append(Thing(thing.sku, thing.name, thing.price, quantity, thing.rate))
    return Cart(
        buyer=random.choice((ANA, ION, FIRM)),
        things=tuple(things),
        shipping=Charge("Curier", Decimal("15.70")) if random.random() < 0.8 else None,
        fees=(_FEE,) if random.random() < 0.3 else (),
        coupon=Decimal(random.choice((0, 0, 10, 15))),
        gross=random.random() < 0.8,
    )
