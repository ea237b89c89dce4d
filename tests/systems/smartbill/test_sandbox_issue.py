"""Making invoices and proformas (sheet, sections 4, 5 and 10)."""

from datetime import date
from decimal import Decimal

import pytest
from tests.systems.smartbill.simulated import Account, answer, line


@pytest.fixture
def account() -> Account:
    return Account()


def test_a_new_invoice_tells_number_and_links(account: Account) -> None:
    reply = answer(account.invoice())
    assert list(reply) == [
        "errorText",
        "message",
        "number",
        "series",
        "url",
        "documentUrl",
        "documentId",
        "documentViewUrl",
    ]
    assert (reply["number"], reply["series"]) == ("0001", "FCT")
    assert reply["documentUrl"].endswith(f"/factura/{reply['documentId']}/")


def test_the_legacy_path_tells_no_links(account: Account) -> None:
    reply = account.call("POST", "/invoice", account.body())
    assert answer(reply) == {"errorText": "", "message": "", "number": "0001", "series": "FCT", "url": ""}
    reply = account.call("POST", "/estimate", account.body(seriesName="PF"))
    assert answer(reply)["number"] == "0001"


@pytest.mark.parametrize(("width", "number"), [(4, "0001"), (1, "1"), (7, "0000001")])
def test_numbers_are_padded_to_the_series(width: int, number: str) -> None:
    assert Account(number_width=width).issued() == number


def test_a_document_is_addressed_by_its_padded_number_only(account: Account) -> None:
    account.issued()
    assert account.status("0001")["errorText"] == ""
    assert account.status("1")["errorText"] == "Factura nu a fost gasita"


def test_each_series_counts_for_itself(account: Account) -> None:
    awkward = account.sandbox.account["awkward_series"]
    assert [account.issued(), account.issued(), account.issued(seriesName=awkward)] == [
        "0001",
        "0002",
        "0001",
    ]
    assert account.status("0001", awkward)["series"] == awkward


def test_a_proforma_series_makes_no_invoice(account: Account) -> None:
    assert account.error(seriesName="PF").startswith("Seria nu a fost gasita")
    assert answer(account.proforma(seriesName="FCT"))["errorText"].startswith("Seria nu a fost gasita")


def test_a_draft_takes_no_number(account: Account) -> None:
    reply = answer(account.invoice(isDraft=True))
    assert reply["number"] == ""
    assert reply["documentId"] > 0
    assert account.next_number() == 1


def test_two_equal_requests_make_two_invoices(account: Account) -> None:
    body = account.body(mentions="Comanda 7")
    numbers = [answer(account.call("POST", "/invoice/v2", body))["number"] for _ in range(2)]
    assert numbers == ["0001", "0002"]


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"products": []}, "invoiceProducts trebuie specificat si trebuie sa contina cel putin un element"),
        ({"products": None}, "invoiceProducts trebuie specificat si trebuie sa contina cel putin un element"),
        ({"client": None}, "Client invalid!"),
        ({"client": {"name": "", "country": "Romania"}}, "Client invalid!"),
        ({"client": {"name": "Ion"}}, "Pentru client tara trebuie specificata"),
        ({"issueDate": "20.11.2026"}, "Data documentului trebuie sa fie de forma yyyy-MM-dd."),
        ({"issueDate": "20261120"}, "Data documentului trebuie sa fie de forma yyyy-MM-dd."),
        ({"dueDate": "2026-02-30"}, "Data documentului trebuie sa fie de forma yyyy-MM-dd."),
        ({"currency": "lei"}, "Moneda nu a fost gasita pe server!"),
        ({"sendEmail": True}, "Trebuie specificata adresa de email a clientului."),
    ],
)
def test_what_is_refused_leaves_no_trace(account: Account, fields: dict[str, object], text: str) -> None:
    assert account.error(**fields) == text


def test_a_proforma_names_its_own_products(account: Account) -> None:
    assert answer(account.proforma(products=[]))["errorText"].startswith("estimateProducts")


def test_a_country_may_be_optional() -> None:
    assert Account(country_required=False).issued(client={"name": "Ion"})


def test_a_full_plan_and_an_expired_licence_stop_everything(account: Account) -> None:
    account.issued()
    account.sandbox.switches.plan_limit = 1
    assert account.error() == "Pentru acest pachet s-a emis numarul maxim de documente permis"
    account.sandbox.switches.licence_expired = True
    assert account.invoice().status_code == 403
    assert account.reverse("0001").status_code == 403
    assert account.get("/series").status_code == 200


def test_a_closed_period_stays_closed(account: Account) -> None:
    account.company.closed_until = date(2026, 10, 31)
    assert account.error(issueDate="2026-10-31") == "Nu puteti adauga documentul intr-o perioada inchisa"
    assert account.issued(issueDate="2026-11-01")


