"""The demo account: a company with stocks, one without stocks or VAT, and a neighbour that another account owns."""

from decimal import Decimal
from random import Random

from facturier.systems.oblio.sandbox.book import (
    Account,
    Book,
    Company,
    Kind,
    Party,
    Place,
    Product,
    Rate,
    Series,
)

STOCKED, PLAIN, NEIGHBOUR = "RO12345674", "87654329", "RO11111110"
EMAIL, OTHER_EMAIL = "demo@example.ro", "vecin@example.ro"
STATION, OTHER_STATION = "Sediu", "Depozit"
SHOP, BACK = "Magazin", "Rezerva"
GOODS, SERVICE = "Marfa", "Serviciu"


def new_secret(random: Random) -> str:
    return f"{random.getrandbits(160):040x}"


def demo(random: Random, width: int) -> Book:
    """Numbers start at 1."""
    places: list[Place] = [(STATION, SHOP), (STATION, BACK), (OTHER_STATION, SHOP)]
    rates = _rates()
    stocked = Company(
        STOCKED,
        "Atelierul Demo SRL",
        series=_series(width),
        rates=rates,
        places=places,
        products=_products(rates[0]),
        clients=[Party("Firma Exemplu SRL", "RO87654321", email="a@example.ro", vat_payer=True)],
    )
    plain = Company(
        PLAIN,
        "Mica Manufactura SRL",
        uses_stock=False,
        series=_series(width),
        rates=[Rate("Neplatitor", Decimal(0), True)],
    )
    neighbour = Company(NEIGHBOUR, "Firma Vecina SRL", series=_series(width), rates=rates)
    return Book(
        accounts=[
            Account(EMAIL, new_secret(random), [STOCKED, PLAIN]),
            Account(OTHER_EMAIL, new_secret(random), [NEIGHBOUR]),
        ],
        companies={company.cif: company for company in (stocked, plain, neighbour)},
    )


def _series(width: int) -> list[Series]:
    return [
        Series("FCT", Kind.INVOICE, 1, width, default=True),
        Series("WEB/Ș 1", Kind.INVOICE, 1, width),
        Series("PF", Kind.PROFORMA, 1, width, default=True),
        Series("AV", Kind.NOTICE, 1, width, default=True),
        Series("CH", Kind.RECEIPT, 1, width, default=True),
    ]


def _rates() -> list[Rate]:
    named = {"Normala": "21", "Redusa": "11", "SDD": "0", "SFDD": "0", "Taxare inversa": "0", "Scutita": "0"}
    return [Rate(name, Decimal(percent), name == "Normala") for name, percent in named.items()]


def _products(rate: Rate) -> list[Product]:
    def goods(name: str, code: str, unit: str, price: str, **left: int) -> Product:
        places = {"shop": (STATION, SHOP), "back": (STATION, BACK), "depot": (OTHER_STATION, SHOP)}
        stock = {places[place]: Decimal(count) for place, count in left.items()}
        return Product(name, code, unit, GOODS, Decimal(price), rate, stock=stock)

    return [
        goods("Birou", "SKU-9", "buc", "242.00", shop=12, back=4),
        goods("Curea piele", "SKU-2", "buc", "60.50", shop=40, depot=100),
        goods("Cafea boabe", "SKU-3", "kg", "96.80", shop=25),
        goods("Lampă", "SKU-4", "buc", "121.00", shop=0),
        Product("Montare", "", "buc", SERVICE, Decimal("119.00"), rate),
    ]
