"""The order of checks and the four shapes of an error (sheet, section 2)."""

import base64

import httpx
import pytest
from tests.systems.smartbill.simulated import Account, answer, discount, line

from facturier.systems.smartbill.sandbox.gate import NO_COMPANY, NOT_YOURS, WRONG_LOGIN
from facturier.systems.smartbill.sandbox.seed import NEIGHBOUR


@pytest.fixture
def account() -> Account:
    return Account()


def code(reply: httpx.Response) -> tuple[int, str]:
    """Status and code of a shape B, which has no errorText."""
    body = answer(reply)
    assert "errorText" not in body
    assert body["status"] == reply.status_code
    assert body["type"] == "invalid_request_error"
    return reply.status_code, body["errors"][0]["code"]


def test_an_unknown_path(account: Account) -> None:
    reply = account.get("/invoices")
    assert code(reply) == (404, "resource_not_found")
    assert answer(reply)["instance"] == "/SBORO/api/invoices"


@pytest.mark.parametrize("path", ["", "/", "/invoice/", "/stocks/ecom"])
def test_almost_a_path_is_unknown(account: Account, path: str) -> None:
    assert code(account.get(path))[0] == 404


def test_a_wrong_verb_names_the_right_ones(account: Account) -> None:
    reply = account.call("GET", "/invoice")
    assert code(reply) == (405, "method_not_allowed")
    assert reply.headers["allow"] == "POST, DELETE"


def test_an_accept_header_that_is_not_served(account: Account) -> None:
    reply = account.http.get("/tax", params={"cif": account.cif}, headers={"Accept": "application/xml"})
    assert code(reply) == (406, "invalid_accept_header")


def test_a_body_that_is_not_json_by_its_type(account: Account) -> None:
    reply = account.http.post("/invoice/v2", content=b"<invoice/>", headers={"Content-Type": "text/xml"})
    assert code(reply) == (415, "invalid_content_type")


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b"nonsense"])
def test_a_body_that_is_not_json(account: Account, content: bytes) -> None:
    reply = account.http.post("/invoice/v2", content=content, headers={"Content-Type": "application/json"})
    assert code(reply) == (400, "json_parse_error")


@pytest.mark.parametrize(
    ("fields", "message", "param"),
    [
        ({"foo": 1}, "Unrecognized property: foo.", "foo"),
        ({"seriesname": "FCT"}, "Unrecognized property: seriesname.", "seriesname"),
        ({"products": [line(vat=21)]}, "Unrecognized property: vat.", "vat"),
        ({"products": [line(), line(quantity="two")]}, "Could not map property: products[1].quantity.", None),
        (
            {"products": [line(taxPercentage="21%")]},
            "Could not map property: products[0].taxPercentage.",
            None,
        ),
        ({"products": [line(price="100")]}, "Could not map property: products[0].price.", None),
        ({"client": "Ion"}, "Could not map property: client.", "client"),
        ({"mentions": 7}, "Could not map property: mentions.", "mentions"),
    ],
)
def test_a_body_that_does_not_fit(
    account: Account, fields: dict[str, object], message: str, param: str | None
) -> None:
    reply = account.invoice(**fields)
    assert code(reply) == (400, "json_mapping_error")
    error = answer(reply)["errors"][0]
    assert error["message"] == message
    assert param in (None, error["param"])


def test_a_proforma_knows_no_payment_but_tolerates_the_vendors_own_plugin(account: Account) -> None:
    assert code(account.proforma(payment={"value": 1, "type": "Card"})) == (400, "json_mapping_error")
    assert account.proforma(useStock=True, usePaymentTax=False).status_code == 200


def test_fields_that_the_spec_forgot_are_known(account: Account) -> None:
    fields = {
        "ecommercePluginInfo": {"platformName": "x", "sbPluginVersion": "1", "details": {"any": [1]}},
        "showExchangeRate": True,
        "paymentUrl": "https://pay.example",
        "useIntraCif": False,
    }
    products = [line(useSBProductName=True), discount(numberOfItems=1, discountValue=-1, discountType=1)]
    products[1]["discountTaxValue"] = 0
    assert account.issued(*products, **fields) == "0001"


