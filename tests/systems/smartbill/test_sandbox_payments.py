"""Payments: with an invoice, alone, and their removal (sheet, section 8)."""

import base64
from decimal import Decimal

import httpx
import pytest
from tests.systems.smartbill.simulated import Account, answer, line

NO_TYPE = "Tipul documentului nu a fost gasit pe server!"
NONE_FOUND = "Nu au fost gasite incasari conform datelor specificate."
FCT1 = {"seriesName": "FCT", "number": "0001"}


@pytest.fixture
def account() -> Account:
    account = Account()
    account.issued()
    return account


def error(reply: httpx.Response) -> tuple[int, str]:
    return reply.status_code, answer(reply)["errorText"]


def unpaid(account: Account, number: str = "0001") -> Decimal:
    return Decimal(account.status(number)["unpaidAmount"])


def test_an_invoice_can_be_paid_on_issue(account: Account) -> None:
    number = account.issued(payment={"value": Decimal("121.00"), "type": "card ONLINE", "isCash": False})
    status = account.status(number)
    assert (status["paid"], status["paidAmount"], status["unpaidAmount"]) == (True, 121, 0)


def test_a_receipt_on_issue_takes_a_number_of_its_series(account: Account) -> None:
    account.issued(payment={"value": 50, "type": "Chitanta", "paymentSeries": "CH"})
    assert account.next_number("CH") == 2
    assert unpaid(account, "0002") == Decimal("71.00")


@pytest.mark.parametrize(
    ("payment", "status", "text"),
    [
        ({"value": 1}, 400, "type trebuie specificat pentru incasare"),
        ({"type": "Card"}, 400, "value trebuie specificat pentru incasare"),
        ({"type": "Card ", "value": 1}, 404, NO_TYPE),
        ({"type": "Card  online", "value": 1}, 404, NO_TYPE),
        ({"type": "Paypal", "value": 1}, 404, NO_TYPE),
        (
            {"type": "Chitanta", "value": 1},
            400,
            "Seria nu a fost gasita! Folositi o serie creata in contul de cloud.",
        ),
    ],
)
def test_a_bad_payment_refuses_the_whole_invoice(
    account: Account, payment: dict[str, object], status: int, text: str
) -> None:
    assert error(account.invoice(payment=payment)) == (status, text)
    assert account.next_number() == 2


def test_most_payments_leave_no_handle(account: Account) -> None:
    reply = account.pay(type="Ordin plata", value=21, invoicesList=[FCT1])
    assert answer(reply) == {"errorText": "", "message": "", "number": "", "series": "", "url": ""}
    assert unpaid(account) == Decimal("100.00")


def test_a_receipt_has_a_number(account: Account) -> None:
    reply = answer(account.pay(type="Chitanta", seriesName="CH", value=121, invoicesList=FCT1))
    assert (reply["series"], reply["number"]) == ("CH", "0001")
    assert account.status("0001")["paid"] is True


def test_the_value_comes_from_the_invoice_when_asked(account: Account) -> None:
    account.pay(type="Card", value=21, invoicesList=[FCT1])
    account.pay(type="Card", useInvoiceDetails=True, invoicesList=[FCT1])
    assert unpaid(account) == 0
    assert [payment.value for payment in account.company.payments] == [21, 100]


def test_one_payment_covers_several_invoices_in_order(account: Account) -> None:
    account.issued()
    account.pay(type="Card", value=150, invoicesList=[FCT1, {"seriesName": "FCT", "number": "0002"}])
    assert (unpaid(account), unpaid(account, "0002")) == (Decimal(0), Decimal("92.00"))


def test_the_same_payment_twice_is_two_payments(account: Account) -> None:
    for _ in range(2):
        account.pay(type="Card", value=50, invoicesList=[FCT1])
    assert unpaid(account) == Decimal("21.00")


@pytest.mark.parametrize(
    ("fields", "status", "text"),
    [
        ({"value": 1, "invoicesList": [FCT1]}, 400, "Tipul incasarii trebuie specificat."),
        ({"type": "Card", "invoicesList": [FCT1]}, 400, "Valoarea incasarii trebuie specificata."),
        ({"type": "Cart", "value": 1}, 404, NO_TYPE),
        (
            {"type": "Card", "value": 1, "invoicesList": [{"seriesName": "FCT", "number": "1"}]},
            400,
            "Factura nu a fost gasita",
        ),
        ({"type": "Card", "value": 1}, 400, "Client invalid!"),
        (
            {"type": "Chitanta", "value": 1, "seriesName": "FCT", "invoicesList": FCT1},
            400,
            "Seria nu a fost gasita! Folositi o serie creata in contul de cloud.",
        ),
        (
            {
                "type": "Card",
                "value": 1,
                "invoicesList": FCT1,
                "client": {"name": "A", "country": "RO", "vatCode": "1"},
            },
            400,
            "Clientul incasarii difera de clientul facturii.",
        ),
        ({"type": "Bon", "value": 1, "currency": "EUR"}, 400, "Bonurile fiscale pot fi emise doar in Lei!"),
    ],
)
def test_a_payment_that_is_refused(
    account: Account, fields: dict[str, object], status: int, text: str
) -> None:
    assert error(account.pay(**fields)) == (status, text)
    assert account.company.payments == []


