"""Every fact of a document can be read on its page, in each language and template."""

from datetime import date
from decimal import Decimal

import msgspec
import pytest
from tests.systems.book.printing.papers import (
    BUYER,
    ITALIAN,
    LINES,
    MARK,
    ORIGINAL,
    POLISH,
    ROMANIAN,
    in_language,
    line,
    paper,
    summed,
)
from tests.systems.book.printing.reading import squeezed, text

from facturier.model.draft import Exchange
from facturier.model.kinds import DocumentKind, VatCategory
from facturier.model.reference import references_in
from facturier.systems.book.printing.figures import figures
from facturier.systems.book.printing.paper import Language, Own, Paper, Sums, Template
from facturier.systems.book.printing.words import words

EVERYWHERE = [(language, template) for language in Language for template in Template]


def facts_of(shown: Paper) -> list[str]:
    """What has to be read, in the language's own figures."""
    write = figures(shown.language)
    seller, buyer = shown.seller.party, shown.buyer
    told = [
        *(
            seller.name,
            seller.tax_id,
            seller.registration,
            seller.iban,
            seller.bank,
            seller.email,
            seller.phone,
        ),
        *(seller.address.street, seller.address.city, seller.address.postcode),
        *(
            shown.seller.capital,
            shown.seller.website,
            *(part for fact in shown.seller.facts for part in fact),
        ),
        *(part for account in shown.seller.accounts for part in (account.iban, account.bic)),
        *(
            buyer.name,
            buyer.address.street,
            buyer.address.city,
            buyer.address.postcode,
            buyer.email,
            buyer.phone,
        ),
        *(shown.order_number, shown.payment_method, shown.mentions, shown.reference, *shown.notices),
        *(
            write.date(day)
            for day in (shown.issue_date, shown.due_date, shown.tax_point, shown.paid_on)
            if day
        ),
    ]
    for each in shown.lines:
        amounts = (each.price, each.net, each.vat, each.gross)
        told += [each.name, each.code, each.description, *(write.amount(amount) for amount in amounts)]
    for row in shown.vat:
        told += [write.amount(row.row.base), write.amount(row.row.vat), row.reason]
    sums = (shown.sums.net, shown.sums.vat, shown.sums.payable, shown.sums.paid, shown.sums.left)
    told += [write.amount(amount) for amount in sums if amount is not None]
    if shown.ship_to:
        told += [shown.ship_to.street, shown.ship_to.city, shown.ship_to.postcode]
    return [squeezed(fact) for fact in told if fact]


@pytest.mark.parametrize(("language", "template"), EVERYWHERE)
def test_all_that_the_paper_says_is_on_the_page(language: Language, template: Template) -> None:
    shown = in_language(
        language,
        template=template,
        paid=Decimal(100),
        paid_on=date(2026, 11, 20),
        notices=("Art. 331 Cod fiscal: taxare inversă.", "TVA la încasare"),
    )
    page = text(shown)
    assert [fact for fact in facts_of(shown) if fact not in page] == []
    assert shown.series in page
    assert shown.number in page
    assert shown.currency in page
    assert references_in(page)[:1] == [MARK]


@pytest.mark.parametrize(("language", "template"), EVERYWHERE)
def test_its_labels_are_those_of_its_language(language: Language, template: Template) -> None:
    page = text(in_language(language, template=template, paid=Decimal(100)))
    said = words(language)
    labels = [
        *(said.titles[DocumentKind.INVOICE], said.payable[DocumentKind.INVOICE]),
        *(said.issue_date, said.due_date, said.tax_point, said.order, said.payment_method),
        *(said.seller, said.buyer, said.ship_to, said.bank, said.iban, said.email, said.mentions),
        *(said.item, said.quantity, said.price_without_vat, said.net, said.vat_rate, said.vat, said.gross),
        *(said.base, said.total_net, said.total_vat, said.paid, said.left),
        said.page.format(page=1, pages=1),
    ]
    assert [label for label in labels if label not in page] == []


@pytest.mark.parametrize(
    ("seller", "labels"),
    [
        (ROMANIAN, ("CIF RO18547290", "Reg. com. J12/1234/2006", "Capital social 200 RON")),
        (ITALIAN, ("P. IVA IT01234567890", "REA TO-1234567", "10122 Torino (TO)", "Regime fiscale RF01")),
        (POLISH, ("NIP 5260250274", "KRS 0000123456", "BDO 000012345", "31-060 Kraków")),
    ],
    ids=["ro", "it", "pl"],
)
def test_numbers_of_a_company_keep_the_names_of_its_country(seller: object, labels: tuple[str, ...]) -> None:
    page = text(paper(seller=seller))
    assert [label for label in labels if label not in page] == []


@pytest.mark.parametrize(
    ("kind", "titles"),
    [
        (DocumentKind.INVOICE, ("Invoice", "Factură", "Fattura", "Faktura")),
        (
            DocumentKind.PROFORMA,
            ("Proforma invoice", "Factură proformă", "Fattura proforma", "Faktura pro forma"),
        ),
        (DocumentKind.RECEIPT, ("Receipt", "Bon", "Ricevuta", "Paragon")),
        (
            DocumentKind.CREDIT_NOTE,
            ("Credit note", "Factură storno", "Nota di credito", "Faktura korygująca"),
        ),
    ],
)
def test_each_kind_has_the_trades_own_title(kind: DocumentKind, titles: tuple[str, ...]) -> None:
    for language, title in zip(Language, titles, strict=True):
        assert f"{title} FCT 0128" in text(paper(kind=kind, language=language, series="FCT"))


