"""The exact JSON that leaves for each kind of document."""

from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace
from tests.systems.smartbill.desk import (
    COMPANY,
    PERSON,
    REDUCED,
    Desk,
    created,
    draft,
    line,
    original,
    totals,
)

from facturier.model.draft import Draft, Exchange, PaymentLine, Vat
from facturier.model.kinds import DocumentKind, LineKind
from facturier.model.party import Address, Party
from facturier.ports.errors import Misconfigured, Refused
from facturier.ports.system import Position

REFERENCE = "FX-ABCD-EFGHIJKLMNOP"
POSITION = Position()
HEADING = {
    "companyVatCode": "RO12345678",
    "seriesName": "FCT",
    "issueDate": "2026-11-20",
    "isDraft": False,
    "currency": "RON",
    "precision": 2,
    "mentions": REFERENCE,
    "sendEmail": False,
}
CLIENT = {
    "name": "Firma Exemplu SRL",
    "vatCode": "RO87654321",
    "regCom": "J40/1/2020",
    "address": "Str. Lunga 1, 020331",
    "city": "Sector 2",
    "county": "Bucuresti",
    "country": "Romania",
    "email": "a@example.ro",
    "isTaxPayer": True,
    "saveToDb": False,
}
CEAS = {
    "name": "Ceas",
    "measuringUnitName": "buc",
    "currency": "RON",
    "isTaxIncluded": True,
    "taxName": "Normala",
    "taxPercentage": 21,
    "saveToDb": False,
    "isDiscount": False,
    "quantity": 1,
    "price": 121,
    "isService": False,
    "code": "SKU-1",
}


def sent(what: Draft, door: str = "POST /invoice/v2", **settings: Any) -> dict[str, Any]:
    desk = Desk(**settings).says(door, created())
    desk.system.issue(what, REFERENCE, POSITION)
    return desk.body(door)


def first_line(what: Draft, **settings: Any) -> dict[str, Any]:
    product: dict[str, Any] = sent(what, **settings)["products"][0]
    return product


def test_an_invoice_to_a_company() -> None:
    assert sent(draft()) == {**HEADING, "client": CLIENT, "products": [CEAS], "useStock": False}


def test_an_invoice_to_a_person() -> None:
    assert sent(draft(buyer=PERSON))["client"] == {
        "name": "Ana Pop",
        "vatCode": "0000000000000",
        "address": "Str. Scurta 2",
        "city": "Cluj-Napoca",
        "county": "Cluj",
        "country": "Romania",
        "phone": "0700000000",
        "isTaxPayer": False,
        "saveToDb": False,
    }


def test_discounts_over_two_rates() -> None:
    lines = (
        line(),
        line("-12.10", kind=LineKind.DISCOUNT, name="Reducere", covers=1, code=""),
        line("55.50", vat=REDUCED, name="Carte", code="SKU-2", quantity=Decimal("2.500")),
        line("-5.55", kind=LineKind.DISCOUNT, name="Reducere", vat=REDUCED, covers=1),
    )
    products = sent(draft(lines=lines))["products"]
    assert products[1] == {
        "name": "Reducere",
        "measuringUnitName": "buc",
        "currency": "RON",
        "isTaxIncluded": True,
        "taxName": "Normala",
        "taxPercentage": 21,
        "saveToDb": False,
        "isDiscount": True,
        "numberOfItems": 1,
        "discountType": 1,
        "discountValue": Decimal("-12.1"),
    }
    assert (products[2]["quantity"], products[2]["price"]) == (Decimal("2.5"), Decimal("55.5"))
    assert (products[3]["taxName"], products[3]["taxPercentage"]) == ("Redusa", 11)
    assert products[3]["discountValue"] == Decimal("-5.55")


@pytest.mark.parametrize("covers", [0, 2])
def test_a_discount_that_covers_nothing_is_not_sent(covers: int) -> None:
    """SmartBill would ignore it silently and the buyer would pay too much."""
    lines = (line(), line("-1", kind=LineKind.DISCOUNT, covers=covers))
    desk = Desk()
    with pytest.raises(Refused):
        desk.system.issue(draft(lines=lines), REFERENCE, POSITION)
    assert desk.asked == []


