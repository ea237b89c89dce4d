"""A client that we did not write: the vendor's own Python SDK drives the served simulator.

It reads answers strictly: a number where the description says text would be an error. Where it disagrees with the
sheet the sheet says so (section 20): unknown fields of a request are dropped, and defaults are added.
"""

from collections.abc import Iterator
from datetime import date

import fattureincloud_python_sdk as vendor
import pytest
from fattureincloud_python_sdk.api.clients_api import ClientsApi
from fattureincloud_python_sdk.api.companies_api import CompaniesApi
from fattureincloud_python_sdk.api.info_api import InfoApi
from fattureincloud_python_sdk.api.issued_documents_api import IssuedDocumentsApi
from fattureincloud_python_sdk.api.issued_e_invoices_api import IssuedEInvoicesApi
from fattureincloud_python_sdk.api.user_api import UserApi
from fattureincloud_python_sdk.exceptions import ApiException

from facturier.sandbox.serve import serve
from facturier.systems.fattureincloud.sandbox import FattureInCloudSandbox, create
from facturier.systems.fattureincloud.sandbox.seed import SHOP


@pytest.fixture
def sandbox() -> FattureInCloudSandbox:
    return create()


@pytest.fixture
def opened(sandbox: FattureInCloudSandbox) -> Iterator[vendor.ApiClient]:
    with serve(sandbox) as served:
        settings = vendor.Configuration(host=served.url, access_token=sandbox.account["token"], retries=0)
        with vendor.ApiClient(settings) as client:
            yield client


def invoice(**more: object) -> vendor.CreateIssuedDocumentRequest:
    """As the vendor's own examples send it."""
    document = vendor.IssuedDocument(
        type=vendor.IssuedDocumentType.INVOICE,
        entity=vendor.Entity(name="Mario Rossi", tax_code="RSSMRA44A12E890Q"),
        date=date(2026, 11, 20),
        currency=vendor.Currency(id="EUR"),
        language=vendor.Language(code="it", name="Italiano"),
        items_list=[
            vendor.IssuedDocumentItemsListItem(
                name="Tavolo", qty=2, net_price=100, vat=vendor.VatType(id=0, value=10)
            )
        ],
        payments_list=[
            vendor.IssuedDocumentPaymentsListItem(amount=244, due_date=date(2026, 12, 20), status="not_paid")
        ],
        **more,
    )
    return vendor.CreateIssuedDocumentRequest(data=document)


def test_who_it_is_and_which_companies_there_are(opened: vendor.ApiClient) -> None:
    api = UserApi(opened)
    assert api.get_user_info().data.email == "anna@example.it"
    office = api.list_user_companies().data.companies[0]
    assert [one.id for one in office.controlled_companies] == [SHOP]
    assert CompaniesApi(opened).get_company_info(SHOP).data.plan_info.functions.e_invoice


def test_lists_to_choose_from(opened: vendor.ApiClient) -> None:
    api = InfoApi(opened)
    usual = next(one for one in api.list_vat_types(SHOP).data if one.default)
    assert (usual.id, usual.value) == (0, 22)
    assert [one.name for one in api.list_payment_accounts(SHOP).data] == ["Cassa", "Banca", "PayPal"]
    assert api.list_payment_methods(SHOP, fieldset="detailed").data[0].ei_payment_method == "MP05"


def test_a_document_is_made_read_changed_and_binned(opened: vendor.ApiClient) -> None:
    """Its VAT value of 10 is ignored: the id decides (section 21)."""
    api = IssuedDocumentsApi(opened)
    made = api.create_issued_document(SHOP, create_issued_document_request=invoice()).data
    assert (made.number, made.amount_gross, made.amount_vat) == (1, 244, 44)
    assert made.items_list[0].vat.value == 22
    change = vendor.ModifyIssuedDocumentRequest(data=vendor.IssuedDocument(subject="Un altro"))
    api.modify_issued_document(SHOP, made.id, modify_issued_document_request=change)
    assert api.get_issued_document(SHOP, made.id).data.subject == "Un altro"
    listed = api.list_issued_documents(SHOP, "invoice", q="number = 1 and entity.name starts with 'Mario'")
    assert [one.id for one in listed.data] == [made.id]
    assert listed.data[0].items_list is None
    api.delete_issued_document(SHOP, made.id)
    with pytest.raises(ApiException) as gone:
        api.get_issued_document(SHOP, made.id)
    assert gone.value.status == 404
    assert [one.id for one in api.list_bin_issued_documents(SHOP).data] == [made.id]


def test_sums_that_do_not_meet_and_totals_beforehand(opened: vendor.ApiClient) -> None:
    api, asked = IssuedDocumentsApi(opened), invoice()
    asked.data.payments_list[0].amount = 240
    with pytest.raises(ApiException) as refused:
        api.create_issued_document(SHOP, create_issued_document_request=asked)
    assert refused.value.status == 422
    assert '"amount_due":244' in refused.value.body
    totals = api.get_new_issued_document_totals(
        SHOP, get_new_issued_document_totals_request=vendor.GetNewIssuedDocumentTotalsRequest(data=asked.data)
    )
    assert (totals.data.amount_due, totals.data.payments_sum) == (244, 240)


def test_numberings_are_told(opened: vendor.ApiClient) -> None:
    told = IssuedDocumentsApi(opened).get_issued_document_pre_create_info(SHOP, "invoice").data
    assert [set(by_suffix) for by_suffix in told.numerations.values()] == [{"", "/A", "/WEB"}]


def test_clients(opened: vendor.ApiClient) -> None:
    api = ClientsApi(opened)
    asked = vendor.CreateClientRequest(data=vendor.Client(name="Dell'Orto Srl", vat_number="IT01234567897"))
    made = api.create_client(SHOP, create_client_request=asked).data
    found = api.list_clients(SHOP, q="name = 'Dell''Orto Srl' or email = 'x@y.it'")
    assert [one.id for one in found.data] == [made.id]


def test_an_e_invoice_is_checked_and_sent(opened: vendor.ApiClient, sandbox: FattureInCloudSandbox) -> None:
    documents, electronic = IssuedDocumentsApi(opened), IssuedEInvoicesApi(opened)
    asked = invoice(e_invoice=True, ei_data=vendor.IssuedDocumentEiData(payment_method="MP05"))
    made = documents.create_issued_document(SHOP, create_issued_document_request=asked).data
    with pytest.raises(ApiException) as incomplete:
        electronic.verify_e_invoice_xml(SHOP, made.id)
    assert "Codice destinatario mancante" in incomplete.value.body
    sandbox.company().documents[made.id]["entity"] |= {
        "ei_code": "0000000",
        "address_street": "Via Roma 1",
        "address_city": "Milano",
        "address_postal_code": "20121",
    }
    assert electronic.verify_e_invoice_xml(SHOP, made.id).data.success
    assert electronic.send_e_invoice(SHOP, made.id).data.name == "CARICATO"
    assert documents.get_issued_document(SHOP, made.id).data.ei_status == "attempt"
    with pytest.raises(ApiException) as locked:
        documents.delete_issued_document(SHOP, made.id)
    assert locked.value.status == 403


def test_a_token_that_is_worth_nothing(sandbox: FattureInCloudSandbox) -> None:
    with serve(sandbox) as served:
        settings = vendor.Configuration(host=served.url, access_token="a/nobody", retries=0)
        with vendor.ApiClient(settings) as client, pytest.raises(ApiException) as refused:
            UserApi(client).get_user_info()
    assert refused.value.status == 401