def test_a_title_of_its_own_replaces_that_of_the_kind() -> None:
    page = text(paper(title="Factură simplificată"))
    assert "Factură simplificată FCT 0128" in page


def test_a_credit_note_names_the_document_that_it_corrects() -> None:
    page = text(paper(kind=DocumentKind.CREDIT_NOTE, original=ORIGINAL))
    assert "Stornează Factură FCT 0101 din 02.10.2026" in page
    assert "Total stornat" in page


def test_an_invoice_names_the_proforma_that_it_was_made_from() -> None:
    made_from = msgspec.structs.replace(ORIGINAL, kind=DocumentKind.PROFORMA)
    assert "În baza Factură proformă FCT 0101 din 02.10.2026" in text(paper(original=made_from))


def test_a_foreign_currency_comes_with_its_rate_and_the_vat_in_the_countrys_own() -> None:
    vat, sums = summed(LINES)
    shown = tuple(msgspec.structs.replace(row, own=Decimal("386.98")) for row in vat)
    page = text(
        paper(
            vat=shown,
            sums=sums,
            currency="EUR",
            exchange=Exchange("EUR", "RON", Decimal("4.9772"), "BNR", date(2026, 11, 26)),
            own=Own("RON", Decimal("414.10"), payable=Decimal("2503.29")),
        )
    )
    assert "502,95 EUR" in page
    assert "Curs valutar (BNR, 26.11.2026): 1 EUR = 4,9772 RON" in page
    assert "Total TVA în RON 414,10" in page
    assert "Total în RON 2.503,29" in page
    assert "386,98" in page


def test_a_line_without_vat_says_why() -> None:
    reverse = line(1, "Laptop", "1", "1000", "0", VatCategory.REVERSE_CHARGE)
    vat, sums = summed([reverse])
    reason = "Taxare inversă, art. 331 Cod fiscal"
    page = text(paper([reverse], vat=(msgspec.structs.replace(vat[0], reason=reason),), sums=sums))
    assert "taxare inversă" in page
    assert reason in page


def test_a_reason_that_the_breakdown_gives_is_not_said_again_with_each_line() -> None:
    exempt = [
        line(n, "Curs", "1", "100", "0", VatCategory.EXEMPT, exemption="Scutit, art. 292") for n in (1, 2)
    ]
    vat, _ = summed(exempt)
    alone = text(paper(exempt))
    told = text(paper(exempt, vat=(msgspec.structs.replace(vat[0], reason="Scutit, art. 292"),)))
    assert alone.count("Scutit, art. 292") == 2
    assert told.count("Scutit, art. 292") == 1


def test_prices_with_vat_are_called_so() -> None:
    gross = [msgspec.structs.replace(each, price_includes_vat=True) for each in LINES]
    assert "Preț unitar cu TVA" in text(paper(gross))
    mixed = text(paper([gross[0], LINES[1]]))
    assert "148,7603 cu TVA" in mixed
    assert "89,26 fără TVA" in mixed


def test_a_discount_within_a_line_and_a_rounding_are_shown() -> None:
    reduced = line(1, "Fular", "1", "90", discount=Decimal("10.00"))
    vat, sums = summed([reduced])
    page = text(paper([reduced], vat=vat, sums=msgspec.structs.replace(sums, rounding=Decimal("0.01"))))
    assert "după o reducere de 10,00" in page
    assert "Rotunjire 0,01" in page


def test_a_cancelled_document_says_so_on_every_page() -> None:
    many = [line(n, f"Produs {n}", "1", "10") for n in range(1, 80)]
    for language, word in zip(Language, ("CANCELLED", "ANULAT", "ANNULLATO", "ANULOWANO"), strict=True):
        shown = in_language(language, lines=tuple(many), cancelled=True)
        assert text(shown).count(word) == 3


def test_who_is_outside_vat_has_no_columns_for_it() -> None:
    outside = [line(1, "Fular", "2", "10", "0", VatCategory.OUTSIDE)]
    vat, _ = summed(outside)
    page = text(paper(outside, vat=vat, sums=Sums(Decimal(20), Decimal(0), Decimal(20))))
    assert "TVA" not in page
    assert "Total de plată 20,00 RON" in page


def test_a_buyer_shows_what_an_italian_invoice_needs() -> None:
    buyer = msgspec.structs.replace(
        BUYER,
        address=ITALIAN.party.address,
        tax_id="IT07643520567",
        personal_id="RSSMRA80A01L219M",
        recipient_code="M5UXCR1",
        pec="acquisti@pec.example.it",
    )
    page = text(in_language(Language.ITALIAN, buyer=buyer))
    for fact in (
        "P. IVA IT07643520567",
        "Cod. fisc. RSSMRA80A01L219M",
        "Cod. destinatario M5UXCR1",
        "PEC acquisti@pec.example.it",
    ):
        assert fact in page
