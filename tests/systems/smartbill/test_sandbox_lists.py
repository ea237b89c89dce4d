"""Taxes, series, units, warehouses and mail (sheet, sections 3 and 10)."""

import base64

import httpx
import pytest
from tests.systems.smartbill.simulated import Account, answer


@pytest.fixture
def account() -> Account:
    return Account()


def test_taxes(account: Account) -> None:
    body = answer(account.get("/tax"))
    assert {"name": "Normala", "percentage": 21} in body["taxes"]
    assert {"name": "SDD", "percentage": 0} in body["taxes"]
    assert body["errorText"] == ""


def test_a_company_that_pays_no_vat_has_none(account: Account) -> None:
    reply = account.get("/tax", cif=account.sandbox.account["non_payer_cif"])
    assert (reply.status_code, answer(reply)["errorText"]) == (400, "Firma este neplatitoare de tva.")


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({}, ["FCT", "WEB/Ș 1", "PF", "CH"]),
        ({"type": "f"}, ["FCT", "WEB/Ș 1"]),
        ({"type": "p"}, ["PF"]),
        ({"type": "c"}, ["CH"]),
        ({"type": ""}, ["FCT", "WEB/Ș 1", "PF", "CH"]),
    ],
)
def test_series_by_type(account: Account, query: dict[str, str], names: list[str]) -> None:
    assert [entry["name"] for entry in answer(account.get("/series", **query))["list"]] == names


@pytest.mark.parametrize(("form", "value"), [("int", 2), ("str", "2")])
def test_the_next_number_may_be_text(form: str, value: int | str) -> None:
    account = Account(next_number=form)
    account.issued()
    assert account.next_number() == value


def test_units_and_warehouses(account: Account) -> None:
    assert answer(account.get("/company/mu")) == {"mu": ["buc", "kg", "set", "ora"]}
    assert answer(account.get("/company/warehouses")) == {"warehouses": ["Magazin", "Depozit central"]}


def encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def send(account: Account, **fields: object) -> httpx.Response:
    body = {
        "companyVatCode": account.cif,
        "seriesName": "FCT",
        "number": "0001",
        "type": "Factura",
        "to": "ana@example.ro",
        "subject": encoded("#tip document# #serie numar document#"),
        "bodyText": encoded("Bună ziua, #nume client#: #total document#, #mentiune#"),
        **fields,
    }
    return account.call("POST", "/document/send", body)


def test_a_document_is_mailed_with_its_placeholders_filled(account: Account) -> None:
    account.issued(mentions="Comanda 3")
    reply = send(account, cc="b@example.ro,c@example.ro")
    assert answer(reply) == {"status": {"code": 0, "message": "Documentul a fost trimis cu succes."}}
    mail = account.company.outbox[0]
    assert (mail.to, mail.cc) == ("ana@example.ro", "b@example.ro,c@example.ro")
    assert mail.subject == "Factura FCT 0001"
    assert mail.body == "Bună ziua, Ștefan cel Bun: 121.00 RON, Comanda 3"


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"number": "0009"}, "Documentul nu a fost gasit"),
        ({"type": "proforma"}, "Documentul nu a fost gasit"),
        ({"type": "chitanta"}, "Tipul documentului trebuie sa fie factura sau proforma."),
        ({"to": ""}, "Trebuie specificata adresa de email a clientului."),
        ({"subject": "not base64!"}, "subject si bodyText trebuie sa fie codificate Base64."),
    ],
)
def test_a_mail_that_is_refused_has_a_shape_of_its_own(
    account: Account, fields: dict[str, str], text: str
) -> None:
    account.issued()
    reply = send(account, **fields)
    assert (reply.status_code, answer(reply)) == (400, {"status": {"code": 1, "message": text}})
    assert account.company.outbox == []


def test_the_code_may_be_text() -> None:
    account = Account(mail_code_text=True)
    account.issued()
    assert answer(send(account))["status"]["code"] == "0"


def test_without_a_mail_server_nothing_goes_out(account: Account) -> None:
    account.company.smtp = False
    account.issued(sendEmail=True, email={"to": "ana@example.ro"})
    assert answer(send(account))["status"]["message"] == "Server-ul de email nu a fost configurat."
    assert account.company.outbox == []


def test_an_invoice_can_be_mailed_on_issue(account: Account) -> None:
    client = {"name": "Ana", "country": "Romania", "email": "ana@example.ro"}
    account.issued(client=client, sendEmail=True, email={"cc": "b@example.ro"})
    account.invoice(client=client, sendEmail=True, isDraft=True)
    assert [(mail.to, mail.cc, mail.document.number) for mail in account.company.outbox] == [
        ("ana@example.ro", "b@example.ro", "0001")
    ]
