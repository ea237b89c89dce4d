"""The PDF and how it is asked for (sheet, section 10)."""

from datetime import timedelta
from io import BytesIO

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from tests.systems.smartbill.simulated import Account, answer, discount, line

from facturier.sandbox import pdf


@pytest.fixture
def account() -> Account:
    account = Account()
    account.issued(
        line(100, 2, productDescription="Curea maro", code="SKU-1"),
        discount(numberOfItems=1, discountPercentage=10),
        mentions="Comanda web-1001\nReferinta (A\\B) FAC-ȘȚĂ-9",
        observations="Lăsat la vecin",
        dueDate="2026-12-01",
        delegateName="Dan",
        delegateIdentityCard="XX 1",
        delegateAuto="B 01 ABC",
        aviz="A7",
        issuerName="Ioana",
    )
    return account


def ask(account: Account, accept: str | None, path: str = "/invoice/pdf", **query: str) -> httpx.Response:
    account.clock.advance(timedelta(seconds=1))
    asked = {"cif": account.cif, "seriesname": "FCT", "number": "0001", **query}
    request = account.http.build_request("GET", path, params=asked)
    request.headers.pop("accept")
    if accept is not None:
        request.headers["accept"] = accept
    return account.http.send(request)


def test_all_that_matters_can_be_read_in_the_file(account: Account) -> None:
    text = account.pdf("0001")
    for part in (
        "FACTURA Seria FCT nr. 0001",
        "Data: 20.11.2026",
        "Scadenta: 2026-12-01",
        "Atelierul Demo SRL",
        "Ștefan cel Bun",
        "1. Ceas de mână [SKU-1] 2 buc x 100",
        "Curea maro",
        "2. Reducere",
        "Total de plata: 217.80 RON",
        "Comanda web-1001",
        "Referinta (A\\B) FAC-ȘȚĂ-9",
        "Lăsat la vecin",
        "Delegat: Dan, CI XX 1, auto B 01 ABC",
        "Aviz: A7",
        "Intocmit de: Ioana",
    ):
        assert part in text


def test_observations_may_be_internal(account: Account) -> None:
    account.sandbox.switches.observations_printed = False
    assert "vecin" not in account.pdf("0001")


def test_a_car_needs_a_card_and_a_card_needs_a_name(account: Account) -> None:
    text = account.pdf(account.issued(delegateName="Dan", delegateAuto="B 01 ABC"))
    assert "Delegat: Dan" in text
    assert "B 01 ABC" not in text
    assert "XX" not in account.pdf(account.issued(delegateIdentityCard="XX 1"))


@pytest.mark.parametrize(
    ("accept", "answered"),
    [
        (None, "application/octet-stream"),
        ("*/*", "application/octet-stream"),
        ("application/octet-stream", "application/octet-stream"),
        ("application/json", "application/json"),
        ("application/json, text/plain, */*", "application/json"),
        ("application/pdf, */*;q=0.1", "application/octet-stream"),
    ],
)
def test_the_content_type_mirrors_what_was_accepted(
    account: Account, accept: str | None, answered: str
) -> None:
    reply = ask(account, accept)
    assert (reply.status_code, reply.headers["content-type"]) == (200, answered)
    assert reply.content.startswith(b"%PDF")
    assert reply.headers["content-disposition"] == 'attachment; filename="facturaFCT0001.pdf"'


def test_a_pdf_cannot_be_asked_for_as_a_pdf(account: Account) -> None:
    reply = ask(account, "application/pdf")
    assert reply.status_code == 406
    assert answer(reply)["errors"][0]["code"] == "invalid_accept_header"


@pytest.mark.parametrize(
    "query", [{"number": "0009"}, {"number": "1"}, {"number": ""}, {"seriesname": ""}, {"cif": ""}]
)
def test_a_missing_invoice_is_a_bad_gateway(account: Account, query: dict[str, str]) -> None:
    reply = ask(account, "*/*", **query)
    assert (reply.status_code, reply.headers["content-type"]) == (502, "text/html")
    assert "nginx" in reply.text


def test_a_missing_proforma_is_a_refusal(account: Account) -> None:
    reply = ask(account, "*/*", "/estimate/pdf", seriesname="PF", number="0009")
    assert (reply.status_code, answer(reply)["errorText"] != "") == (400, True)


@pytest.mark.parametrize("verb", ["GET", "POST"])
def test_the_file_of_a_proforma_is_called_invoice_and_may_be_posted_for(account: Account, verb: str) -> None:
    account.proforma()
    reply = account.call(verb, "/estimate/pdf", seriesname="PF", number="0001")
    assert "PROFORMA Seria PF nr. 0001" in PdfReader(BytesIO(reply.content)).pages[0].extract_text()
    assert 'filename="facturaPF0001.pdf"' in reply.headers["content-disposition"]


def test_a_file_name_stays_ascii(account: Account) -> None:
    awkward = account.sandbox.account["awkward_series"]
    account.issued(seriesName=awkward)
    assert ask(account, "*/*", seriesname=awkward).headers["content-disposition"].isascii()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text("AZaz09 ()\\/-_.ăâîșțĂÂÎȘȚąćęłńóśźżàèéìòùßÄЖ€", min_size=1, max_size=60), max_size=5))
def test_what_is_written_can_be_read_again(lines: list[str]) -> None:
    """Up to white space, which readers of PDF treat as they like."""
    pages = PdfReader(BytesIO(pdf.write(lines))).pages
    read = "".join(page.extract_text() for page in pages)
    assert "".join(read.split()) == "".join("".join(lines).split())


def test_a_long_document_has_pages_and_loses_no_line() -> None:
    lines = [f"Linia {number}" for number in range(400)]
    reader = PdfReader(BytesIO(pdf.write(lines)))
    assert len(reader.pages) == 7
    assert "\n".join(page.extract_text().strip() for page in reader.pages).splitlines() == lines


def test_a_long_line_breaks_between_words_only() -> None:
    reference = "FAC-" + "x" * 30
    text = PdfReader(BytesIO(pdf.write(["cuvant " * 12 + reference]))).pages[0].extract_text()
    assert reference in text.splitlines()
