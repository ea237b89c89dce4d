"""Stock: discharge on issue, its traps and its reading (sheet, section 9)."""

from decimal import Decimal

import httpx
import pytest
from tests.systems.smartbill.simulated import Account, answer, line


@pytest.fixture
def account() -> Account:
    return Account()


@pytest.fixture
def coded() -> Account:
    """A company whose products are matched by code."""
    account = Account()
    account.company.uses_codes = True
    return account


def sold(quantity: object = 1, **fields: object) -> dict[str, object]:
    return line(100, quantity, **{"code": "SKU-1", "warehouseName": "Magazin", **fields})


def names(account: Account) -> list[str]:
    return [product.name for product in account.company.products]


def test_stock_leaves_only_when_asked(account: Account) -> None:
    account.issued(sold(5))
    assert account.left("SKU-1") == 12
    account.issued(sold(5), useStock=True)
    assert account.left("SKU-1") == 7
    account.issued(sold(-1), useStock=True)
    assert account.left("SKU-1") == 8


def test_services_never_touch_stock(account: Account) -> None:
    account.issued(sold(5, isService=True, warehouseName=None), useStock=True)
    assert account.left("SKU-1") == 12


def test_a_draft_and_a_proforma_never_touch_stock(account: Account) -> None:
    account.invoice(sold(5), useStock=True, isDraft=True)
    account.proforma(sold(5), useStock=True)
    assert account.left("SKU-1") == 12


def test_without_codes_the_name_decides_in_any_case(account: Account) -> None:
    account.issued(sold(2, name="CEAS DE MÂNĂ", code="whatever"), useStock=True)
    assert account.left("SKU-1") == 10
    assert "CEAS DE MÂNĂ" in names(account)


def test_with_codes_only_the_code_decides_and_the_stored_name_is_overwritten(coded: Account) -> None:
    coded.issued(sold(2, name="Ceas (ediție nouă)", saveToDb=False), useStock=True)
    assert coded.left("SKU-1") == 10
    assert "Ceas (ediție nouă)" in names(coded)
    assert "sku-1" in coded.error(sold(code="sku-1", name="x sku-1"), useStock=True)


def test_the_stored_name_can_be_kept_where_codes_are_used(coded: Account) -> None:
    coded.issued(sold(name="Altul", useSBProductName=True), useStock=True)
    assert "Altul" not in names(coded)


def test_the_stored_name_cannot_be_kept_without_codes(account: Account) -> None:
    account.issued(sold(name="ceas DE mână", useSBProductName=True), useStock=True)
    assert "ceas DE mână" in names(account)


@pytest.mark.parametrize("renames", [False, True])
def test_whether_other_lines_rename_too_is_a_switch(renames: bool) -> None:
    account = Account(renames_without_stock=renames)
    account.company.uses_codes = True
    account.issued(sold(name="Altul"))
    assert ("Altul" in names(account)) is renames


def test_with_codes_a_line_without_one_is_refused(coded: Account) -> None:
    assert coded.error(line()) == "Produsul Ceas de mână nu are codul specificat."


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"warehouseName": None}, "Gestiunea predatoare nu este setata pentru produsul Ceas de mână."),
        (
            {"warehouseName": "magazin"},
            "Gestiunea predatoare magazin a produsului Ceas de mână nu a fost gasita.",
        ),
        ({"name": "Necunoscut"}, "Nu ai facut nicio achizitie pentru produsul Necunoscut"),
        ({"warehouseName": "Depozit central"}, "Nu ai facut nicio achizitie pentru produsul Ceas de mână"),
        (
            {"measuringUnitName": "BUC"},
            "Unitatea de masura BUC a produsului Ceas de mână nu are factor de conversie setat.",
        ),
        ({"quantity": 13}, "Cantitate stoc insuficienta la <b>Factura FCT 0001</b>"),
    ],
)
def test_a_line_that_cannot_leave_refuses_the_document(
    account: Account, fields: dict[str, object], text: str
) -> None:
    before = account.left("SKU-2")
    assert account.error(sold(name="Curea piele"), sold(**fields), useStock=True).startswith(text)
    assert account.left("SKU-2") == before


def test_two_lines_together_must_not_take_more_than_there_is(account: Account) -> None:
    assert "insuficienta" in account.error(sold(7), sold(6), useStock=True)


def test_a_stock_error_hides_details_in_html(account: Account) -> None:
    assert '<div id="moreErrorDetails"' in account.error(sold(13), useStock=True)


def test_a_name_that_belongs_to_another_code(coded: Account) -> None:
    text = coded.error(sold(code="NEW"), useStock=True)
    assert text == "Exista deja pe stoc un produs cu numele Ceas de mână si codul SKU-1."


def test_without_the_module_there_is_no_stock(account: Account) -> None:
    account.company.stock_module = False
    assert account.error(sold(), useStock=True) == "Modulul stoc nu este activ!"
    assert account.issued(sold())


