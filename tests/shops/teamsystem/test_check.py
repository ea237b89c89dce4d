"""The connection test says what is wrong, and where to put it right."""

from typing import Any

import pytest
from tests.shops.teamsystem.support import ENTRY, Desk, item, order, told

from facturier.ports.offers import Check

INFO = {"uid": 132, "url": "https://bottega.test", "store_name": "Bottega"}
GOOD: dict[str, Any] = {
    "/store/info.json": INFO,
    "/orders/statuses.json": [{"0": "Attesa Pagamento"}, {"1": "Pagato"}],
    "/products/paginated_list.json": [],
}


def lines(answers: dict[str, Any] | None = None, **values: Any) -> dict[str, Check]:
    shop, _ = told({**GOOD, **(answers or {})}, **values)
    return {str(check.what): check for check in shop.check()}


def wrong(answers: dict[str, Any] | None = None, **values: Any) -> str:
    """The one line that fails."""
    (failed,) = [check for check in lines(answers, **values).values() if not check.ok]
    return f"{failed.what}: {failed.detail}"


def test_all_is_well() -> None:
    done = lines()
    assert all(check.ok for check in done.values()), done
    assert "117.5 EUR" in str(done["An order, read on trial"].detail)
    assert "22 %" in str(done["Taxes configured (right: taxes)"].detail)
    assert "Bottega" in str(done["Shop online"].detail)


def test_keys_of_another_shop() -> None:
    assert "https://altra.test" in wrong({"/store/info.json": {**INFO, "url": "https://altra.test"}})
    assert lines({"/store/info.json": {**INFO, "url": "www.bottega.test/"}})["Shop online"].ok


def test_a_status_that_nobody_explained() -> None:
    assert "9 Reso" in wrong({"/orders/statuses.json": [{"9": "Reso"}]})
    lines({"/orders/statuses.json": [{"9": "Reso"}]}, statuses="4 = open\n9 = cancelled")


def test_lines_that_do_not_come_to_the_total() -> None:
    payload = order(total=29.9, items={"7#|#": item(25)}, surcharge=4.9)
    answers = {"/orders/order.json": payload, "/orders/list.json": [{**ENTRY, "total": 29.9}]}
    assert "come to 25, its total is 29.9" in wrong(answers)
    assert lines(answers, fields="fee = cart.surcharge")["An order, read on trial"].ok


def test_an_order_that_cannot_be_read() -> None:
    assert "`status`" in wrong({"/orders/order.json": {"orderID": ENTRY["orderID"]}})


def test_a_product_without_a_rate() -> None:
    assert "Maglietta" in wrong({"/products/product.json": {"uid": 105251}})


def test_the_same_where_prices_are_net() -> None:
    payload = order(total=12.2, items={"7#|#": item(12.2)})
    answers = {
        "/products/product.json": {},
        "/orders/order.json": payload,
        "/orders/list.json": [{**ENTRY, "total": 12.2}],
    }
    assert "Tazza" in wrong(answers, prices_include_vat=False)


def test_a_shop_without_orders() -> None:
    assert all(check.ok for check in lines({"/orders/list.json": []}).values())


def test_a_shop_without_taxes() -> None:
    done = lines({"/taxes/list.json": []}, vat_source="usual")
    assert [str(check.what) for check in done.values() if not check.ok] == ["Taxes configured (right: taxes)"]


def test_countries_that_cannot_be_understood() -> None:
    assert "Country numbers" in wrong({"/countries/list.json": ["Italia"]})


@pytest.mark.parametrize(("invoicing", "good"), [("enabled", True), (1, True), ("no", False), (0, False)])
def test_a_line_that_a_person_added(invoicing: object, good: bool) -> None:
    added = "Invoicing enabled; /store/settings.json; billing.invoicing"
    done = lines({"/store/settings.json": {"billing": {"invoicing": invoicing}}}, further_checks=added)
    assert done["Invoicing enabled"].ok == good


def test_a_missing_right_fails_its_own_line_alone() -> None:
    desk = Desk()
    desk.place()
    assert all(check.ok for check in desk.shop.check())
    desk.sandbox.faults.add("error_503", "/taxes/")
    failed = [str(check.what) for check in desk.shop.check() if not check.ok]
    assert failed == ["An order, read on trial", "Taxes configured (right: taxes)"]