def test_a_whole_storno_names_only_its_invoice() -> None:
    storno = draft("-121.00", kind=DocumentKind.CREDIT_NOTE, original=original(), whole=True)
    assert sent(storno, "POST /invoice/reverse") == {
        "companyVatCode": "RO12345678",
        "seriesName": "FCT",
        "number": "0007",
        "issueDate": "2026-11-20",
    }


def test_a_partial_storno_is_an_invoice_with_negative_quantities() -> None:
    returned = (line("60.50", quantity=Decimal(-2)),)
    storno = draft(
        "-121.00",
        kind=DocumentKind.CREDIT_NOTE,
        original=original(),
        lines=returned,
        mentions="Comanda 1001",
    )
    body = sent(storno)
    assert body["mentions"] == f"Comanda 1001\nStorno pentru factura FCT 0007 / 18.11.2026\n{REFERENCE}"
    assert body["products"][0]["quantity"] == -2
    assert body["products"][0]["price"] == Decimal("60.5")


def test_a_storno_in_another_language_names_its_invoice_in_english() -> None:
    storno = draft("-1.00", kind=DocumentKind.CREDIT_NOTE, original=original(), language="de")
    body = sent(storno)
    assert body["mentions"].startswith("Credit note for invoice FCT 0007 / 18.11.2026")
    assert body["language"] == "DE"


def test_a_discount_that_is_given_back_is_an_ordinary_line() -> None:
    """A discount with a positive value would raise the total only by SmartBill's mercy."""
    back = line("-10", kind=LineKind.DISCOUNT, quantity=Decimal(-1), covers=1, code="")
    lines = (line(quantity=Decimal(-1)), back)
    storno = draft("-111.00", kind=DocumentKind.CREDIT_NOTE, original=original(), lines=lines)
    given_back = sent(storno)["products"][1]
    assert (given_back["isDiscount"], given_back["quantity"], given_back["price"]) == (False, 1, 10)
    assert given_back["isService"] is True


@pytest.mark.parametrize("payable", ["0.00", "121.00"])
def test_a_storno_without_a_negative_total_is_never_sent(payable: str) -> None:
    desk = Desk()
    storno = draft(payable, kind=DocumentKind.CREDIT_NOTE, original=original())
    with pytest.raises(Refused):
        desk.system.issue(storno, REFERENCE, POSITION)
    assert desk.asked == []


def test_an_invoice_from_a_proforma_lets_smartbill_copy() -> None:
    source = original(DocumentKind.PROFORMA, "PF", "0003")
    assert sent(draft(original=source, use_stock=True)) == {
        **HEADING,
        "useEstimateDetails": True,
        "estimate": {"seriesName": "PF", "number": "0003", "useStock": True},
    }


def test_a_proforma_has_no_payment_stock_or_vat_on_collection() -> None:
    what = draft(
        kind=DocumentKind.PROFORMA,
        series="PF",
        vat_on_collection=True,
        payment=PaymentLine("Card", Decimal(121)),
    )
    body = sent(what, "POST /estimate/v2")
    assert body == {**HEADING, "seriesName": "PF", "client": CLIENT, "products": [CEAS]}


def test_a_company_without_vat_sends_no_tax_field() -> None:
    product = first_line(draft(vat_exempt_company=True, lines=(line(vat=Vat(Decimal(0))),)))
    assert not {"isTaxIncluded", "taxName", "taxPercentage"} & product.keys()


def test_a_rate_without_a_name_is_not_sent() -> None:
    """0 % without a name silently becomes reverse charge."""
    with pytest.raises(Misconfigured, match="21 %"):
        Desk().system.issue(draft(lines=(line(vat=Vat(Decimal(21))),)), REFERENCE, POSITION)


def test_a_foreign_currency_with_the_rate_of_the_draft() -> None:
    rate = Exchange("EUR", "RON", Decimal("5.0912"), "BNR", date(2026, 11, 19))
    body = sent(draft(currency="EUR", exchange=rate))
    assert (body["currency"], body["exchangeRate"]) == ("EUR", Decimal("5.0912"))
    assert body["products"][0]["currency"] == "EUR"


@pytest.mark.parametrize(
    "exchange",
    [
        None,
        Exchange("EUR", "RON", None, "system"),
        Exchange("RON", "EUR", Decimal("0.2"), "order"),
        Exchange("USD", "RON", Decimal("4.4"), "order"),
    ],
)
def test_no_rate_but_lei_for_the_documents_currency(exchange: Exchange | None) -> None:
    assert "exchangeRate" not in sent(draft(currency="EUR", exchange=exchange))


