"""Drafts to try with."""

from datetime import date
from decimal import Decimal
from typing import Any

from facturier.model.draft import Draft, DraftLine, Original, Vat
from facturier.model.kinds import DocumentKind, LineKind, VatCategory
from facturier.model.party import Address, Party
from facturier.model.totals import Totals, VatRow

NORMAL = Vat(Decimal(21), name="Normala")
REDUCED = Vat(Decimal(11), name="Redusa")
DAY = date(2026, 11, 20)
COMPANY = Party(
    name="Firma Exemplu SRL",
    company=True,
    tax_id="87654321",
    vat_payer=True,
    registration="J40/1/2020",
    address=Address(
        street="Str. Lunga 1",
        city="Bucuresti Sectorul 2",
        subdivision="RO-B",
        postcode="020331",
        country="RO",
    ),
    email="a@example.ro",
)
PERSON = Party(
    name="Ana Pop",
    address=Address(street="Str. Scurta 2", city="Cluj-Napoca", subdivision="RO-CJ", country="RO"),
    phone="0700000000",
)


def line(price: str = "121.00", **more: Any) -> DraftLine:
    told: dict[str, Any] = {
        "kind": LineKind.GOODS,
        "name": "Birou",
        "quantity": Decimal(1),
        "price": Decimal(price),
        "price_includes_vat": True,
        "vat": NORMAL,
        "code": "SKU-9",
        "unit": "buc",
    }
    return DraftLine(**{**told, **more})


def totals(payable: str) -> Totals:
    return Totals((VatRow(VatCategory.STANDARD, Decimal(21), Decimal(payable), Decimal(0)),))


def draft(payable: str = "121.00", **more: Any) -> Draft:
    told: dict[str, Any] = {
        "kind": DocumentKind.INVOICE,
        "order_number": "1001",
        "company_tax_id": "RO12345674",
        "buyer": PERSON,
        "currency": "RON",
        "lines": (line(payable),),
        "totals": totals(payable),
        "series": "FCT",
        "issue_date": DAY,
    }
    return Draft(**{**told, **more})


def original(kind: DocumentKind = DocumentKind.INVOICE, name: str = "FCT", number: str = "0001") -> Original:
    return Original(kind, name, number, DAY)
