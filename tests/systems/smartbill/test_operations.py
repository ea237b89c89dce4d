"""Cancel, restore, delete, PDF, payments and the other calls about a document that exists."""

from datetime import date
from decimal import Decimal

import httpx
import pytest
from tests.systems.smartbill.desk import NOW, Desk, draft, html, original, paid, pdf, series, shape_a, shape_c

from facturier.model.document import Issued, Statement
from facturier.model.kinds import DocumentKind
from facturier.ports.errors import InDoubt, Misconfigured, Missing, NotNow, Refused, RemoteError
from facturier.ports.system import Candidate, Position, Room, StockLevel

INVOICE = Issued(kind=DocumentKind.INVOICE, series="F/C Ț", number="0007", total=Decimal("121.00"))
PROFORMA = Issued(kind=DocumentKind.PROFORMA, series="PF", number="0003")
UNFINISHED = Issued(kind=DocumentKind.INVOICE, series="FCT", number="", remote_id="123")
STATUS = "GET /invoice/paymentstatus"
DAY = date(2026, 11, 20)


def outcome_of(desk: Desk, what: str, document: Issued = INVOICE) -> type[RemoteError] | None:
    try:
        getattr(desk.system, what)(document)
    except RemoteError as error:
        return type(error)
    return None


@pytest.mark.parametrize(
    ("document", "what", "door"),
    [
        (INVOICE, "cancel", "PUT /invoice/cancel"),
        (INVOICE, "restore", "PUT /invoice/restore"),
        (PROFORMA, "cancel", "PUT /estimate/cancel"),
        (PROFORMA, "restore", "PUT /estimate/restore"),
    ],
)
def test_everything_stands_in_the_query(document: Issued, what: str, door: str) -> None:
    desk = Desk().says(door, shape_a(200, ""))
    assert outcome_of(desk, what, document) is None
    query = dict(desk.asked[0].url.params)
    assert query == {"cif": "RO12345678", "seriesname": document.series, "number": document.number}
    assert desk.asked[0].content == b""


@pytest.mark.parametrize(
    ("what", "already"),
    [
        ("cancel", "Factura cu seria si numarul fct0007 este deja anulata."),
        ("restore", "Factura cu seria si numarul fct0007 nu necesita restaurare."),
    ],
)
@pytest.mark.parametrize("field", ["message", "errorText"])
def test_repeating_is_no_error_wherever_the_text_stands(what: str, already: str, field: str) -> None:
    answer = {"errorText": "", "message": "", "number": "", "series": "", field: already}
    assert outcome_of(Desk().says(f"PUT /invoice/{what}", answer), what) is None


@pytest.mark.parametrize("what", ["cancel", "restore"])
@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (shape_a(400, "Factura cu seria si numarul fct0007 nu a fost gasita!"), Missing),
        (shape_a(200, "Documentul este blocat."), Refused),
        (html(502), InDoubt),
        (httpx.Response(200, content=b""), InDoubt),
        (httpx.Response(400, json={}), InDoubt),
        (httpx.Response(302, json={"errorText": ""}), InDoubt),
        (httpx.ReadTimeout("late"), InDoubt),
    ],
)
def test_cancel_and_restore_fail_honestly(
    what: str, answer: httpx.Response | Exception, expected: type[RemoteError]
) -> None:
    assert outcome_of(Desk().says(f"PUT /invoice/{what}", answer), what) is expected


@pytest.mark.parametrize("what", ["cancel", "restore", "delete", "pdf", "statement"])
def test_an_unfinished_document_is_smartbills_own_matter(what: str) -> None:
    desk = Desk()
    assert outcome_of(desk, what, UNFINISHED) is Refused
    assert desk.asked == []


def deletable(next_number: int | str = 8, total: str = "121.00") -> Desk:
    desk = Desk().says("GET /series", series((INVOICE.series, next_number, "f"))).says(STATUS, paid(total))
    return desk.says("DELETE /invoice", shape_a(200, ""))


