"""A client that we did not write: PyPI `smartbill-rest-sdk` 1.0 drives the served simulator.

It was generated from a copy of the vendor's own API description, so what it sends and reads is a second opinion
on ours. Where the two disagree, and which switch survives both:

* Creation goes to `POST /invoice` and `/estimate`, which the newest spec no longer lists: `legacy_create=200`.
  It reads `documentUrl` and its like only from a storno.
* Every 403 is taken for the rate limit. The sheet has 403 for a delete of a document that is not the last as
  well: `delete_code=400` and `limit_code=403` are the pair that it reads as meant; with 429 for the limit it
  still fails, but as an API error.
* Any `errorText` in a 200 is an error, so a proforma that is merely not invoiced yet raises. The sheet says the
  same of the server; there is no switch, and our client must look at `areInvoicesCreated` first.
* The query key is `seriesName`, as in the older documentation; the sheet prefers `seriesname`. The simulator
  reads either.
* Amounts pass through float. The totals here are exact in binary, so this proves nothing about cents.
"""

import base64
from collections.abc import Callable, Iterator
from io import BytesIO

import pytest
from pypdf import PdfReader
from smartbill_sdk import SmartBillClient
from smartbill_sdk.exceptions import (
    SmartBillAPIError,
    SmartBillAuthError,
    SmartBillError,
    SmartBillRateLimitError,
)
from smartbill_sdk.models import (
    Client,
    EmailDocument,
    Estimate,
    Invoice,
    InvoicePayment,
    InvoiceRef,
    Payment,
    Product,
    StornoRequest,
)

from facturier.sandbox.serve import serve
from facturier.systems.smartbill.sandbox import SmartBillSandbox, create

Open = Callable[..., tuple[SmartBillClient, SmartBillSandbox]]


@pytest.fixture
def opened() -> Iterator[Open]:
    """Opens simulator and client; the simulator's books are for the test to look at."""
    running = []

    def start(**switches: object) -> tuple[SmartBillClient, SmartBillSandbox]:
        sandbox = create(**switches)
        served = serve(sandbox)
        account = sandbox.account
        client = SmartBillClient(account["email"], account["token"], base_url=served.url + account["path"])
        running.append((served, client))
        return client, sandbox

    yield start
    for served, client in running:
        client.close()
        served.close()


def watch(**fields: object) -> Product:
    product = {
        "name": "Ceas de mână",
        "measuring_unit_name": "buc",
        "currency": "RON",
        "quantity": 2,
        "price": 100,
        "is_tax_included": False,
        "tax_name": "Normala",
        "tax_percentage": 21,
        "warehouse_name": "Magazin",
    }
    return Product(**{**product, **fields})


def invoice(sandbox: SmartBillSandbox, *products: Product, **fields: object) -> Invoice:
    return Invoice(
        company_vat_code=sandbox.account["cif"],
        client=Client(name="Ștefan SRL", vat_code="RO12345674", city="Sibiu", country="Romania"),
        series_name="FCT",
        products=list(products) or [watch()],
        **fields,
    )


def test_issue_pdf_and_payment_status(opened: Open) -> None:
    client, sandbox = opened()
    cif = sandbox.account["cif"]
    made = client.invoices.create(invoice(sandbox, mentions="Comanda web-1001"))
    assert (made.series, made.number, made.error_text) == ("FCT", "0001", "")
    file = client.invoices.pdf(cif, "FCT", "0001")
    assert "Comanda web-1001" in PdfReader(BytesIO(file)).pages[0].extract_text()
    status = client.invoices.payment_status(cif, "FCT", "0001")
    assert (status.invoice_total_amount, status.paid_amount, status.paid) == (242.0, 0, False)


def test_payments_by_every_road(opened: Open) -> None:
    client, sandbox = opened()
    cif = sandbox.account["cif"]
    client.invoices.create(
        invoice(sandbox, payment=InvoicePayment(value=42, type="Card online", is_cash=False))
    )
    paid = Payment(
        company_vat_code=cif,
        type="Chitanta",
        value=100,
        series_name="CH",
        invoices_list=[InvoiceRef(series_name="FCT", number="0001")],
    )
    receipt = client.payments.create(paid)
    assert (receipt.series, receipt.number) == ("CH", "0001")
    assert client.invoices.payment_status(cif, "FCT", "0001").unpaid_amount == 100.0
    client.payments.delete_chitanta(cif, "CH", "0001")
    assert client.invoices.payment_status(cif, "FCT", "0001").unpaid_amount == 200.0


