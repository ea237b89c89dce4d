"""The demo account: a company that pays VAT, one that does not, and a neighbour that another user owns."""

from datetime import datetime
from decimal import Decimal
from random import Random

from facturier.systems.smartbill.sandbox import stock
from facturier.systems.smartbill.sandbox.book import (
    Book,
    Company,
    Kind,
    Move,
    Product,
    Series,
    Tax,
    User,
)

PAYER, NON_PAYER, NEIGHBOUR = "RO12345674", "87654329", "RO11111110"
EMAIL, OTHER_EMAIL = "demo@example.ro", "vecin@example.ro"
SHOP, DEPOT = "Magazin", "Depozit central"
AWKWARD_SERIES = "WEB/Ș 1"


def new_token(random: Random) -> str:
    return f"{random.getrandbits(128):032x}"


def demo(random: Random, now: datetime, width: int) -> Book:
    """Numbers start at 1. Stock was bought at `now`."""
    payer = Company(
        PAYER,
        "Atelierul Demo SRL",
        series=_series(width),
        taxes=_taxes(),
        units=["buc", "kg", "set", "ora"],
        warehouses={SHOP: "en detail", DEPOT: "en gros"},
    )
    non_payer = Company(
        NON_PAYER,
        "Mica Manufactura SRL",
        pays_vat=False,
        uses_codes=True,
        series=_series(width),
        units=["buc"],
        warehouses={SHOP: "en detail"},
    )
    neighbour = Company(NEIGHBOUR, "Firma Vecina SRL", series=_series(width), taxes=_taxes())
    for company in (payer, non_payer):
        _buy(company, now)
    return Book(
        users=[
            User(EMAIL, new_token(random), [PAYER, NON_PAYER]),
            User(OTHER_EMAIL, new_token(random), [NEIGHBOUR]),
        ],
        companies={company.cif: company for company in (payer, non_payer, neighbour)},
    )


def _series(width: int) -> list[Series]:
    """One of them needs encoding in a URL."""
    return [
        Series("FCT", Kind.INVOICE, 1, width),
        Series(AWKWARD_SERIES, Kind.INVOICE, 1, width),
        Series("PF", Kind.PROFORMA, 1, width),
        Series("CH", Kind.RECEIPT, 1, width),
    ]


def _taxes() -> list[Tax]:
    names = {
        "Normala": "21",
        "Redusa": "11",
        "SDD": "0",
        "SFDD": "0",
        "Taxare inversa": "0",
        "Scutit": "0",
        "TVA Inclus": "0",
    }
    return [Tax(name, Decimal(percent)) for name, percent in names.items()]


def _buy(company: Company, now: datetime) -> None:
    clock = Product("Ceas de mână", "SKU-1", "buc")
    strap = Product("Curea piele", "SKU-2", "buc")
    coffee = Product("Cafea boabe", "SKU-3", "kg", {"g": Decimal("0.001")})
    lamp = Product("Lampă", "SKU-4", "buc")
    company.products = [clock, strap, coffee, lamp]
    bought = [(SHOP, clock, 12), (SHOP, strap, 40), (SHOP, coffee, 25), (SHOP, lamp, 0)]
    if DEPOT in company.warehouses:
        bought.append((DEPOT, strap, 100))
    stock.apply(company, [Move(now, place, product, Decimal(count)) for place, product, count in bought])