def test_another_unit_is_converted_by_its_factor(account: Account) -> None:
    account.issued(sold(500, name="Cafea boabe", measuringUnitName="g"), useStock=True)
    assert account.left("SKU-3") == Decimal("24.5")


def test_the_stored_unit_needs_no_factor(account: Account) -> None:
    account.issued(sold(2, name="Cafea boabe", measuringUnitName="@@@@@"), useStock=True)
    assert account.left("SKU-3") == 23


@pytest.mark.parametrize(("takes", "left"), [(True, 7), (False, 12)])
def test_cancel_puts_back_and_restore_takes_again(takes: bool, left: int) -> None:
    account = Account(restore_takes_stock=takes)
    number = account.issued(sold(5), useStock=True)
    account.change("PUT", "/invoice/cancel", number)
    assert account.left("SKU-1") == 12
    account.change("PUT", "/invoice/restore", number)
    assert account.left("SKU-1") == left


def test_storno_and_delete_put_back(account: Account) -> None:
    number = account.issued(sold(5), useStock=True)
    account.reverse(number)
    assert account.left("SKU-1") == 12
    account.change("DELETE", "/invoice", "0002")
    assert account.left("SKU-1") == 7
    account.change("DELETE", "/invoice", "0001")
    assert account.left("SKU-1") == 12


def test_a_cancelled_invoice_gives_nothing_back_when_it_is_deleted(account: Account) -> None:
    number = account.issued(sold(5), useStock=True)
    account.change("PUT", "/invoice/cancel", number)
    account.change("DELETE", "/invoice", number)
    assert account.left("SKU-1") == 12


def test_an_invoice_from_a_proforma_discharges_when_the_proforma_part_says_so(account: Account) -> None:
    account.proforma(sold(3))
    part = {"seriesName": "PF", "number": "0001", "useStock": True}
    account.issued(useEstimateDetails=True, estimate=part, products=None)
    assert account.left("SKU-1") == 9


def stocks(account: Account, **query: str) -> httpx.Response:
    return account.get("/stocks", **{"date": "2026-11-20", **query})


def test_stock_is_listed_by_warehouse(account: Account) -> None:
    body = answer(stocks(account))
    assert body["errorText"] == ""
    assert [entry["warehouse"] for entry in body["list"]] == [
        {"warehouseName": "Magazin", "warehouseType": "en detail"},
        {"warehouseName": "Depozit central", "warehouseType": "en gros"},
    ]
    assert body["list"][1]["products"] == [
        {"productName": "Curea piele", "productCode": "SKU-2", "measuringUnit": "buc", "quantity": 100}
    ]


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ({"warehouseName": "Magazin"}, ["SKU-1", "SKU-2", "SKU-3", "SKU-4"]),
        ({"productCode": "SKU-2"}, ["SKU-2", "SKU-2"]),
        ({"productName": "curea PIELE", "warehouseName": "Magazin"}, ["SKU-2"]),
        ({"productCode": "", "productName": "", "warehouseName": "Depozit central"}, ["SKU-2"]),
        ({"productCode": "sku-2"}, []),
    ],
)
def test_stock_is_filtered_and_empty_filters_are_none(
    account: Account, query: dict[str, str], codes: list[str]
) -> None:
    listed = answer(stocks(account, **query))["list"]
    assert [row["productCode"] for entry in listed for row in entry["products"]] == codes


def test_products_with_nothing_left_may_be_missing() -> None:
    listed = answer(stocks(Account(zero_stock_listed=False), warehouseName="Magazin"))["list"]
    assert "SKU-4" not in [row["productCode"] for row in listed[0]["products"]]


def test_stock_of_an_earlier_day(account: Account) -> None:
    account.clock.advance(account.clock.now().replace(day=22) - account.clock.now())
    account.issued(sold(5), useStock=True)
    assert account.left("SKU-1") == 12
    listed = answer(stocks(account, date="2026-11-22", productCode="SKU-1"))["list"]
    assert listed[0]["products"][0]["quantity"] == 7


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ({"date": ""}, "Data la care vreti sa aflati valoarea stocului trebuie specificata!"),
        ({"date": "20-11-2026"}, "Data trebuie sa fie de forma yyyy-MM-dd."),
        ({"warehouseName": "Pod"}, "Gestiunea Pod nu a fost gasita pe server."),
    ],
)
def test_a_question_for_stock_that_is_refused(account: Account, query: dict[str, str], text: str) -> None:
    reply = stocks(account, **query)
    assert (reply.status_code, answer(reply)["errorText"]) == (400, text)


def test_the_shops_own_list_keeps_the_order_of_its_values(account: Account) -> None:
    products = answer(account.get("/stocks/ecom/", warehouseName="Depozit central"))["products"]
    assert [list(product.values()) for product in products] == [["Curea piele", "SKU-2", "buc", 100]]
