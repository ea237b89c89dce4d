"""What is sent: everything that Oblio takes for granted is said."""

from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace
from tests.systems.oblio.desk import COMPANY, DAY, PERSON, draft, line, original

from facturier.model.draft import Draft, Exchange, PaymentLine, Vat
from facturier.model.kinds import DocumentKind, LineKind
from facturier.model.party import Address
from facturier.ports.errors import Misconfigured, Refused
from facturier.systems.oblio import CONNECTOR
from facturier.systems.oblio.issuing import check
from facturier.systems.oblio.payload import document
from facturier.systems.oblio.settings import Settings

MARK = "FX-HOME-222222222222"


def settings(**more: Any) -> Settings:
    return CONNECTOR.read({"email": "a@b.ro", "secret": "s" * 40, "company": "RO12345674", **more})


def body(what: Draft, **more: Any) -> dict[str, Any]:
    return document(what, MARK, settings(**more))


def only(what: Draft, **more: Any) -> dict[str, Any]:
    (product,) = body(what, **more)["products"]
    return dict(product)


@pytest.mark.parametrize("kind", [DocumentKind.INVOICE, DocumentKind.PROFORMA, DocumentKind.DELIVERY_NOTE])
def test_nothing_that_surprises_is_left_to_chance(kind: DocumentKind) -> None:
    sent = body(draft(kind=kind))
    assert (sent["useStock"], sent["sendEmail"], sent["disableAutoSeries"]) == (0, 0, 0)
    assert (sent["client"]["save"], sent["client"]["autocomplete"]) == (0, 0)
    assert [(one["vatIncluded"], one["save"]) for one in sent["products"]] == [(1, 0)]
    assert sent["idempotencyKey"] == MARK
    assert sent["mentions"].splitlines()[-1] == MARK


def test_a_net_price_says_so() -> None:
    assert only(draft(lines=(line("100.00", price_includes_vat=False),)))["vatIncluded"] == 0


def test_saving_is_said_where_it_is_wanted() -> None:
    sent = body(draft(save_products=True, save_client=True))
    assert (sent["products"][0]["save"], sent["client"]["save"]) == (1, 1)


def test_a_line_in_full() -> None:
    assert only(draft(lines=(line("9.99", quantity=Decimal("2.500"), description="Stejar"),))) == {
        "name": "Birou",
        "code": "SKU-9",
        "description": "Stejar",
        "price": "9.99",
        "quantity": Decimal("2.5"),
        "measuringUnit": "buc",
        "currency": "RON",
        "vatIncluded": 1,
        "vatName": "Normala",
        "vatPercentage": Decimal(21),
        "productType": "Marfa",
        "save": 0,
    }


def test_what_is_deducted_has_a_negative_quantity() -> None:
    """e-Factura allows no negative price (BR-27)."""
    less = line("-21.00", kind=LineKind.DISCOUNT, name="Reducere", covers=1)
    sent = body(draft("100.00", lines=(line(), less)))["products"][1]
    assert (sent["price"], sent["quantity"], sent["productType"]) == ("21", Decimal(-1), "Serviciu")


def test_goods_have_the_type_that_the_account_uses() -> None:
    assert only(draft(), goods_type="Produs finit")["productType"] == "Produs finit"
    shipping = draft(lines=(line(kind=LineKind.SHIPPING),))
    assert only(shipping, goods_type="Produs finit")["productType"] == "Serviciu"


def test_goods_leave_the_warehouse_of_the_line_or_of_the_connection() -> None:
    out = draft(use_stock=True)
    sent = body(out, warehouse="Magazin", work_station="Depozit")
    assert (sent["useStock"], sent["workStation"]) == (1, "Depozit")
    assert sent["products"][0]["management"] == "Magazin"
    own = replace(out, lines=(line(warehouse="Rezerva"),))
    assert only(own, warehouse="Magazin")["management"] == "Rezerva"
    with pytest.raises(Misconfigured, match="no warehouse"):
        body(out)


def test_a_service_leaves_no_warehouse() -> None:
    assert "management" not in only(draft(use_stock=True, lines=(line(kind=LineKind.SHIPPING),)))


def test_zero_percent_needs_a_name_and_other_rates_do_not() -> None:
    with pytest.raises(Misconfigured, match="0 %"):
        body(draft(lines=(line(vat=Vat(Decimal(0))),)))
    assert only(draft(lines=(line(vat=Vat(Decimal(21))),)))["vatName"] == ""
    assert only(draft(lines=(line(vat=Vat(Decimal(0), name="SDD")),)))["vatName"] == "SDD"


def test_a_company_without_vat_sends_neither_name_nor_rate() -> None:
    sent = only(draft(vat_exempt_company=True, lines=(line(vat=Vat(Decimal(0))),)))
    assert (sent["vatName"], sent["vatPercentage"]) == ("", None)


def test_a_company_in_bucharest() -> None:
    sent = body(draft(buyer=COMPANY))["client"]
    assert sent == {
        "cif": "RO87654321",
        "name": "Firma Exemplu SRL",
        "rc": "J40/1/2020",
        "address": "Str. Lunga 1, 020331",
        "state": "Bucuresti",
        "city": "Sector 2",
        "country": "Romania",
        "email": "a@example.ro",
        "vatPayer": 1,
        "save": 0,
        "autocomplete": 0,
    }


