"""A merchant in Turin."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from facturier.shops.woocommerce.sandbox.goods import Buyer, Charge, Market, Thing

STANDARD, REDUCED, LOWEST = Decimal(22), Decimal(10), Decimal(4)
SOLD = (
    Thing("MOKA-3", "Caffettiera moka da 3 tazze", Decimal("29.90"), STANDARD),
    Thing("LIBRO-01", "Libro: Le mie prigioni", Decimal("12.50"), LOWEST),
    Thing("MAGLIA-M", "Maglietta di cotone, taglia M", Decimal("24.99"), STANDARD),
    Thing("VITE", "Vite M4 x 20", Decimal("0.07"), STANDARD),
    Thing("MIELE-500", "Miele d'acacia 500 g", Decimal("8.40"), REDUCED),
    Thing("LAMPADA-B", "Lampada da tavolo, bianca", Decimal("117.49"), STANDARD),
    Thing("8901", "Cavo USB-C 2 m", Decimal("6.99"), STANDARD),
)
ASKED = {"_billing_invoice_type": "invoice"}
"""As the checkout of the demonstration keeps it: "invoice" or "no"."""


def _buyer(first: str, last: str, street: str, city: str, state: str, postcode: str, **parts: Any) -> Buyer:
    return Buyer(
        first,
        last,
        street,
        city,
        state,
        postcode,
        "IT",
        email="cliente@esempio.test",
        phone="+39 011 555 0100",
        **parts,
    )


FIRM = _buyer(
    "Paola",
    "Bianchi",
    "Via Lunga 1",
    "Torino",
    "TO",
    "10121",
    company="Esempio S.r.l.",
    meta={**ASKED, "_billing_piva": "IT00743110157", "_billing_sdi": "ABCDEF1"},
)
GIULIA = _buyer(
    "Giulia",
    "D'Amico",
    "Via Corta 2",
    "Milano",
    "MI",
    "20121",
    meta={**ASKED, "_billing_cf": "DMCGLI85A41L219F", "_billing_pec": "giulia@pec.esempio.test"},
)
LUIGI = _buyer(
    "Luigi",
    "Verdi",
    "Corso Nuovo 3",
    "Genova",
    "GE",
    "16121",
    meta={**ASKED, "_billing_cf": "VRDLGI75C10F205Q"},
)
MARKET = Market(
    country="IT",
    currency="EUR",
    symbol="€",
    tax="IVA",
    rates={STANDARD: "", REDUCED: "reduced-rate", LOWEST: "super-reduced-rate"},
    offset=timedelta(hours=1),
    zone="Europe/Rome",
    sold=SOLD,
    weighed="MIELE-500",
    buyers=(FIRM, GIULIA, LUIGI),
    courier=Charge("Corriere", Decimal("5.74"), STANDARD),
    fee=Charge("Contrassegno", Decimal("3.50"), STANDARD),
    pay=("cod", "Contrassegno"),
)