def test_stock_leaves_from_the_warehouse_of_the_line_or_of_the_settings() -> None:
    lines = (
        line(warehouse="Depozit"),
        line(),
        line("20.00", kind=LineKind.SHIPPING, name="Transport", code=""),
    )
    body = sent(draft(lines=lines, use_stock=True), warehouse="Magazin")
    assert body["useStock"] is True
    assert [product.get("warehouseName") for product in body["products"]] == ["Depozit", "Magazin", None]
    assert [product["isService"] for product in body["products"]] == [False, False, True]


def test_stock_without_a_warehouse_is_not_sent() -> None:
    with pytest.raises(Misconfigured, match="warehouse"):
        Desk().system.issue(draft(use_stock=True), REFERENCE, POSITION)


def test_no_warehouse_is_named_where_stock_stays() -> None:
    assert "warehouseName" not in first_line(draft(lines=(line(warehouse="Depozit"),)), warehouse="Magazin")


@pytest.mark.parametrize(("codes", "expected"), [(True, True), (False, None)])
def test_names_are_kept_only_in_code_mode(codes: bool, expected: bool | None) -> None:
    product = first_line(draft(keep_system_names=True), product_codes=codes)
    assert product.get("useSBProductName") is expected


def test_a_deduction_has_a_negative_quantity_for_smartbill_takes_no_negative_price() -> None:
    card = line("-50.00", kind=LineKind.GIFT_CARD, name="Card cadou", code="")
    product = sent(draft(lines=(line(), card)))["products"][1]
    assert (product["quantity"], product["price"], product["isDiscount"]) == (-1, 50, False)


def test_a_payment_with_the_invoice() -> None:
    assert sent(draft(payment=PaymentLine("card ONLINE", Decimal("121.00"))))["payment"] == {
        "value": 121,
        "type": "Card online",
        "isCash": False,
    }


def test_a_chitanta_needs_its_series() -> None:
    cash = draft(payment=PaymentLine(" chitanta ", Decimal(121)))
    assert sent(cash, receipt_series="CH")["payment"] == {
        "value": 121,
        "type": "Chitanta",
        "isCash": True,
        "paymentSeries": "CH",
    }
    with pytest.raises(Misconfigured, match="series of receipts"):
        Desk().system.issue(cash, REFERENCE, POSITION)


def test_an_unknown_payment_type_is_named_with_the_known_ones() -> None:
    with pytest.raises(Misconfigured, match="Ramburs"):
        Desk().system.issue(draft(payment=PaymentLine("PayPal", Decimal(1))), REFERENCE, POSITION)


def test_texts_dates_and_flags_of_the_heading() -> None:
    what = draft(
        mentions="Comanda 1001",
        observations="Livrare rapida",
        due_days=30,
        tax_point=date(2026, 11, 19),
        vat_on_collection=True,
        prepare_only=False,
        precision=4,
        save_client=True,
        save_products=True,
    )
    body = sent(what, issuer_name="Ion Ionescu")
    assert body["mentions"] == f"Comanda 1001\n{REFERENCE}"
    assert body["observations"] == "Livrare rapida"
    assert (body["dueDate"], body["deliveryDate"]) == ("2026-12-20", "2026-11-19")
    assert body["usePaymentTax"] is True
    assert (body["issuerName"], body["precision"]) == ("Ion Ionescu", 4)
    assert body["client"]["saveToDb"] is True
    assert body["products"][0]["saveToDb"] is True
    assert body["sendEmail"] is False


def test_a_due_date_wins_over_days() -> None:
    assert sent(draft(due_date=date(2026, 12, 1), due_days=5))["dueDate"] == "2026-12-01"


def test_the_intra_cif_is_for_foreign_buyers_only() -> None:
    abroad = replace(COMPANY, address=Address(street="Hauptstr. 1", city="Wien", country="AT"))
    assert sent(draft(buyer=abroad), intra_cif=True)["useIntraCif"] is True
    assert "useIntraCif" not in sent(draft(), intra_cif=True)
    assert "useIntraCif" not in sent(draft(buyer=abroad))