@pytest.mark.parametrize("next_number", [8, "8", "0008"])
def test_the_last_document_is_deleted(next_number: int | str) -> None:
    desk = deletable(next_number)
    assert outcome_of(desk, "delete") is None
    assert desk.doors == ["GET /series", STATUS, "DELETE /invoice"]
    assert desk.asked[-1].url.params["number"] == "0007"


@pytest.mark.parametrize(
    ("desk", "expected"),
    [(deletable(9), Refused), (deletable(7), Missing), (deletable(8, "99.00"), Refused)],
)
def test_nothing_else_is_ever_deleted(desk: Desk, expected: type[RemoteError]) -> None:
    assert outcome_of(desk, "delete") is expected
    assert "DELETE /invoice" not in desk.doors


@pytest.mark.parametrize("status", [400, 403])
@pytest.mark.parametrize("remaining", ["0", "20"])
def test_not_the_last_is_refused_and_no_block(status: int, remaining: str) -> None:
    text = "Nu poti sterge documentul cu seria si numarul fct 0007, deoarece nu este ultimul din serie!"
    answer = httpx.Response(status, json={"errorText": text}, headers={"X-RateLimit-Remaining": remaining})
    desk = deletable().says("DELETE /invoice", answer)
    assert outcome_of(desk, "delete") is Refused
    assert not any(blocked for _, blocked in desk.budget.heard_of)


def test_a_proforma_is_deleted_by_its_own_series() -> None:
    desk = Desk().says("GET /series", series(("PF", 4, "p"))).says("DELETE /estimate", shape_a(200, ""))
    assert outcome_of(desk, "delete", PROFORMA) is None
    assert desk.asked[0].url.params["type"] == "p"


def test_a_pdf_is_known_by_its_first_bytes() -> None:
    file = pdf("Factura FCT 0007")
    desk = Desk().says(
        "GET /invoice/pdf", httpx.Response(200, content=file, headers={"Content-Type": "application/json"})
    )
    assert desk.system.pdf(INVOICE) == file
    assert desk.asked[0].headers["Accept"] == "*/*"
    assert "FCT 0007" not in desk.evidence[0].answer


@pytest.mark.parametrize(
    ("status", "expected"),
    [(paid("121.00"), NotNow), (shape_a(400, "Factura nu a fost gasita"), Missing)],
)
def test_a_502_for_a_pdf_is_a_missing_invoice_or_a_failing_server(
    status: httpx.Response, expected: type[RemoteError]
) -> None:
    desk = Desk().says("GET /invoice/pdf", html(502)).says(STATUS, status)
    error = outcome_of(desk, "pdf")
    assert error is not None
    assert issubclass(error, expected)


def test_a_pdf_that_is_a_page_is_not_handed_on() -> None:
    desk = Desk().says("GET /invoice/pdf", html(200)).says(STATUS, paid("121.00"))
    error = outcome_of(desk, "pdf")
    assert error is not None
    assert issubclass(error, NotNow)


def test_a_proforma_that_is_gone_is_missing() -> None:
    desk = Desk().says("GET /estimate/pdf", shape_a(400, "Proforma nu a fost gasita"))
    assert outcome_of(desk, "pdf", PROFORMA) is Missing


def test_a_proformas_pdf_is_not_asked_for_twice() -> None:
    desk = Desk().says("GET /estimate/pdf", html(502))
    assert outcome_of(desk, "pdf", PROFORMA) is not None
    assert desk.doors == ["GET /estimate/pdf"]


def test_a_statement_is_exact_and_dated() -> None:
    desk = Desk().says(STATUS, paid("121.10", "21.10"))
    assert desk.system.statement(INVOICE) == Statement(
        at=NOW, total=Decimal("121.10"), paid=Decimal("100.00"), unpaid=Decimal("21.10")
    )


def test_smartbill_tells_no_sum_of_a_proforma() -> None:
    assert outcome_of(Desk(), "statement", PROFORMA) is Refused


def pay(desk: Desk, amount: str = "100.00", kind: str = "Card") -> None:
    desk.system.pay(INVOICE, kind, Decimal(amount), DAY)


