"""The demo account: an accountant's office and its client, a shop, and a neighbour that the token may not open."""

from decimal import Decimal
from random import Random

from facturier.systems.fattureincloud.sandbox.books import Access, App, Book, Company
from facturier.systems.fattureincloud.sandbox.replies import Json

SHOP, OFFICE, NEIGHBOUR = 1234567, 2345678, 3456789
SHOP_VAT = "IT01234567897"
CLIENT_ID, CLIENT_SECRET = "facturier-demo", "s3cret-of-the-demo-app"
_BUILT_IN = {0: 22, 3: 10, 4: 4, 54: 5, 1: 21, 2: 20, 29: 8, 40: 23, 41: 24}
_NATURES = {
    6: ("", ""),
    9: ("Fuori campo IVA", "N2.2"),
    13: ("Non imp. art.8 DPR 633/72", "N3.1"),
    16: ("Non imp. art.41 DL 331/93", "N3.2"),
    19: ("Esente art.10", "N4"),
    22: ("Inversione contabile art.17", "N6.9"),
    66: ("Contribuenti forfettari", "N2.2"),
}
_OUT_OF_USE = (1, 2, 29, 40, 41)
OWN_VAT = 1010


def new_token(random: Random) -> str:
    return f"a/{random.getrandbits(256):064x}"


def demo(random: Random) -> Book:
    shop = Company(SHOP, "Bottega Demo Srl", SHOP_VAT, "01234567897", numerations={"", "/A", "/WEB"})
    office = Company(
        OFFICE,
        "Studio Contabile Bianchi",
        "IT09876543217",
        "09876543217",
        kind="accountant",
        controls=(SHOP,),
    )
    neighbour = Company(NEIGHBOUR, "Vicina Spa", "IT11223344556", "11223344556")
    for company in (shop, office, neighbour):
        _furnish(company)
    user: Json = {
        "id": 77001,
        "name": "Anna Bianchi",
        "first_name": "Anna",
        "last_name": "Bianchi",
        "email": "anna@example.it",
        "hash": "5add29e1234532a1bf2ed7b612043029",
        "picture": "picture.jpg",
    }
    return Book(
        user=user,
        companies={one.id: one for one in (shop, office, neighbour)},
        tokens={new_token(random): Access((SHOP, OFFICE))},
        apps={CLIENT_ID: App(CLIENT_ID, CLIENT_SECRET, ("http://localhost:8080/connections/consent/back/",))},
    )


def _furnish(company: Company) -> None:
    company.vat_types = [_vat(id, percent, "", "") for id, percent in _BUILT_IN.items()]
    company.vat_types += [_vat(id, 0, *words) for id, words in _NATURES.items()]
    company.vat_types.append(_vat(OWN_VAT, 0, "Non imp. art. 123", "N3.6", own=True))
    company.accounts = [
        _account(1, "Cassa", "standard"),
        _account(2, "Banca", "bank"),
        _account(3, "PayPal", "standard"),
    ]
    company.methods = [
        _method(5, "Bonifico bancario", company.accounts[1], "MP05", default=True),
        _method(6, "PayPal", company.accounts[2], "MP08"),
        _method(7, "Contrassegno", company.accounts[0], "MP01"),
    ]
    company.products = {
        one["id"]: one
        for one in (
            _product(5001, "SKU-1", "Tazza", 100),
            _product(5002, "SKU-2", "Piatto", 50),
            _product(5003, "LAVORO", "Montaggio", None),
        )
    }
    company.templates = [_template(110, "Light Smoke"), _template(111, "New Standard S1")]


def _vat(id: int, percent: int, description: str, nature: str, *, own: bool = False) -> Json:
    return {
        "id": id,
        "value": percent,
        "description": description,
        "notes": "",
        "e_invoice": True,
        "ei_type": nature,
        "ei_description": "",
        "editable": own,
        "is_disabled": id in _OUT_OF_USE,
        "default": id == 0,
    }


def _account(id: int, name: str, type: str) -> Json:
    return {"id": id, "name": name, "type": type, "iban": None, "sia": None, "cuc": None, "virtual": False}


def _method(id: int, name: str, account: Json, code: str, *, default: bool = False) -> Json:
    return {
        "id": id,
        "name": name,
        "type": "standard",
        "is_default": default,
        "default_payment_account": account,
        "details": [{"title": "", "description": ""}],
        "bank_iban": None,
        "bank_name": None,
        "bank_beneficiary": None,
        "ei_payment_method": code,
    }


def _product(id: int, code: str, name: str, stock: int | None) -> Json:
    """stock: at first; None for what is not kept in stock."""
    return {
        "id": id,
        "name": name,
        "code": code,
        "net_price": 10,
        "gross_price": Decimal("12.2"),
        "use_gross_price": False,
        "net_cost": 0,
        "measure": "pz",
        "description": "",
        "category": "",
        "notes": "",
        "in_stock": stock is not None,
        "stock_initial": stock,
        "created_at": f"2026-01-02 09:00:{id % 60:02d}",
        "updated_at": "2026-01-02 09:00:00",
    }


def _template(id: int, name: str) -> Json:
    return {"id": id, "name": name, "type": "standard"}
