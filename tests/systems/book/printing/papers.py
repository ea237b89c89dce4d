"""Papers to print: one of each country, and ways to change them."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec

from facturier.model.draft import Exchange, Original
from facturier.model.kinds import DocumentKind, LineKind, VatCategory
from facturier.model.money import ZERO, rounded, total
from facturier.model.party import Address, Party
from facturier.model.totals import VatRow
from facturier.systems.book.printing.paper import (
    Account,
    Language,
    Own,
    Paper,
    PaperLine,
    Seller,
    Sums,
    VatShown,
)

MARK = "FX-ABCD-234567ABCDEF"
STANDARD = VatCategory.STANDARD

ROMANIAN = Seller(
    Party(
        name="Atelierul de Lână S.R.L.",
        company=True,
        address=Address(
            street="Str. Mihail Kogălniceanu nr. 14, ap. 3",
            city="Cluj-Napoca",
            region="jud. Cluj",
            postcode="400084",
            country="RO",
        ),
        email="contact@atelieruldelana.ro",
        phone="+40 264 123 456",
        tax_id="RO18547290",
        registration="J12/1234/2006",
        bank="Banca Transilvania",
        iban="RO49 BTRL 0130 1205 9912 34XX",
    ),
    capital="200 RON",
    website="atelieruldelana.ro",
    accounts=(Account("RO49 BTRL 0130 4205 9912 34XX", "", "BTRLRO22", "EUR"),),
)
ITALIAN = Seller(
    Party(
        name="Bottega del Feltro S.r.l.",
        company=True,
        address=Address("Via Garibaldi 27", "", "Torino", "", "IT-TO", "10122", "IT"),
        email="info@bottegadelfeltro.it",
        tax_id="IT01234567890",
        registration="TO-1234567",
        bank="Intesa Sanpaolo",
        iban="IT60X0542811101000000123456",
    ),
    capital="10.000 EUR i.v.",
    facts=(("Regime fiscale", "RF01"),),
)
POLISH = Seller(
    Party(
        name="Pracownia Wełny Żółć sp. z o.o.",
        company=True,
        address=Address("ul. Świętego Wawrzyńca 8/4", "", "Kraków", "", "", "31-060", "PL"),
        email="biuro@pracowniawelny.pl",
        tax_id="5260250274",
        registration="0000123456",
        bank="mBank",
        iban="PL61 1090 1014 0000 0712 1981 2874",
    ),
    capital="5 000,00 zł",
    facts=(("BDO", "000012345"),),
)
BUYER = Party(
    name="Ștefan Brâncuși-Țurcanu",
    address=Address(
        "Bd. Unirii nr. 5, bl. B3, sc. 2, ap. 44", "", "București", "Sector 3", "", "030823", "RO"
    ),
    email="stefan@example.com",
    phone="0722 000 111",
)


def line(
    place: int,
    name: str,
    quantity: str,
    price: str,
    percent: str = "21",
    category: VatCategory = STANDARD,
    **more: object,
) -> PaperLine:
    """A line at a price without VAT."""
    net = rounded(Decimal(quantity) * Decimal(price))
    row = VatRow(category, Decimal(percent), net, rounded(net * Decimal(percent) / 100))
    made = PaperLine(name, Decimal(quantity), Decimal(price), row, number=str(place), unit="buc")
    return msgspec.structs.replace(made, **more)


LINES = (
    line(
        1,
        "Fular din lână merinos, țesut manual",
        "2",
        "148.7603",
        code="FUL-MER-01",
        description="Culoare: verde pădure. Lungime 180 cm, lățime 35 cm. Se spală la 30 °C.",
    ),
    line(2, "Căciulă „Făgăraș” cu ciucure", "1", "89.26", code="CAC-FAG"),
    line(3, "Ceai de munte, 100 g", "3", "16.50", "11", code="CEAI-100"),
    line(4, "Transport prin curier", "1", "15.70", unit=""),
    line(0, "Reducere cupon IARNA10", "1", "-32.23", kind=LineKind.DISCOUNT, number="", unit=""),
)


def summed(lines: Sequence[PaperLine], paid: Decimal | None = None) -> tuple[tuple[VatShown, ...], Sums]:
    """The breakdown and the sums of `lines`."""
    rows: dict[tuple[VatCategory, Decimal], VatRow] = {}
    for each in lines:
        key = (each.row.category, each.row.percent)
        so_far = rows.get(key, VatRow(*key, ZERO, ZERO))
        rows[key] = VatRow(*key, so_far.base + each.net, so_far.vat + each.vat)
    net, vat = total(row.base for row in rows.values()), total(row.vat for row in rows.values())
    left = None if paid is None else net + vat - paid
    return tuple(VatShown(row) for row in rows.values()), Sums(net, vat, net + vat, paid=paid, left=left)


def paper(lines: Sequence[PaperLine] = LINES, paid: Decimal | None = None, **changes: object) -> Paper:
    """A Romanian invoice of `lines`, otherwise full of facts."""
    vat, sums = summed(lines, paid)
    made = Paper(
        kind=DocumentKind.INVOICE,
        series="FCT",
        number="0128",
        issue_date=date(2026, 11, 27),
        due_date=date(2026, 12, 11),
        tax_point=date(2026, 11, 26),
        order_number="000000431",
        payment_method="Card online",
        seller=ROMANIAN,
        buyer=BUYER,
        ship_to=Address("Str. Lungă nr. 7", "", "Brașov", "jud. Brașov", "", "500035", "RO"),
        lines=tuple(lines),
        vat=vat,
        sums=sums,
        currency="RON",
        language=Language.ROMANIAN,
        mentions="Vă mulțumim! Produsele se pot returna în 30 de zile.",
        reference=MARK,
    )
    return msgspec.structs.replace(made, **changes)


def in_language(language: Language, **changes: object) -> Paper:
    """A paper as a shop of that language's country would issue it; English: in euro, with the rate shown."""
    made: dict[Language, dict[str, Any]] = {
        Language.ROMANIAN: {},
        Language.ITALIAN: {"seller": ITALIAN, "currency": "EUR", "payment_method": "Bonifico"},
        Language.POLISH: {
            "seller": POLISH,
            "currency": "PLN",
            "payment_method": "Przelew",
            "series": "FV/2026",
        },
        Language.ENGLISH: {
            "currency": "EUR",
            "payment_method": "Bank transfer",
            "exchange": Exchange("EUR", "RON", Decimal("4.9772"), "BNR", date(2026, 11, 26)),
            "own": Own("RON", Decimal("412.09")),
        },
    }
    return paper(**(made[language] | {"language": language} | changes))


ORIGINAL = Original(DocumentKind.INVOICE, "FCT", "0101", date(2026, 10, 2))