def test_a_payment_names_its_invoice() -> None:
    desk = Desk().says(STATUS, paid("121.00")).says("POST /payment", shape_a(200, ""))
    pay(desk)
    assert desk.body("POST /payment") == {
        "companyVatCode": "RO12345678",
        "issueDate": "2026-11-20",
        "value": 100,
        "type": "Card",
        "isCash": False,
        "useInvoiceDetails": True,
        "invoicesList": [{"seriesName": INVOICE.series, "number": "0007"}],
    }


def test_a_chitanta_takes_the_receipt_series() -> None:
    desk = Desk(receipt_series="CH").says(STATUS, paid("121.00"))
    desk.says("POST /payment", shape_a(200, ""))
    pay(desk, kind="chitanta")
    body = desk.body("POST /payment")
    assert (body["type"], body["isCash"], body["seriesName"]) == ("Chitanta", True, "CH")
    with pytest.raises(Misconfigured):
        pay(Desk(), kind="Chitanta")


def test_more_than_is_unpaid_is_not_recorded() -> None:
    desk = Desk().says(STATUS, paid("121.00", "50.00"))
    with pytest.raises(Refused, match=r"50\.00"):
        pay(desk)
    assert desk.doors == [STATUS]


def test_a_refused_payment_is_refused() -> None:
    text = "Factura este incasata sau stornata in totalitate."
    desk = Desk().says(STATUS, paid("121.00")).says("POST /payment", shape_a(400, text))
    with pytest.raises(Refused, match="incasata"):
        pay(desk)


@pytest.mark.parametrize("lost", [httpx.ReadTimeout("late"), html(500), httpx.Response(200, content=b"")])
def test_a_lost_payment_that_can_be_seen_is_done(lost: httpx.Response | Exception) -> None:
    desk = Desk().says(STATUS, paid("121.00", "121.00"), paid("121.00", "21.00")).says("POST /payment", lost)
    pay(desk)
    assert desk.doors == [STATUS, "POST /payment", STATUS]


@pytest.mark.parametrize(
    "after",
    [paid("121.00"), paid("121.00", "0.00"), html(502), shape_c("Autentificare esuata"), shape_a(400, "Nu.")],
)
def test_a_lost_payment_that_cannot_be_seen_is_in_doubt(after: httpx.Response) -> None:
    desk = Desk().says(STATUS, paid("121.00"), after).says("POST /payment", httpx.ReadTimeout("late"))
    with pytest.raises(InDoubt):
        pay(desk)
    assert desk.doors.count("POST /payment") == 1


def test_a_payment_type_that_smartbill_does_not_know() -> None:
    text = "Tipul documentului nu a fost gasit pe server!"
    desk = Desk().says(STATUS, paid("121.00")).says("POST /payment", shape_a(404, text))
    with pytest.raises(Misconfigured, match="type of payment"):
        pay(desk)


def test_invoices_of_a_proforma_without_the_unfinished_ones() -> None:
    made = [{"series": "FCT", "number": "0009"}, {"series": "FCT", "number": ""}]
    desk = Desk().says(
        "GET /estimate/invoices", {"errorText": "", "areInvoicesCreated": True, "invoices": made}
    )
    assert desk.system.invoices_of(PROFORMA) == (
        Issued(kind=DocumentKind.INVOICE, series="FCT", number="0009"),
    )


def test_not_invoiced_yet_comes_with_an_error_text() -> None:
    text = "Proforma nu a fost facturata."
    desk = Desk().says("GET /estimate/invoices", shape_a(200, text, areInvoicesCreated=False))
    assert desk.system.invoices_of(PROFORMA) == ()


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (shape_a(410, "Proforma nu a fost gasita", areInvoicesCreated=False), Missing),
        (html(410), Missing),
        (shape_a(200, "Alta problema"), Refused),
        (html(502), NotNow),
        (shape_a(200, ""), NotNow),
    ],
)
def test_invoices_of_a_proforma_fail_honestly(answer: httpx.Response, expected: type[RemoteError]) -> None:
    assert outcome_of(Desk().says("GET /estimate/invoices", answer), "invoices_of", PROFORMA) is expected


