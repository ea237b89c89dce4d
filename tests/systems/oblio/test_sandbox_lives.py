"""Documents of the simulator out of others, and what may become of them."""

from decimal import Decimal
from io import BytesIO

import pytest
from pypdf import PdfReader
from tests.systems.oblio.simulated import Account, answer, line


@pytest.mark.parametrize("kind", ["proforma", "notice"])
def test_an_invoice_copies_what_it_is_made_from(kind: str) -> None:
    account = Account()
    series = {"proforma": ("Proforma", "PF"), "notice": ("Aviz", "AV")}[kind]
    account.made(line("50.00"), kind=kind, useStock=0, client={"name": "Ana"})
    reference = {"type": series[0], "seriesName": series[1], "number": "1"}
    number = account.made(products=[], client={}, referenceDocument=reference)
    row = account.row(number)
    assert (row["total"], row["client"]["name"]) == ("50.0000", "Ana")


@pytest.mark.parametrize("uncollects", [True, False])
def test_a_storno_of_a_part(uncollects: bool) -> None:
    account = Account(part_storno_uncollects=uncollects)
    number = account.made(line("100.00", quantity=2), collect={"type": "Card"})
    reference = {"type": "Factura", "seriesName": "FCT", "number": number, "refund": 1}
    assert account.total(line("100.00", quantity=-1), referenceDocument=reference) == Decimal("-100.00")
    assert account.row(number)["collected"] == str(int(not uncollects))


def test_a_storno_of_the_whole_takes_back_the_money() -> None:
    account = Account()
    number = account.made(collect={"type": "Ordin de plata", "documentNumber": "#1001"})
    (told,) = account.row(number, withCollects=1)["collects"]
    assert told == {
        "issueDate": "2026-11-20",
        "type": "Ordin de plata",
        "number": "#1001",
        "value": "121.0000",
    }
    reference = {"type": "Factura", "seriesName": "FCT", "number": number, "refund": 1}
    storno = account.made(products=[], client={}, referenceDocument=reference)
    assert account.row(storno)["total"] == "-121.0000"
    assert account.row(number, withCollects=1)["collects"] == []


# Lives


def test_a_document_is_asked_for_by_its_number_padded_or_not() -> None:
    account = Account()
    account.made()
    for number in ("1", "0001"):
        told = account.get("/docs/invoice", seriesName="FCT", number=number)
        assert (told["documentType"], told["number"]) == ("Factura", "0001")
    missing = account.call("GET", "/docs/invoice", seriesName="FCT", number="2")
    assert (missing.status_code, "data" in answer(missing)) == (400, False)


def test_the_file_behind_a_link() -> None:
    account = Account()
    account.made(mentions="Comanda web-1001")
    link = account.get("/docs/invoice", seriesName="FCT", number="1")["link"]
    del account.http.headers["Authorization"]
    text = PdfReader(BytesIO(account.http.get(link).content)).pages[0].extract_text()
    assert "FACTURA Seria FCT nr. 0001" in text
    assert "Comanda web-1001" in text
    account.sandbox.person.age_links()
    stale = account.http.get(link)
    assert (stale.status_code, stale.content.startswith(b"%PDF")) == (301, False)


def test_only_the_last_is_deleted_and_its_number_given_again() -> None:
    account = Account()
    account.made()
    account.made(collect={"type": "Card"})
    assert account.call("DELETE", "/docs/invoice", seriesName="FCT", number="1").status_code == 400
    assert account.call("DELETE", "/docs/invoice", seriesName="FCT", number="2").status_code == 400
    gone = account.call("DELETE", "/docs/invoice", seriesName="FCT", number="2", deleteCollect=1)
    assert answer(gone)["statusMessage"] == "Documentul a fost sters."
    assert account.made() == "0002"


@pytest.mark.parametrize("repeated", ["done", "refused"])
def test_cancel_and_restore(repeated: str) -> None:
    account = Account(repeated_change=repeated)
    named = {"seriesName": "FCT", "number": account.made()}
    told = answer(account.call("PUT", "/docs/invoice/cancel", named))
    assert told == {"status": 200, "statusMessage": "Documentul a fost anulat."}
    again = account.call("PUT", "/docs/invoice/cancel", named)
    assert again.status_code == (200 if repeated == "done" else 400)
    assert account.row("1")["canceled"] == "1"
    assert account.made() == "0002"
    restored = answer(account.call("PUT", "/docs/invoice/restore", named))
    assert restored["statusMessage"] == "Documentul a fost restaurat."


def test_a_collection_by_its_wrong_name_is_refused() -> None:
    """One client sends it so."""
    account = Account()
    named = {"seriesName": "FCT", "number": account.made()}
    wrong = {**named, "collects": {"type": "Card"}}
    assert account.call("PUT", "/docs/invoice/collect", wrong).status_code == 400
    for value in ("21", None):
        part = {"type": "Chitanta", "seriesName": "CH", "value": value}
        account.call("PUT", "/docs/invoice/collect", {**named, "collect": part})
    told = account.row("1", withCollects=1)["collects"]
    assert [(one["number"], one["value"]) for one in told] == [
        ("CH 0001", "21.0000"),
        ("CH 0002", "100.0000"),
    ]