def test_a_person_has_the_code_that_was_chosen() -> None:
    assert "cif" not in body(draft())["client"]
    assert body(draft(), person_code="0000000000000")["client"]["cif"] == "0000000000000"
    assert body(draft(buyer=replace(PERSON, personal_id="1850101221144")))["client"]["cif"] == "1850101221144"


def test_where_it_goes_is_said_only_if_it_is_elsewhere_and_whole() -> None:
    to = Address(street="Str. Noua 3", city="Iasi", subdivision="RO-IS", postcode="700001", country="RO")
    assert body(draft(ship_to=to))["clientLocation"] == {
        "name": "Ana Pop",
        "country": "Romania",
        "state": "Iasi",
        "city": "Iasi",
        "address": "Str. Noua 3",
        "postalCode": "700001",
    }
    assert "clientLocation" not in body(draft(ship_to=PERSON.address))
    assert "clientLocation" not in body(draft(ship_to=replace(to, street="")))


def test_the_rate_goes_along_where_it_is_known() -> None:
    euro = draft(currency="EUR", exchange=Exchange("EUR", "RON", Decimal("5.0912"), "BNR", DAY))
    assert body(euro)["exchangeRate"] == Decimal("5.0912")
    assert "exchangeRate" not in body(draft(currency="EUR"))


def test_days() -> None:
    sent = body(draft(due_days=10, tax_point=DAY))
    assert (sent["issueDate"], sent["dueDate"], sent["deliveryDate"]) == (
        "2026-11-20",
        "2026-11-30",
        "2026-11-20",
    )
    assert "deliveryDate" not in body(draft(kind=DocumentKind.PROFORMA, tax_point=DAY))


def test_a_collection_says_its_value() -> None:
    paid = draft(payment=PaymentLine(" ordin  DE plata ", Decimal("21.00")))
    assert body(paid)["collect"] == {
        "type": "Ordin de plata",
        "value": Decimal(21),
        "issueDate": "2026-11-20",
    }
    assert "collect" not in body(replace(paid, kind=DocumentKind.PROFORMA))
    receipt = draft(payment=PaymentLine("Chitanta", Decimal("21.00")))
    assert body(receipt, receipt_series="CH")["collect"]["seriesName"] == "CH"
    with pytest.raises(Misconfigured, match="series of receipts"):
        body(receipt)
    with pytest.raises(Misconfigured, match="no payment type"):
        body(draft(payment=PaymentLine("Bitcoin", Decimal(1))))


def test_an_invoice_from_a_proforma_is_copied() -> None:
    sent = body(draft(original=original(DocumentKind.PROFORMA, "PF", "0007")))
    assert sent["referenceDocument"] == {
        "type": "Proforma",
        "seriesName": "PF",
        "number": "0007",
        "refund": 0,
    }
    assert not {"client", "products"} & sent.keys()


def test_an_invoice_from_a_delivery_note_is_copied() -> None:
    sent = body(draft(original=original(DocumentKind.DELIVERY_NOTE, "AV", "0002")))
    assert sent["referenceDocument"]["type"] == "Aviz"


def test_a_storno_of_the_whole_is_made_by_oblio_and_of_a_part_by_us() -> None:
    whole = draft("-121.00", kind=DocumentKind.CREDIT_NOTE, original=original(), whole=True)
    reference = {"type": "Factura", "seriesName": "FCT", "number": "0001", "refund": 1}
    assert body(whole)["referenceDocument"] == reference
    assert "products" not in body(whole)
    assert "Storno pentru factura FCT 0001 / 20.11.2026" in body(whole)["mentions"]
    part = replace(whole, whole=False, lines=(line(quantity=Decimal(-1)),))
    assert body(part)["referenceDocument"] == reference
    assert body(part)["products"][0]["quantity"] == -1
    assert body(replace(whole, series=""))["seriesName"] == "FCT"


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"prepare_only": True}, "unfinished"),
        ({"kind": DocumentKind.RECEIPT}, "of the kind receipt"),
        ({"kind": DocumentKind.CREDIT_NOTE}, "must name the invoice"),
        ({"kind": DocumentKind.CREDIT_NOTE, "original": original()}, "negative total"),
        ({"lines": (line(),) * 401}, "400 lines"),
        ({"currency": "XTS"}, "currency XTS"),
        ({"precision": 5}, "2 to 4 decimals"),
    ],
)
def test_what_would_go_wrong_is_refused_unsent(wrong: dict[str, Any], why: str) -> None:
    with pytest.raises(Refused, match=why):
        check(draft(**wrong), settings())


def test_another_company_is_refused_unsent() -> None:
    with pytest.raises(Misconfigured, match="RO14399840"):
        check(draft(company_tax_id="RO14399840"), settings())
    check(draft(company_tax_id="12345674"), settings())


def test_a_storno_is_named_in_the_buyers_language() -> None:
    english = draft("-121.00", kind=DocumentKind.CREDIT_NOTE, original=original(), whole=True, language="en")
    assert body(english)["language"] == "EN"
    assert "Credit note for invoice FCT 0001" in body(english)["mentions"]
