"""What the simulator makes of documents: defaults that surprise, arithmetic, keys, stock, and what comes after."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from tests.systems.oblio.simulated import Account, answer, line

from facturier.systems.oblio.sandbox.book import Kind

# Fields


def test_what_is_not_said_is_taken_for_granted() -> None:
    account = Account()
    assert account.total(line("100.00")) == Decimal("100.00")
    stored = next(one for one in account.company.products if one.name == "Birou")
    assert stored.price == Decimal("100.00")
    assert account.row("0001")["currency"] == "RON"
    assert account.row("0001")["issueDate"] == "2026-11-20"
    assert account.left("SKU-9") == 12


def test_what_is_said_is_not() -> None:
    account = Account()
    assert account.total(line("100.00", vatIncluded=0, save=0)) == Decimal("121.00")
    assert next(one for one in account.company.products if one.name == "Birou").price == Decimal("242.00")


@pytest.mark.parametrize("no", [0, False, "0", "", "false"])
def test_a_no_in_every_spelling(no: Any) -> None:
    assert Account().total(line("100.00", vatIncluded=no)) == Decimal("121.00")


def test_a_form_with_brackets_is_as_good_as_json() -> None:
    """As the vendor's own plug-in sends changes."""
    account = Account()
    number = account.made()
    form = {"cif": account.cif, "seriesName": "FCT", "number": number, "collect[type]": "Card"}
    told = answer(account.http.put("/api/docs/invoice/collect", data=form))
    assert told["data"]["collects"][0]["value"] == "121.0000"
    nested = {
        "cif": account.cif,
        "seriesName": "FCT",
        "client[name]": "Ana",
        "products[0][name]": "Birou",
        "products[0][price]": "10",
    }
    assert answer(account.http.post("/api/docs/invoice", data=nested))["data"]["number"] == "0002"


def test_empty_things_are_absent_and_strange_ones_ignored() -> None:
    """As clients of others send them."""
    number = Account().made(
        line(), collect=[], referenceDocument=[], dueDate="", value=0, noticeNumber=None, made_up={"a": 1}
    )
    assert number == "0001"


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("2026-11-19", date(2026, 11, 19)),
        ("2026-11-19T00:00:00Z", date(2026, 11, 19)),
        ("0001-01-01T00:00:00Z", date(2026, 11, 20)),
    ],
)
def test_dates_as_different_clients_write_them(sent: str, kept: date) -> None:
    account = Account()
    account.made(issueDate=sent)
    assert account.company.documents[0].day == kept


@pytest.mark.parametrize(
    "wrong",
    [
        {"client": {}},
        {"seriesName": "NONE"},
        {"products": []},
        {"issueDate": "20.11.2026"},
        {"products": [{"name": "Birou"}]},
        {"products": [line("ten")]},
        {"products": [line(vatName="Necunoscuta")]},
        {"products": [line(currency="EUR")]},
        {"collect": {"type": "Bitcoin"}},
        {"collect": {"type": "Chitanta"}},
        {"referenceDocument": {"type": "Factura", "seriesName": "FCT", "number": "9", "refund": 1}},
    ],
)
def test_what_is_wrong_is_refused_and_leaves_nothing(wrong: dict[str, Any]) -> None:
    assert Account().refused(**wrong)


def test_a_number_of_ones_own() -> None:
    account = Account()
    assert account.made(disableAutoSeries=1, number="7") == "0007"
    assert account.made() == "0008"
    assert "0007" in account.refused(disableAutoSeries=1, number="0007")


# Arithmetic


@pytest.mark.parametrize(("rounding", "vat"), [("line", "0.54"), ("unit", "0.54"), ("document", "0.53")])
def test_where_vat_is_rounded(rounding: str, vat: str) -> None:
    account = Account(vat_rounding=rounding)
    account.made(*[line("1.02")] * 3)
    assert account.company.documents[0].vat == Decimal(vat)