def test_descriptions_are_cut_to_what_smartbill_takes() -> None:
    tall = "\n".join(["x"] * 40)
    assert first_line(draft(lines=(line(description=tall),)))["productDescription"].count("\n") == 29
    assert len(first_line(draft(lines=(line(description="y" * 3000),)))["productDescription"]) == 2000


def test_a_line_without_a_unit_takes_the_usual_one() -> None:
    assert first_line(draft(lines=(line(unit=""),)), unit="@@@@@")["measuringUnitName"] == "@@@@@"


def test_the_older_way_uses_the_older_addresses() -> None:
    assert sent(draft(), "POST /invoice", legacy_create=True)["seriesName"] == "FCT"
    proforma = draft(kind=DocumentKind.PROFORMA, series="PF")
    assert sent(proforma, "POST /estimate", legacy_create=True)["seriesName"] == "PF"


@pytest.mark.parametrize(
    ("buyer", "expected"),
    [
        ({"tax_id": "RO 87654321", "vat_payer": None}, ("RO87654321", True)),
        ({"tax_id": "87654321", "vat_payer": None}, ("87654321", False)),
        ({"tax_id": "RO87654321", "vat_payer": False}, ("87654321", False)),
        ({"tax_id": "87654321", "vat_payer": True}, ("RO87654321", True)),
        ({"company": False, "personal_id": "1900101410011"}, ("1900101410011", False)),
    ],
)
def test_the_tax_code_fits_whether_the_buyer_pays_vat(
    buyer: dict[str, Any], expected: tuple[str, bool]
) -> None:
    client = sent(draft(buyer=replace(COMPANY, **buyer)))["client"]
    assert (client["vatCode"], client["isTaxPayer"]) == expected


def test_a_foreign_companys_code_stays_as_it_is() -> None:
    abroad = replace(
        COMPANY, tax_id="ATU12345678", vat_payer=None, address=Address(city="Wien", country="AT")
    )
    client = sent(draft(buyer=abroad))["client"]
    assert (client["vatCode"], client["isTaxPayer"], client["country"]) == ("ATU12345678", True, "Austria")
    assert "address" not in client


@pytest.mark.parametrize(
    "address",
    [
        Address(city="Sector 3", subdivision="RO-B", country="RO"),
        Address(city="București", region="sectorul 3", subdivision="RO-B", country="RO"),
        Address(city="Bucuresti", street="Str. A 1, SECTOR3", subdivision="RO-B", country="RO"),
    ],
)
def test_a_bucharest_city_is_its_sector(address: Address) -> None:
    client = sent(draft(buyer=Party(name="Ana", address=address)))["client"]
    assert (client["city"], client["county"]) == ("Sector 3", "Bucuresti")


def test_romanian_buyers_without_an_address_get_the_dash_that_efactura_takes() -> None:
    client = sent(draft(buyer=Party(name="Ana", address=Address(country="RO"))))["client"]
    assert (client["address"], client["city"]) == ("-", "-")


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": DocumentKind.RECEIPT},
        {"kind": DocumentKind.CREDIT_NOTE},
        {"kind": DocumentKind.CREDIT_NOTE, "original": original(), "whole": True, "prepare_only": True},
        {"lines": (line(),) * 401},
        {"currency": "BGN"},
        {"precision": 1},
        {"precision": 5},
    ],
)
def test_what_smartbill_cannot_do_is_not_sent(wrong: dict[str, Any]) -> None:
    desk = Desk()
    with pytest.raises(Refused):
        desk.system.issue(draft(**wrong), REFERENCE, POSITION)
    assert desk.asked == []


def test_a_document_of_another_company_is_not_sent() -> None:
    desk = Desk()
    with pytest.raises(Misconfigured, match="RO99999999"):
        desk.system.issue(draft(company_tax_id="RO99999999"), REFERENCE, POSITION)
    assert desk.asked == []


def test_the_company_may_be_written_with_or_without_ro() -> None:
    assert sent(draft(company_tax_id="12345678"))["companyVatCode"] == "RO12345678"


def test_figures_never_carry_an_exponent() -> None:
    desk = Desk().says("POST /invoice/v2", created())
    many = draft(lines=(line("1E+2", quantity=Decimal("1E+1")),), totals=totals("1000"))
    desk.system.issue(many, REFERENCE, POSITION)
    assert b'"quantity":10,"price":100,' in desk.asked[-1].content
    assert msgspec.json.decode(desk.asked[-1].content)["products"][0]["price"] == 100