def test_stock_is_read_with_the_moment_of_the_question() -> None:
    product = {"productName": "Ceas", "productCode": "SKU-1", "measuringUnit": "buc", "quantity": 12.5}
    bare = {"productName": "Sac", "measuringUnit": "buc", "quantity": 0}
    listed = [{"warehouse": {"warehouseName": "Magazin"}, "products": [product, bare]}]
    desk = Desk().says("GET /stocks", shape_a(200, "", list=listed))
    levels = list(desk.system.stock("Magazin"))
    assert levels[0] == StockLevel(
        at=NOW, warehouse="Magazin", code="SKU-1", name="Ceas", unit="buc", quantity=Decimal("12.5")
    )
    assert levels[1].code == ""
    assert dict(desk.asked[0].url.params) == {
        "cif": "RO12345678",
        "date": "2026-11-20",
        "warehouseName": "Magazin",
    }


def test_all_warehouses_are_asked_for_without_a_filter() -> None:
    desk = Desk().says("GET /stocks", shape_a(200, "", list=[]))
    assert list(desk.system.stock()) == []
    assert "warehouseName" not in desk.asked[0].url.params


@pytest.mark.parametrize(("answered", "facts"), [(8, {}), ("8", {}), ("0008", {"next": "0008"}), (1000, {})])
def test_the_position_notes_the_next_number(answered: int | str, facts: dict[str, str]) -> None:
    desk = Desk().says("GET /series", series(("X", 1, "f"), ("FCT", answered, "f")))
    assert desk.system.position(draft()) == Position("smartbill:12345678", "FCT", int(answered), facts)
    assert desk.asked[0].url.params["type"] == "f"


def test_a_storno_takes_its_number_where_its_invoice_did() -> None:
    storno = draft("-121.00", kind=DocumentKind.CREDIT_NOTE, original=original(name="OLD"), whole=True)
    assert Desk().system.room(storno) == Room("smartbill:12345678", "OLD")
    part = draft("-1.00", kind=DocumentKind.CREDIT_NOTE, original=original(name="OLD"))
    assert Desk().system.room(part) == Room("smartbill:12345678", "FCT")


def test_an_unfinished_document_occupies_nothing() -> None:
    desk = Desk()
    assert desk.system.room(draft(prepare_only=True)) is None
    assert desk.system.position(draft(prepare_only=True)) == Position()
    assert desk.asked == []


@pytest.mark.parametrize("rows", [(), (("fct", 8, "f"),), (("FCT", "", "f"),)])
def test_a_series_that_cannot_be_used_is_misconfigured(rows: tuple[tuple[str, int | str, str], ...]) -> None:
    desk = Desk().says("GET /series", series(*rows))
    with pytest.raises(Misconfigured, match="FCT"):
        desk.system.position(draft())


def test_a_walk_learns_the_padding_and_shows_gaps() -> None:
    mark = "FX-ABCD-EFGHIJKLMNOP"
    totals = {"007": "121.00", "008": "50.00"}

    def status(request: httpx.Request) -> httpx.Response:
        number = request.url.params["number"]
        return paid(totals[number]) if number in totals else shape_a(400, "Factura nu a fost gasita")

    desk = Desk().says(STATUS, status)
    desk.says("GET /invoice/pdf", httpx.Response(200, content=pdf("Factura", mark)), html(502))
    seen = list(desk.system.walk("FCT", range(7, 10)))
    assert seen[0] == Candidate("007", Decimal("121.00"), mark)
    assert (seen[1].number, seen[1].total, seen[1].readable) == ("008", Decimal("50.00"), False)
    assert (seen[2].number, seen[2].total, seen[2].readable) == ("009", None, False)
    assert [request.url.params["number"] for request in desk.asked if "status" in request.url.path] == [
        "0007",
        "7",
        "07",
        "007",
        "008",
        "009",
    ]


def test_the_next_number_is_not_that_of_another_kinds_series_of_the_same_name() -> None:
    """Where SmartBill tells of all series, whichever are asked for."""
    desk = Desk().says("GET /series", series(("FCT", 900, "p"), ("FCT", 8, "f")))
    assert desk.system.position(draft()).next_number == 8