def test_nulls_and_numeric_flags_are_tolerated(account: Account) -> None:
    assert account.issued(line(code=None, isTaxIncluded=1), email=None, isDraft=0, language=None)


def test_shape_b_comes_before_credentials(account: Account) -> None:
    account.sandbox.person.change_token()
    assert code(account.invoice(foo=1))[0] == 400
    assert account.invoice().status_code == 401


def test_wrong_credentials(account: Account) -> None:
    reply = account.http.get("/tax", params={"cif": account.cif}, auth=("demo@example.ro", "wrong"))
    assert reply.status_code == 401
    assert list(answer(reply)) == [
        "key",
        "successfully",
        "errorText",
        "errorCode",
        "message",
        "operationExecuted",
        "cooldown",
        "needsConsent",
    ]
    assert answer(reply)["errorText"] == WRONG_LOGIN


@pytest.mark.parametrize("header", ["", "Bearer abc"])
def test_no_credentials(account: Account, header: str) -> None:
    reply = httpx.Client(transport=account.http._transport, base_url=account.http.base_url).get(
        "/tax", headers={"Authorization": header}
    )
    assert (reply.status_code, answer(reply)["errorText"]) == (401, WRONG_LOGIN)


@pytest.mark.parametrize("encoded", ["###", base64.b64encode(b"no colon").decode()])
def test_a_malformed_basic_header_ends_in_a_page(account: Account, encoded: str) -> None:
    client = httpx.Client(transport=account.http._transport, base_url=account.http.base_url)
    reply = client.get("/tax", headers={"Authorization": f"Basic {encoded}"})
    assert (reply.status_code, reply.headers["content-type"]) == (500, "text/html;charset=utf-8")


@pytest.mark.parametrize(
    ("cif", "text"), [("RO99", NO_COMPANY), (NEIGHBOUR, NOT_YOURS), ("12345674", NO_COMPANY)]
)
def test_a_company_out_of_reach_is_a_401_with_other_words(account: Account, cif: str, text: str) -> None:
    reply = account.get("/tax", cif=cif)
    assert (reply.status_code, answer(reply)["errorText"]) == (401, text)


def test_the_company_code_may_be_looser() -> None:
    account = Account(cif_exact=False)
    assert account.get("/tax", cif="12345674").status_code == 200


def test_a_missing_company_is_a_refusal_and_a_null_one_a_broken_server(account: Account) -> None:
    reply = account.http.get("/tax")
    assert (reply.status_code, "'cif'" in answer(reply)["errorText"]) == (400, True)
    assert "companyVatCode" in answer(account.invoice(companyVatCode=""))["errorText"]
    assert account.invoice(companyVatCode=None).status_code == 500


def test_a_broken_server_may_speak_json() -> None:
    reply = Account(server_error_body="json").invoice(companyVatCode=None)
    assert (reply.status_code, answer(reply)["errorText"]) == (500, "Internal Server Error!")


def test_get_with_a_json_content_type_and_no_body_works(account: Account) -> None:
    headers = {"Content-Type": "application/json"}
    assert account.http.get("/tax", params={"cif": account.cif}, headers=headers).status_code == 200


@pytest.mark.parametrize(
    "accept", ["application/json", "*/*", "text/html, application/json;q=0.9", "application/*"]
)
def test_accept_headers_that_are_served(account: Account, accept: str) -> None:
    reply = account.http.get("/tax", params={"cif": account.cif}, headers={"Accept": accept})
    assert (reply.status_code, reply.headers["content-type"]) == (200, "application/json")


