"""What each answer to a create or a read stands for: the traps of fact sheet section 2."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest
from tests.systems.smartbill.desk import NOW, TOKEN, Desk, created, draft, html, shape_a, shape_b, shape_c

from facturier.model.document import Issued
from facturier.model.kinds import DocumentKind
from facturier.ports.errors import InDoubt, Misconfigured, Missing, NotNow, Refused, RemoteError
from facturier.ports.system import Position

CREATE = "POST /invoice/v2"
STATUS = "GET /invoice/paymentstatus"
INVOICE = Issued(kind=DocumentKind.INVOICE, series="FCT", number="0007")
WRONG_LOGIN = "Autentificare esuata. Va rugam verificati datele si incercati din nou."
WRONG_COMPANY = "Firma la care incercati sa va conectati nu mai este disponibila in Cloud."
OTHERS_COMPANY = "Firma la care incercati sa va conectati nu este disponibila pentru acest utilizator."
Answer = httpx.Response | dict[str, Any] | Exception


def issue(answer: Answer, **settings: Any) -> Issued:
    return Desk(**settings).says(CREATE, answer).system.issue(draft(), "FX-ABCD-EFGHIJKLMNOP", Position())


def error_of(call: Callable[[], object]) -> RemoteError:
    with pytest.raises(RemoteError) as caught:
        call()
    return caught.value


def test_a_document_is_what_smartbill_says_it_made() -> None:
    assert issue(created(number="0042", series="WEB")) == Issued(
        kind=DocumentKind.INVOICE,
        series="WEB",
        number="0042",
        issued_on=draft().issue_date,
        currency="RON",
        remote_id="123",
        link="https://cloud.smartbill.ro/documente/editare/factura/123/",
        public_link="https://cloud.smartbill.ro/v/abc?srvid=1",
    )


def test_a_bare_number_is_looked_up() -> None:
    """SmartBill answers to 0007 or to 7, never to both: which of them it is cannot be told from it."""
    assert type(error_of(lambda: issue(created(number=7)))) is InDoubt


def test_the_older_answer_has_no_links() -> None:
    desk = Desk(legacy_create=True).says(
        "POST /invoice", {"errorText": "", "message": "", "number": "7", "series": "", "url": ""}
    )
    made = desk.system.issue(draft(), "FX-ABCD-EFGHIJKLMNOP", Position())
    assert (made.number, made.series, made.remote_id, made.link) == ("7", "FCT", "", "")


@pytest.mark.parametrize(
    "answer",
    [
        html(500),
        html(502),
        html(504),
        html(200),
        html(400),
        html(302),
        httpx.Response(200, content=b""),
        httpx.Response(200, content=b"null"),
        httpx.Response(200, content=b'{"errorText":"","number":"00'),
        httpx.Response(200, content=b'{"errorText":{"a":1},"number":"0008"}'),
        httpx.Response(200, content=b"\xff\xfe"),
        httpx.Response(422, content=b""),
        httpx.Response(400, json={}),
        created(number=""),
        created(errorText="Serverul de email nu a raspuns."),
        created(number="", errorText="Nu s-a putut trimite."),
        created(errorText="", documentUrl=5),
        shape_a(500, "Internal Server Error!"),
        shape_a(200, "Internal Server Error!"),
        httpx.ReadTimeout("late"),
        httpx.RemoteProtocolError("cut"),
    ],
)
def test_an_unclear_answer_to_a_create_is_in_doubt(answer: Answer) -> None:
    assert type(error_of(lambda: issue(answer))) is InDoubt


@pytest.mark.parametrize(
    "answer", [html(500), html(502), html(200), httpx.Response(200, content=b""), httpx.ReadTimeout("late")]
)
def test_an_unclear_answer_to_a_read_is_not_now(answer: Answer) -> None:
    desk = Desk().says(STATUS, answer)
    assert type(error_of(lambda: desk.system.statement(INVOICE))) is NotNow


def test_a_read_without_its_figures_is_not_now() -> None:
    desk = Desk().says(STATUS, shape_a(200, "", invoiceTotalAmount=None, paidAmount=None, unpaidAmount=None))
    assert type(error_of(lambda: desk.system.statement(INVOICE))) is NotNow


def test_a_connection_that_never_stood_is_not_now() -> None:
    assert type(error_of(lambda: issue(httpx.ConnectError("no route")))) is NotNow


@pytest.mark.parametrize("status", [200, 400, 422])
@pytest.mark.parametrize(
    "text",
    [
        "Client invalid!",
        "Produsul Ceas nu are codul specificat.",
        "name trebuie specificat pentru fiecare produs",
        "Factura este deja stornata.",
        "Factura proforma PF 3 nu a fost gasita!",
    ],
)
def test_an_error_text_means_that_nothing_was_made(status: int, text: str) -> None:
    error = error_of(lambda: issue(shape_a(status, text, documentId=-1)))
    assert type(error) is Refused
    assert error.words == text


@pytest.mark.parametrize("status", [200, 400])
@pytest.mark.parametrize(
    "text",
    [
        "Seria nu a fost gasita! Folositi o serie creata in contul de cloud.",
        "SERIA FCT nu a fost găsită!",
        "Cota tva a produsului Ceas nu a fost gasita pe server!",
        "Trebuie sa setezi o cota tva pentru produsul Ceas",
        "Moneda nu a fost gasita pe server!",
        "Pentru acest pachet s-a emis numarul maxim de documente permis",
        "Nu aveti dreptul de a adauga facturi",
        "Nu puteti adauga documentul intr-o perioada inchisa",
        "O firma neplatitoare de tva nu poate folosi tva la incasare!",
        "Modulul stoc nu este activ!",
        "Gestiunea predatoare X a produsului Y nu a fost gasita.",
    ],
)
def test_what_a_person_must_set_right_is_misconfigured(status: int, text: str) -> None:
    error = error_of(lambda: issue(shape_a(status, text)))
    assert type(error) is Misconfigured
    assert error.words == text


def test_the_words_are_cleaned_of_html() -> None:
    text = (
        "Cantitate stoc insuficienta la <b>Factura x</b><br/>pentru &quot;Ceas&quot;"
        '<div id="moreErrorDetails" style="display:none">java.lang</div>'
    )
    error = error_of(lambda: issue(shape_a(200, text)))
    assert type(error) is Refused
    assert error.words == 'Cantitate stoc insuficienta la Factura x pentru "Ceas"'


def test_a_complaint_about_the_request_keeps_its_words() -> None:
    answer = httpx.Response(400, json=shape_b(400, "json_mapping_error", "Unrecognized property: foo."))
    error = error_of(lambda: issue(answer))
    assert (type(error), error.words) == (Refused, "Unrecognized property: foo.")


@pytest.mark.parametrize("status", [404, 405, 406, 415])
def test_a_door_that_is_not_there_is_misconfigured(status: int) -> None:
    answer = httpx.Response(status, json=shape_b(status, "resource_not_found", ""))
    error = error_of(lambda: issue(answer))
    assert (type(error), error.words) == (Misconfigured, "resource_not_found")
    assert type(error_of(lambda: issue(html(status)))) is Misconfigured


def test_more_than_400_rows_are_refused_even_without_words() -> None:
    text = "Numarul maxim acceptat de 400 intrari pe document a fost depasit."
    assert type(error_of(lambda: issue(shape_a(410, text)))) is Refused
    assert type(error_of(lambda: issue(html(410)))) is Refused


@pytest.mark.parametrize(
    ("text", "about"),
    [(WRONG_LOGIN, "token"), ("", "token"), (WRONG_COMPANY, "CIF"), (OTHERS_COMPANY, "CIF")],
)
def test_a_401_is_read_before_it_is_called_a_wrong_token(text: str, about: str) -> None:
    error = error_of(lambda: issue(shape_c(text)))
    assert isinstance(error, Misconfigured)
    assert about in str(error.message)


@pytest.mark.parametrize(
    "answer",
    [
        shape_a(429, "Prea multe apeluri"),
        html(429),
        html(403),
        httpx.Response(403, json=shape_b(403, "", "")),
        httpx.Response(403, json={"errorText": ""}),
        httpx.Response(
            403, json={"errorText": "User blocat temporar"}, headers={"X-RateLimit-Remaining": "0"}
        ),
    ],
)
@pytest.mark.parametrize("door", [CREATE, STATUS])
def test_a_block_stops_everyone_for_ten_minutes(answer: httpx.Response, door: str) -> None:
    desk = Desk().says(door, answer)
    calls: dict[str, Callable[[], object]] = {
        CREATE: lambda: desk.system.issue(draft(), "FX-ABCD-EFGHIJKLMNOP", Position()),
        STATUS: lambda: desk.system.statement(INVOICE),
    }
    error = error_of(calls[door])
    assert isinstance(error, NotNow)
    assert error.retry_at == NOW + timedelta(minutes=10)
    assert [blocked for _, blocked in desk.budget.heard_of] == [True]


@pytest.mark.parametrize("remaining", ["0", "12"])
def test_a_403_that_speaks_of_a_right_is_no_block(remaining: str) -> None:
    text = "Nu aveti dreptul de a adauga facturi"
    answer = httpx.Response(403, json={"errorText": text}, headers={"X-RateLimit-Remaining": remaining})
    desk = Desk().says(CREATE, answer)
    error = error_of(lambda: desk.system.issue(draft(), "FX-ABCD-EFGHIJKLMNOP", Position()))
    assert type(error) is Misconfigured
    assert desk.budget.heard_of == [(int(remaining), False)]


def test_any_other_403_with_words_is_a_missing_right() -> None:
    assert type(error_of(lambda: issue(shape_a(403, "Acces interzis")))) is Misconfigured


def test_what_is_left_of_the_limit_is_passed_on() -> None:
    answer = httpx.Response(200, json=created(), headers={"X-RateLimit-Remaining": "17"})
    desk = Desk().says(CREATE, answer)
    desk.system.issue(draft(), "FX-ABCD-EFGHIJKLMNOP", Position())
    assert desk.budget.heard_of == [(17, False)]


def test_a_missing_document_is_missing() -> None:
    desk = Desk().says(STATUS, shape_a(400, "Factura nu a fost gasita", paid=False))
    assert type(error_of(lambda: desk.system.statement(INVOICE))) is Missing


def test_an_unfinished_document_has_no_number_but_a_trace() -> None:
    unfinished = draft(prepare_only=True)
    desk = Desk().says(CREATE, created(number=""))
    made = desk.system.issue(unfinished, "FX-ABCD-EFGHIJKLMNOP", Position())
    assert (made.number, made.remote_id) == ("", "123")
    assert desk.body(CREATE)["isDraft"] is True
    without = Desk().says(CREATE, created(number="", documentId=-1))
    assert isinstance(
        error_of(lambda: without.system.issue(unfinished, "FX-ABCD-EFGHIJKLMNOP", Position())), InDoubt
    )
    older = Desk(legacy_create=True).says("POST /invoice", {"errorText": "", "number": "", "series": ""})
    assert older.system.issue(unfinished, "FX-ABCD-EFGHIJKLMNOP", Position()).number == ""


def test_secrets_never_reach_the_evidence() -> None:
    desk = Desk().says(CREATE, shape_c(f"Token {TOKEN} gresit"))
    error_of(lambda: desk.system.issue(draft(), "FX-ABCD-EFGHIJKLMNOP", Position()))
    signature = desk.asked[0].headers["Authorization"].removeprefix("Basic ")
    assert signature
    shown = repr(desk.evidence)
    assert "Ceas" in shown
    assert TOKEN not in shown
    assert signature not in shown
    assert desk.budget.scopes == {desk.budget.scopes.copy().pop()}
    assert TOKEN not in desk.budget.scopes.copy().pop()


def test_two_companies_of_one_token_share_its_limit() -> None:
    one, other = Desk(), Desk(company="RO99999999")
    for desk in (one, other):
        desk.says("GET /series", {"list": []})
        desk.system.check()
    assert one.budget.scopes == other.budget.scopes


def test_blanks_around_credentials_are_cut() -> None:
    desk = Desk(email=" shop@example.ro ", token=f" {TOKEN}\n", company=" RO12345678 ").says(
        STATUS, shape_c("")
    )
    error_of(lambda: desk.system.statement(INVOICE))
    plain = Desk().says(STATUS, shape_c(""))
    error_of(lambda: plain.system.statement(INVOICE))
    assert desk.asked[0].headers["Authorization"] == plain.asked[0].headers["Authorization"]
    assert desk.asked[0].url == plain.asked[0].url