def test_vat_on_collection_is_for_those_who_pay_vat(account: Account) -> None:
    account.cif = account.sandbox.account["non_payer_cif"]
    plain = line(code="X", taxName=None, taxPercentage=None)
    assert account.error(plain, usePaymentTax=True).startswith("O firma neplatitoare de tva")


def test_an_unknown_language_falls_back_without_a_word(account: Account) -> None:
    assert account.issued(language="XX") == "0001"


def test_a_payment_link_is_made_only_when_asked_for(account: Account) -> None:
    assert answer(account.invoice(paymentUrl="Generate URL"))["url"].startswith("https://")
    reply = answer(account.invoice(paymentUrl="https://shop.example/pay"))
    assert reply["url"] == ""
    assert "https://shop.example/pay" in account.pdf(reply["number"])


def test_the_day_is_the_day_in_bucharest(account: Account) -> None:
    account.clock.advance(account.clock.now().replace(hour=22, minute=30) - account.clock.now())
    number = account.issued()
    assert "Data: 21.11.2026" in account.pdf(number)


def buyer(**fields: object) -> dict[str, object]:
    return {"name": "Ana SRL", "vatCode": "RO12345674", "country": "Romania", **fields}


@pytest.mark.parametrize(
    ("saved", "fields", "kept"),
    [(False, {}, 0), (True, {}, 1), (True, {"saveToDb": False}, 0), (False, {"saveToDb": True}, 1)],
)
def test_what_an_absent_save_to_db_means_is_a_switch(saved: bool, fields: dict[str, bool], kept: int) -> None:
    account = Account(client_saved=saved)
    account.issued(client=buyer(**fields))
    assert len(account.company.clients) == kept


def test_saving_a_client_overwrites_also_with_nothing(account: Account) -> None:
    account.issued(client=buyer(email="ana@example.ro", saveToDb=True))
    account.issued(client=buyer(saveToDb=True))
    assert [(client.name, client.email) for client in account.company.clients] == [("Ana SRL", "")]


def copied(number: str, **fields: object) -> dict[str, object]:
    return {
        "useEstimateDetails": True,
        "estimate": {"seriesName": "PF", "number": number},
        "client": None,
        "products": None,
        **fields,
    }


def test_an_invoice_copies_its_proforma(account: Account) -> None:
    account.proforma(line(50), mentions="Comanda 9", currency="EUR")
    number = account.issued(**copied("0001"))
    assert account.status(number)["invoiceTotalAmount"] == Decimal("60.50")
    text = account.pdf(number)
    assert "Comanda 9" in text
    assert "60.50 EUR" in text
    assert "Ștefan cel Bun" in text


def invoices_of(account: Account, number: str) -> tuple[int, dict[str, object]]:
    reply = account.get("/estimate/invoices", seriesname="PF", number=number)
    return reply.status_code, answer(reply)


def test_a_proforma_names_its_invoices(account: Account) -> None:
    account.proforma()
    status, before = invoices_of(account, "0001")
    assert (status, before["areInvoicesCreated"], before["errorText"] != "") == (200, False, True)
    account.issued(**copied("0001"))
    account.issued(**copied("0001"))
    status, after = invoices_of(account, "0001")
    assert (status, after["errorText"], after["areInvoicesCreated"]) == (200, "", True)
    assert after["invoices"] == [{"series": "FCT", "number": "0001"}, {"series": "FCT", "number": "0002"}]
    assert invoices_of(account, "0099")[0] == 410


@pytest.mark.parametrize(("listed", "invoices"), [(True, [{"series": "FCT", "number": ""}]), (False, [])])
def test_whether_drafts_are_named_is_a_switch(listed: bool, invoices: list[dict[str, str]]) -> None:
    account = Account(drafts_listed=listed)
    account.proforma()
    account.invoice(**copied("0001", isDraft=True))
    assert invoices_of(account, "0001")[1]["invoices"] == invoices


def test_a_second_invoice_of_a_proforma_may_be_refused() -> None:
    account = Account(second_invoice_refused=True)
    account.proforma()
    account.issued(**copied("0001"))
    assert "deja facturata" in account.error(**copied("0001"))
    account.change("DELETE", "/invoice", "0001")
    assert account.issued(**copied("0001")) == "0001"


def test_a_proforma_that_is_not_there_or_cancelled(account: Account) -> None:
    assert account.error(**copied("0005")) == "Factura proforma PF0005 nu a fost gasita!"
    account.proforma()
    account.change("PUT", "/estimate/cancel", "0001", "PF")
    assert "este anulata" in account.error(**copied("0001"))