@pytest.mark.parametrize("key", ["seriesname", "seriesName", "SERIESNAME"])
def test_query_keys_in_any_case(account: Account, key: str) -> None:
    number = account.issued()
    reply = account.get("/invoice/paymentstatus", **{key: "FCT"}, number=number)
    assert answer(reply)["number"] == number


def test_a_missing_parameter_is_named(account: Account) -> None:
    reply = account.get("/invoice/paymentstatus", seriesname="FCT")
    assert reply.status_code == 400
    assert answer(reply) == {
        "errorText": "Numarul facturii trebuie specificat in url in parametrul 'number'!",
        "message": "",
        "number": "",
        "series": "",
        "invoiceTotalAmount": None,
        "paidAmount": None,
        "unpaidAmount": None,
        "paid": False,
    }


@pytest.mark.parametrize(("accepted", "status"), [(False, 400), (True, 200)])
def test_parameters_in_the_body_of_a_put(accepted: bool, status: int) -> None:
    account = Account(query_in_body=accepted)
    body = {"companyVatCode": account.cif, "seriesName": "FCT", "number": account.issued()}
    assert account.call("PUT", "/invoice/cancel", body).status_code == status


def test_a_refusal_has_the_long_form_only_where_a_document_would_have_been_made(account: Account) -> None:
    text = "Seria nu a fost gasita! Folositi o serie creata in contul de cloud."
    reply = account.invoice(seriesName="NONE")
    assert reply.status_code == 400
    assert answer(reply) == {
        "errorText": text,
        "message": "",
        "number": "",
        "series": "",
        "url": "",
        "documentUrl": "",
        "documentId": -1,
        "documentViewUrl": "",
    }
    legacy = account.call("POST", "/invoice", account.body(seriesName="NONE"))
    assert answer(legacy) == {"errorText": text, "message": "", "number": "", "series": "", "url": ""}


def test_a_refusal_may_come_with_status_200() -> None:
    reply = Account(refusal_code=200).invoice(seriesName="NONE")
    assert (reply.status_code, answer(reply)["errorText"] != "") == (200, True)


def test_a_refusal_on_request_befalls_one_matching_call(account: Account) -> None:
    account.sandbox.refuse("Serviciul este in mentenanta.", match="POST .*/invoice")
    assert account.get("/tax").status_code == 200
    reply = account.invoice()
    assert (reply.status_code, answer(reply)["errorText"]) == (200, "Serviciul este in mentenanta.")
    assert account.issued() == "0001"


@pytest.mark.parametrize(("choice", "status"), [("400", 400), ("500", 500), ("ignored", 200)])
def test_what_becomes_of_an_unknown_field_is_a_switch(choice: str, status: int) -> None:
    account = Account(unknown_field=choice)
    reply = account.invoice(line(foo=1), bar={"deep": [1]})
    assert reply.status_code == status
    assert len(account.sandbox.ledger.entries()) == (1 if status == 200 else 0)


def test_nulls_may_be_refused() -> None:
    reply = Account(null_tolerated=False).invoice(line(), line(code=None))
    assert answer(reply)["errors"][0]["message"] == "Could not map property: products[1].code."


def test_numbers_as_text_may_be_read() -> None:
    assert str(Account(text_numbers=True).total(line(price="100", isTaxIncluded="true"))) == "100.00"


@pytest.mark.parametrize(
    ("choice", "status", "error"), [(404, 404, "resource_not_found"), (405, 405, "method_not_allowed")]
)
def test_the_legacy_paths_may_be_gone(choice: int, status: int, error: str) -> None:
    account = Account(legacy_create=choice)
    for path in ("/invoice", "/estimate"):
        assert code(account.call("POST", path, account.body())) == (status, error)
    assert account.invoice().status_code == 200
    assert account.change("DELETE", "/invoice", "0001").status_code == 200


def test_switches_that_do_not_exist_are_errors() -> None:
    with pytest.raises(ValueError, match="unknown field"):
        Account(limits=3)
    with pytest.raises(ValueError, match="limit_code"):
        Account(limit_code=500)
