"""What a document does not have leaves no trace on the page."""

from datetime import date
from decimal import Decimal

import pytest
from tests.systems.book.printing.papers import line, summed
from tests.systems.book.printing.reading import text

from facturier.model.draft import Exchange
from facturier.model.kinds import DocumentKind
from facturier.model.party import Address, Party
from facturier.systems.book.printing.paper import Language, Paper, Seller, Sums, Template
from facturier.systems.book.printing.words import words

LINES = (line(1, "Fular", "1", "100", unit=""),)
VAT, SUMS = summed(LINES)


def bare(language: Language, **changes: object) -> Paper:
    """A document with nothing that may be left out."""
    made: dict[str, object] = {
        "kind": DocumentKind.INVOICE,
        "series": "",
        "number": "7",
        "issue_date": date(2026, 11, 27),
        "seller": Seller(Party(name="Atelier", address=Address(country="RO"))),
        "buyer": Party(name="Ana Pop"),
        "lines": LINES,
        "vat": VAT,
        "sums": SUMS,
        "currency": "RON",
        "language": language,
    }
    return Paper(**(made | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize("template", Template)
@pytest.mark.parametrize("language", Language)
def test_no_label_stands_without_its_fact(language: Language, template: Template) -> None:
    page = text(bare(language, template=template))
    said = words(language)
    labels = [
        *(said.due_date, said.tax_point, f"{said.order} ", said.payment_method, said.paid_on),
        *(said.corrects, said.follows, said.ship_to, said.contact, said.recipient_code, "PEC"),
        *("CIF", "Reg. com.", "CNP", said.capital, said.bank, said.iban, said.bic, said.email, said.phone),
        *(said.code + ":", said.discount.split("{")[0], said.rounding, said.paid, said.left, said.mentions),
        *(said.carried, said.brought, said.cancelled, "FX-", "EUR", "None", "()"),
    ]
    assert [label for label in labels if label in page] == []
    assert f"{said.payable[DocumentKind.INVOICE]} " in page


@pytest.mark.parametrize("template", Template)
def test_a_bare_document_says_just_this(template: Template) -> None:
    page = text(bare(Language.ROMANIAN, template=template)).replace("Atelier Factură", "Factură")
    assert page == (
        "Factură nr. 7 Data emiterii 27.11.2026 Furnizor Atelier România Client Ana Pop "
        if template is Template.MODERN
        else "Factură nr. 7 Furnizor Atelier România Client Ana Pop Data emiterii 27.11.2026 "
    ) + (
        "Nr. Denumirea produselor sau a serviciilor Cantitate Preț unitar fără TVA Valoare Cota TVA TVA Total "
        "1 Fular 1 100,00 100,00 21% 21,00 121,00 Cota TVA Bază de impozitare TVA 21% 100,00 21,00 "
        "Total fără TVA 100,00 Total TVA 21,00 Total de plată 121,00 RON Factură 7 Pagina 1 din 1"
    )


def test_a_number_without_series_is_not_called_one() -> None:
    assert "nr. 7" in text(bare(Language.ROMANIAN))
    assert "seria F nr. 7" in text(bare(Language.ROMANIAN, series="F"))


def test_an_exchange_without_rate_or_day_says_no_more_than_is_known() -> None:
    unknown = Exchange("EUR", "RON", None, "BNR")
    undated = Exchange("EUR", "RON", Decimal("4.97"), "BNR")
    assert "Curs" not in text(bare(Language.ROMANIAN, exchange=unknown))
    assert "Curs valutar (BNR): 1 EUR = 4,97 RON" in text(bare(Language.ROMANIAN, exchange=undated))


def test_a_contact_with_the_name_of_the_buyer_is_not_repeated() -> None:
    assert text(bare(Language.ROMANIAN, buyer=Party(name="Ana Pop", contact="Ana Pop"))).count("Ana Pop") == 1
    assert "Persoană de contact Ion" in text(
        bare(Language.ROMANIAN, buyer=Party(name="Ana Pop", contact="Ion"))
    )


def test_a_document_without_lines_is_still_a_page() -> None:
    page = text(bare(Language.ROMANIAN, lines=(), vat=(), sums=Sums(Decimal(0), Decimal(0), Decimal(0))))
    assert "Total de plată 0,00 RON" in page