@pytest.mark.parametrize(
    ("discount", "total"),
    [
        ({"discount": 10}, "190.00"),
        ({"discount": 10, "discountAllAbove": 1}, "190.00"),
        ({"discount": 10, "discountType": "procentual"}, "190.00"),
        ({"discount": 10, "discountType": "procentual", "discountAllAbove": 1}, "180.00"),
    ],
)
def test_discounts(discount: dict[str, Any], total: str) -> None:
    above = (line("100.00"), line("100.00", vatName="Redusa", vatPercentage=11))
    account = Account()
    assert account.total(*above, {"name": "Reducere", **discount}) == Decimal(total)


def test_a_discount_follows_the_way_in_which_the_row_above_was_entered() -> None:
    account = Account()
    discount = {"name": "Reducere", "discount": 10}
    assert account.total(line("100.00", vatIncluded=0), discount) == Decimal("108.90")
    assert account.refused(discount)


# Keys


@pytest.mark.parametrize("reuse", ["same", "refused"])
def test_a_used_key(reuse: str) -> None:
    account = Account(key_reuse=reuse)
    first = answer(account.post(idempotencyKey="shop-1"))
    again = account.post(idempotencyKey="shop-1")
    assert again.status_code == (200 if reuse == "same" else 400)
    assert reuse == "refused" or answer(again) == first
    assert account.made(kind="proforma", idempotencyKey="shop-1") == "0001"
    assert len(account.company.documents) == 2


@pytest.mark.parametrize("frees", [True, False])
def test_a_key_that_is_passed_along_when_its_document_is_deleted(frees: bool) -> None:
    account = Account(delete_frees_key=frees)
    number = account.made(idempotencyKey="shop-1")
    gone = {"seriesName": "FCT", "number": number, "idempotencyKey": "shop-1"}
    assert account.call("DELETE", "/docs/invoice", gone).status_code == 200
    account.made(idempotencyKey="shop-1")
    assert len(list(account.company.standing(Kind.INVOICE))) == frees


# Stock


def test_goods_leave_and_come_back() -> None:
    account = Account()
    goods = line(code="SKU-9", productType="Marfa", management="Magazin", quantity=5)
    number = account.made(goods, useStock=1)
    assert account.left("SKU-9") == 7
    named = {"seriesName": "FCT", "number": number}
    account.call("PUT", "/docs/invoice/cancel", named)
    assert account.left("SKU-9") == 12
    account.call("PUT", "/docs/invoice/restore", named)
    assert account.left("SKU-9") == 7
    account.made(
        products=[], referenceDocument={"type": "Factura", **named, "refund": 1}, useStock=1, client={}
    )
    assert account.left("SKU-9") == 12


def test_a_delivery_note_takes_goods_unless_it_is_told_not_to() -> None:
    account = Account()
    goods = line(code="SKU-9", productType="Marfa", management="Magazin")
    account.made(goods, kind="notice", useStock=0)
    assert account.left("SKU-9") == 12
    account.made(goods, kind="notice")
    assert account.left("SKU-9") == 11


@pytest.mark.parametrize("refused", [True, False])
def test_more_than_there_is(refused: bool) -> None:
    account = Account(shortage_refused=refused)
    goods = line(code="SKU-9", productType="Marfa", management="Rezerva", quantity=5)
    if refused:
        assert "Stoc insuficient" in account.refused(goods, useStock=1)
    else:
        account.made(goods, useStock=1)
        assert account.left("SKU-9", "Rezerva") == -1


@pytest.mark.parametrize(
    "strange", [{"management": "Nimic"}, {"management": ""}, {"productType": "Ambalaje"}, {"code": "SKU-0"}]
)
def test_goods_that_are_not_there(strange: dict[str, str]) -> None:
    goods = line(**{"code": "SKU-9", "productType": "Marfa", "management": "Magazin", **strange})
    assert Account().refused(goods, useStock=1)