def test_storno_cancel_restore_and_delete(opened: Open) -> None:
    client, sandbox = opened(delete_code=400)
    cif = sandbox.account["cif"]
    client.invoices.create(invoice(sandbox))
    storno = client.invoices.reverse(StornoRequest(company_vat_code=cif, series_name="FCT", number="0001"))
    assert (storno.number, storno.document_url != "") == ("0002", True)
    assert client.invoices.payment_status(cif, "FCT", "0002").invoice_total_amount == -242.0
    with pytest.raises(SmartBillAPIError, match="deja stornata"):
        client.invoices.reverse(StornoRequest(company_vat_code=cif, series_name="FCT", number="0001"))
    assert client.invoices.cancel(cif, "FCT", "0002").message.endswith("a fost anulata cu succes.")
    assert client.invoices.restore(cif, "FCT", "0002").message.endswith("a fost restaurata cu succes.")
    with pytest.raises(SmartBillAPIError, match="nu este ultimul din serie"):
        client.invoices.delete(cif, "FCT", "0001")
    client.invoices.delete(cif, "FCT", "0002")
    assert client.series.series(cif, "f").list[0].next_number == 2


def test_stock_goes_down_and_is_read(opened: Open) -> None:
    client, sandbox = opened()
    client.invoices.create(invoice(sandbox, watch(quantity=5), use_stock=True))
    levels = client.stocks.get(sandbox.account["cif"], "2100-01-01", warehouse_name="Magazin")
    clock = next(product for product in levels.list[0].products if product.product_code == "SKU-1")
    assert (clock.product_name, clock.measuring_unit, clock.quantity) == ("Ceas de mână", "buc", 7)


def test_proforma_to_invoice(opened: Open) -> None:
    client, sandbox = opened()
    cif = sandbox.account["cif"]
    part = invoice(sandbox).model_dump(exclude={"series_name"}, exclude_none=True)
    client.estimates.create(Estimate(**part, series_name="PF"))
    with pytest.raises(SmartBillAPIError, match="nu a fost facturata"):
        client.estimates.invoices_status(cif, "PF", "0001")
    copy = {"use_estimate_details": True, "estimate": InvoiceRef(series_name="PF", number="0001")}
    client.invoices.create(invoice(sandbox, **copy))
    made = client.estimates.invoices_status(cif, "PF", "0001")
    assert [(one.series_name, one.number) for one in made.invoices] == [("FCT", "0001")]


def test_taxes_and_mail(opened: Open) -> None:
    client, sandbox = opened()
    cif = sandbox.account["cif"]
    assert ("Normala", 21.0) in [(tax.name, tax.percentage) for tax in client.taxes.taxes(cif).taxes]
    client.invoices.create(invoice(sandbox))
    text = base64.b64encode("Bună ziua".encode()).decode()
    mail = EmailDocument(
        company_vat_code=cif,
        series_name="FCT",
        number="0001",
        type="factura",
        to="ana@example.ro",
        subject=text,
        body_text=text,
    )
    assert client.email.send(mail).status.code == 0
    assert sandbox.company().outbox[0].body == "Bună ziua"


def test_refusals_arrive_in_the_vendors_words(opened: Open) -> None:
    client, sandbox = opened()
    with pytest.raises(SmartBillAPIError, match="Seria nu a fost gasita") as refused:
        client.invoices.create(invoice(sandbox).model_copy(update={"series_name": "NONE"}))
    assert refused.value.status_code == 400
    with pytest.raises(SmartBillAuthError, match="nu este disponibila pentru acest utilizator"):
        client.taxes.taxes("RO11111110")
    sandbox.person.change_token()
    with pytest.raises(SmartBillAuthError, match="Autentificare esuata"):
        client.taxes.taxes(sandbox.account["cif"])


@pytest.mark.parametrize(("code", "error"), [(403, SmartBillRateLimitError), (429, SmartBillAPIError)])
def test_only_a_403_is_the_limit_to_it(opened: Open, code: int, error: type[SmartBillError]) -> None:
    client, sandbox = opened(limit_code=code)
    for _ in range(30):
        client.taxes.taxes(sandbox.account["cif"])
    with pytest.raises(error):
        client.taxes.taxes(sandbox.account["cif"])


def test_a_delete_refused_with_403_looks_like_the_limit_to_it(opened: Open) -> None:
    client, sandbox = opened(delete_code=403)
    for _ in range(2):
        client.invoices.create(invoice(sandbox))
    with pytest.raises(SmartBillRateLimitError):
        client.invoices.delete(sandbox.account["cif"], "FCT", "0001")


def test_it_cannot_issue_where_only_the_new_paths_answer(opened: Open) -> None:
    client, sandbox = opened(legacy_create=404)
    with pytest.raises(SmartBillAPIError) as refused:
        client.invoices.create(invoice(sandbox))
    assert (refused.value.status_code, sandbox.ledger.entries()) == (404, ())


def test_a_lost_answer_leaves_it_in_the_dark(opened: Open) -> None:
    client, sandbox = opened()
    sandbox.faults.add("lost_answer", "POST", times=1)
    with pytest.raises(SmartBillError, match="Transport error"):
        client.invoices.create(invoice(sandbox))
    assert [entry.number for entry in sandbox.ledger.entries()] == ["0001"]