def test_a_paid_reversed_or_cancelled_invoice_takes_no_payment(account: Account) -> None:
    paid = "Factura este incasata sau stornata in totalitate."
    account.pay(type="Card", value=121, invoicesList=FCT1)
    assert error(account.pay(type="Card", value=1, invoicesList=FCT1)) == (400, paid)
    reversed_ = {"seriesName": "FCT", "number": account.issued()}
    account.reverse("0002")
    assert error(account.pay(type="Card", value=1, invoicesList=reversed_)) == (400, paid)
    cancelled = {"seriesName": "FCT", "number": account.issued()}
    account.change("PUT", "/invoice/cancel", "0004")
    assert error(account.pay(type="Card", value=1, invoicesList=cancelled)) == (
        400,
        "Factura FCT0004 este anulata.",
    )


def test_a_draft_receipt_is_nothing_yet(account: Account) -> None:
    reply = account.pay(type="Chitanta", seriesName="CH", value=5, isDraft=True, invoicesList=FCT1)
    assert answer(reply)["number"] == ""
    assert (account.next_number("CH"), unpaid(account)) == (1, Decimal("121.00"))


def test_a_fiscal_receipt_has_an_id_and_a_text(account: Account) -> None:
    products = [line(10, 2, isTaxIncluded=True, warehouseName="Magazin")]
    reply = answer(
        account.pay(
            type="Bon", products=products, useStock=True, returnFiscalPrinterText=True, receivedCash=20
        )
    )
    text = base64.b64decode(reply["message"]).decode()
    assert text == "Ceas de mână 2 x 10\nTOTAL 20.00"
    again = answer(account.get("/payment/text", id=str(reply["id"])))
    assert base64.b64decode(again["message"]).decode() == text
    assert account.left("SKU-1") == 10


def test_a_fiscal_receipt_needs_a_printer_and_few_rows(account: Account) -> None:
    assert account.pay(type="Bon", products=[line()] * 71).status_code == 410
    account.company.fiscal_printer = False
    assert error(account.pay(type="Bon", value=1))[1].startswith("Nu s-a gasit casa de marcat")


def test_a_bad_id_of_a_fiscal_receipt_ends_in_a_page(account: Account) -> None:
    reply = account.get("/payment/text", id="x")
    assert (reply.status_code, reply.headers["content-type"]) == (500, "text/html;charset=utf-8")


def remove(account: Account, **query: str) -> httpx.Response:
    return account.call("DELETE", "/payment/v2", **query)


def test_a_payment_is_removed_by_its_invoice(account: Account) -> None:
    account.pay(type="Card", value=21, invoicesList=FCT1)
    asked = {"invoiceSeries": "FCT", "invoiceNumber": "0001"}
    assert error(remove(account, paymentType="CARD", **asked)) == (404, NO_TYPE)
    assert error(remove(account, paymentType="CEC", **asked)) == (400, NONE_FOUND)
    assert error(remove(account, paymentType="Card", **asked)) == (200, "")
    assert unpaid(account) == Decimal("121.00")
    assert error(remove(account, paymentType="Card", **asked)) == (400, NONE_FOUND)


def test_a_payment_is_removed_by_day_value_and_client(account: Account) -> None:
    account.pay(type="Card", value=Decimal("21.00"), invoicesList=FCT1)
    asked = {"paymentDate": "2026-11-20", "paymentValue": "21", "clientName": "Ștefan cel Bun"}
    assert error(remove(account, paymentType="Card", clientCif="12345674", **asked)) == (400, NONE_FOUND)
    assert error(remove(account, paymentType="Card", clientCif="RO12345674", **asked)) == (200, "")


@pytest.mark.parametrize("type", ["Chitanta", "Bon"])
def test_receipts_are_not_removed_that_way(account: Account, type: str) -> None:
    account.pay(type=type, seriesName="CH", value=21, invoicesList=FCT1)
    asked = {"invoiceSeries": "FCT", "invoiceNumber": "0001"}
    assert error(remove(account, paymentType=type, **asked)) == (400, NONE_FOUND)


def test_the_deprecated_removal_reads_a_body(account: Account) -> None:
    account.pay(type="Card", value=21, invoicesList=FCT1)
    body = {
        "companyVatCode": account.cif,
        "paymentType": "Card",
        "invoiceSeries": "FCT",
        "invoiceNumber": "0001",
    }
    assert error(account.call("DELETE", "/payment", body)) == (200, "")
    assert unpaid(account) == Decimal("121.00")


def test_only_the_last_receipt_can_be_removed(account: Account) -> None:
    for _ in range(2):
        account.pay(type="Chitanta", seriesName="CH", value=10, invoicesList=FCT1)
    assert account.change("DELETE", "/payment/chitanta", "0001", "CH").status_code == 403
    assert account.change("DELETE", "/payment/chitanta", "0002", "CH").status_code == 200
    assert unpaid(account) == Decimal("111.00")
    assert error(account.change("DELETE", "/payment/chitanta", "0002", "CH"))[0] == 400


def test_deleting_an_invoice_takes_its_payments_along(account: Account) -> None:
    account.pay(type="Card", value=21, invoicesList=FCT1)
    account.change("DELETE", "/invoice", "0001")
    assert account.issued() == "0001"
    assert unpaid(account) == Decimal("121.00")
