"""Storno, cancel, restore, delete (sheet, section 10)."""

from datetime import date
from decimal import Decimal

import httpx
import pytest
from tests.systems.smartbill.simulated import Account, answer, line


@pytest.fixture
def account() -> Account:
    account = Account()
    account.issued(line(100), mentions="Comanda 1")
    return account


def words(reply: httpx.Response) -> tuple[int, str]:
    body = answer(reply)
    return reply.status_code, body["errorText"] or body["message"]


def test_a_storno_is_the_negative_with_a_number_of_its_own(account: Account) -> None:
    reply = answer(account.reverse("0001"))
    assert (reply["number"], reply["series"], reply["documentId"] > 0) == ("0002", "FCT", True)
    assert account.status("0002")["invoiceTotalAmount"] == Decimal("-121.00")
    text = account.pdf("0002")
    assert "Storno factura FCT 0001" in text
    assert "-1 buc x 100" in text


@pytest.mark.parametrize(("kept", "mentions"), [(False, ""), (True, "Comanda 1")])
def test_whether_a_storno_keeps_mentions_is_a_switch(account: Account, kept: bool, mentions: str) -> None:
    account.sandbox.switches.storno_keeps_mentions = kept
    account.reverse("0001")
    assert account.sandbox.ledger.entries()[-1].mentions == mentions


def test_what_cannot_be_reversed(account: Account) -> None:
    account.reverse("0001")
    assert words(account.reverse("0001")) == (400, "Factura este deja stornata.")
    assert words(account.reverse("0002")) == (400, "Factura FCT0002 este de tip storno. Nu se poate storna.")
    assert words(account.reverse("0099")) == (400, "Factura cu seria si numarul FCT0099 nu a fost gasita!")
    number = account.issued()
    account.change("PUT", "/invoice/cancel", number)
    assert words(account.reverse(number)) == (400, f"Factura FCT{number} este anulata.")
    assert account.next_number() == 4


def test_a_storno_is_not_older_than_its_invoice(account: Account) -> None:
    status, text = words(account.reverse("0001", issueDate="2026-11-19"))
    assert (status, "anterioara" in text) == (400, True)
    assert account.reverse("0001", issueDate="2026-11-20").status_code == 200


@pytest.mark.parametrize(("settles", "unpaid"), [(True, "0"), (False, "121.00")])
def test_whether_a_storno_settles_the_invoice_is_a_switch(
    account: Account, settles: bool, unpaid: str
) -> None:
    account.sandbox.switches.storno_settles = settles
    account.reverse("0001")
    assert account.status("0001")["unpaidAmount"] == Decimal(unpaid)


@pytest.mark.parametrize(
    ("kind", "series", "noun"), [("invoice", "FCT", "Factura"), ("estimate", "PF", "Proforma")]
)
def test_cancel_and_restore_may_be_repeated(account: Account, kind: str, series: str, noun: str) -> None:
    account.proforma()
    name = f"{noun} cu seria si numarul {series}0001"

    def change(operation: str) -> tuple[int, str]:
        return words(account.change("PUT", f"/{kind}/{operation}", "0001", series))

    assert change("restore") == (200, f"{name} nu necesita restaurare.")
    assert change("cancel") == (200, f"{name} a fost anulata cu succes.")
    assert change("cancel") == (200, f"{name} este deja anulata.")
    assert change("restore") == (200, f"{name} a fost restaurata cu succes.")


@pytest.mark.parametrize(("verb", "operation"), [("PUT", "/cancel"), ("PUT", "/restore"), ("DELETE", "")])
@pytest.mark.parametrize(("kind", "noun"), [("invoice", "Factura"), ("estimate", "Proforma")])
def test_what_is_not_there_cannot_be_changed(
    account: Account, verb: str, operation: str, kind: str, noun: str
) -> None:
    reply = account.change(verb, f"/{kind}{operation}", "0042", "X")
    assert words(reply) == (400, f"{noun} cu seria si numarul X0042 nu a fost gasita!")


def test_a_cancelled_invoice_keeps_its_number(account: Account) -> None:
    account.change("PUT", "/invoice/cancel", "0001")
    assert account.issued() == "0002"
    assert "ANULATA" in account.pdf("0001")
    assert account.status("0001")["invoiceTotalAmount"] == Decimal("121.00")


def test_only_the_last_of_a_series_can_be_deleted(account: Account) -> None:
    account.issued()
    status, text = words(account.change("DELETE", "/invoice", "0001"))
    assert status == 403
    assert text == (
        "Nu poti sterge documentul cu seria si numarul FCT 0001, deoarece nu este ultimul din serie!"
    )
    assert words(account.change("DELETE", "/invoice", "0002"))[1].endswith(
        "FCT0002 a fost stearsa cu succes."
    )
    assert account.status("0002")["errorText"] == "Factura nu a fost gasita"
    assert words(account.change("DELETE", "/invoice", "0002"))[0] == 400
    assert account.change("DELETE", "/invoice", "0001").status_code == 200


def test_the_code_of_that_refusal_is_a_switch() -> None:
    account = Account(delete_code=400)
    account.issued()
    account.issued()
    assert account.change("DELETE", "/invoice", "0001").status_code == 400


@pytest.mark.parametrize(("free", "number"), [(True, "0001"), (False, "0002")])
def test_whether_a_deleted_number_is_given_again_is_a_switch(
    account: Account, free: bool, number: str
) -> None:
    account.sandbox.switches.deleted_number_free = free
    account.change("DELETE", "/invoice", "0001")
    assert account.next_number() == int(number)
    assert account.issued() == number
    assert account.change("DELETE", "/invoice", number).status_code == 200


def test_deleting_a_storno_revives_the_invoice(account: Account) -> None:
    account.reverse("0001")
    account.change("DELETE", "/invoice", "0002")
    assert account.status("0001")["unpaidAmount"] == Decimal("121.00")
    assert account.reverse("0001").status_code == 200


def test_a_proforma_can_be_deleted(account: Account) -> None:
    account.proforma()
    assert words(account.change("DELETE", "/estimate", "0001", "PF"))[0] == 200
    assert account.next_number("PF") == 1


def test_a_closed_period_holds_for_stornos(account: Account) -> None:
    account.company.closed_until = date(2026, 11, 30)
    assert words(account.reverse("0001")) == (400, "Nu puteti adauga documentul intr-o perioada inchisa")
