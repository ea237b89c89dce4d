"""Totals and the traps of discounts (sheet, sections 6 and 7)."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.systems.smartbill.simulated import Account, discount, line

money = st.decimals("0.01", "9999.99", places=2)


@pytest.fixture
def account() -> Account:
    return Account()


@pytest.mark.parametrize(
    ("fields", "total"),
    [
        ({"price": 100}, "121.00"),
        ({"price": 100, "isTaxIncluded": True}, "100.00"),
        ({"price": 100, "quantity": -2}, "-242.00"),
        ({"price": 100, "quantity": 0}, "0.00"),
        ({"price": 0}, "0.00"),
        ({"price": Decimal("0.03"), "quantity": Decimal("0.5")}, "0.02"),
        ({"price": 100, "taxName": "Redusa", "taxPercentage": 11}, "111.00"),
        ({"price": 100, "taxName": None, "taxPercentage": 11}, "111.00"),
        ({"price": 100, "taxName": "SDD", "taxPercentage": 0}, "100.00"),
    ],
)
def test_the_total_of_a_line(account: Account, fields: dict[str, object], total: str) -> None:
    assert account.total(line(**fields)) == Decimal(total)


@settings(max_examples=40)
@given(st.lists(st.tuples(money, st.integers(1, 9)), min_size=1, max_size=6))
def test_gross_lines_add_up_to_what_they_say(lines: list[tuple[Decimal, int]]) -> None:
    wanted = sum((price * quantity for price, quantity in lines), Decimal(0))
    products = [line(price, quantity, isTaxIncluded=True) for price, quantity in lines]
    for rounding in ("line", "unit", "document"):
        assert Account(vat_rounding=rounding).total(*products) == wanted


@pytest.mark.parametrize(("rounding", "total"), [("line", "1.83"), ("unit", "1.80"), ("document", "1.82")])
def test_where_vat_is_rounded_shows_in_the_total(rounding: str, total: str) -> None:
    """Three lines of 5 x 0.10: VAT of 3 x 0.11, 15 x 0.02 or once 0.315."""
    assert Account(vat_rounding=rounding).total(*[line(Decimal("0.10"), 5)] * 3) == Decimal(total)


@pytest.mark.parametrize(
    ("precision", "total"), [(0, "0.01"), (2, "0.01"), (3, "0.015"), (4, "0.0149"), (9, "0.0149")]
)
def test_precision_lies_between_2_and_4(account: Account, precision: int, total: str) -> None:
    assert account.total(line(Decimal("0.0123")), precision=precision) == Decimal(total)


@pytest.mark.parametrize(("rounds", "total"), [(False, "1.23"), (True, "1.00")])
def test_whether_a_unit_price_is_cut_is_a_switch(rounds: bool, total: str) -> None:
    account = Account(rounds_price=rounds)
    assert account.total(line(Decimal("0.0123"), 100, isTaxIncluded=True)) == Decimal(total)


def test_a_price_in_another_currency_is_converted(account: Account) -> None:
    product = line(10, isTaxIncluded=True, currency="EUR", exchangeRate=5)
    assert account.total(product) == Decimal("50.00")
    assert account.total(line(100, isTaxIncluded=True, currency="RON"), currency="EUR", exchangeRate=5) == 20


@pytest.mark.parametrize("name", ["Taxare inversa", "TVA Inclus"])
def test_a_nameless_zero_rate_gets_a_name_of_its_own(name: str) -> None:
    account = Account(zero_rate_name=name)
    assert name in account.pdf(account.issued(line(taxName=None, taxPercentage=0)))


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"taxPercentage": 19}, "Cota tva a produsului Ceas de mână nu a fost gasita pe server!"),
        ({"taxPercentage": 11}, "Cota tva a produsului Ceas de mână nu a fost gasita pe server!"),
        ({"taxPercentage": None}, "Trebuie sa setezi o cota tva pentru produsul Ceas de mână"),
        ({"name": ""}, "name trebuie specificat pentru fiecare produs"),
        ({"quantity": None}, "quantity trebuie specificat pentru fiecare produs"),
        ({"price": None}, "price trebuie specificat pentru fiecare produs"),
        ({"price": -1}, "price trebuie sa fie mai mare sau egal cu 0 pentru fiecare produs"),
        ({"measuringUnitName": None}, "measuringUnitName trebuie specificat pentru fiecare produs"),
        ({"currency": "XXX"}, "Moneda nu a fost gasita pe server!"),
    ],
)
def test_a_line_that_is_refused(account: Account, fields: dict[str, object], text: str) -> None:
    assert account.error(line(**fields)) == text


def test_the_stored_unit_can_be_asked_for(account: Account) -> None:
    assert "2 kg x 10" in account.pdf(
        account.issued(line(10, 2, name="Cafea boabe", measuringUnitName="@@@@@"))
    )


def percent(value: object = 10, rows: int | None = 1, **fields: object) -> dict[str, object]:
    return discount(numberOfItems=rows, discountType=2, discountPercentage=value, **fields)


def value(amount: object = -10, rows: int | None = 1, **fields: object) -> dict[str, object]:
    return discount(numberOfItems=rows, discountType=1, discountValue=amount, **fields)


@pytest.mark.parametrize(
    ("discounted", "total"),
    [
        (value(-10), "108.90"),
        (value(10), "133.10"),
        (value(-10, taxName="Normala", taxPercentage=21, isTaxIncluded=True), "111.00"),
        (value(-10, None), "121.00"),
        (value(-10, 0), "121.00"),
        (percent(10), "108.90"),
        (percent(100), "0.00"),
        (percent(10, None), "121.00"),
        (discount(numberOfItems=1, discountPercentage=10), "108.90"),
        (discount(numberOfItems=1, discountType=3, discountValue=-10), "111.00"),
    ],
    ids=str,
)
def test_one_discount_on_100_net_at_21(account: Account, discounted: dict[str, object], total: str) -> None:
    """Sign, missing numberOfItems, default type and a type that corrupts the VAT, all with a 200."""
    assert account.total(line(100), discounted) == Decimal(total)


def test_a_discount_without_rows_above_is_ignored(account: Account) -> None:
    assert account.total(value(-10), line(100)) == Decimal("121.00")


def test_a_discount_counts_only_the_rows_right_above(account: Account) -> None:
    assert account.total(line(100), line(50), percent(10, 1)) == Decimal("175.45")
    assert account.total(line(100), line(50), percent(10, 2)) == Decimal("163.35")


def test_a_second_discount_counts_the_first(account: Account) -> None:
    assert account.total(line(100), percent(10, 1), percent(10, 2)) == Decimal("98.01")


def test_a_percent_discount_follows_gross_lines(account: Account) -> None:
    assert account.total(line(100, isTaxIncluded=True), percent(10)) == Decimal("90.00")


@pytest.mark.parametrize("share", [None, 0, -10, 101])
def test_a_percent_must_be_a_percent(account: Account, share: int | None) -> None:
    assert account.error(line(), percent(share)) == "Trebuie sa introduceti valoarea procentului!"


def test_a_percent_over_several_rates_is_refused(account: Account) -> None:
    text = account.error(line(), line(taxName="Redusa", taxPercentage=11), percent(10, 2))
    assert "cote de tva diferite" in text


def test_a_value_over_several_rates_needs_its_own(account: Account) -> None:
    products = [line(), line(taxName="Redusa", taxPercentage=11)]
    assert account.error(*products, value(-10, 2)).startswith("Trebuie sa setezi o cota tva")
    assert account.total(*products, value(-10, 2, taxName="Redusa", taxPercentage=11)) == Decimal("220.90")


def test_a_company_that_pays_no_vat_has_no_taxes() -> None:
    account = Account()
    account.cif = account.sandbox.account["non_payer_cif"]
    plain = line(code="SKU-1", taxName=None, taxPercentage=None)
    assert account.total(plain) == Decimal("100.00")
    assert account.error(line(code="SKU-1")).startswith("Cota tva")
    account.sandbox.switches.nonpayer_tax = "ignored"
    assert account.total(line(code="SKU-1")) == Decimal("100.00")


def test_400_rows_are_the_most(account: Account) -> None:
    assert account.invoice(*[line()] * 400).status_code == 200
    reply = account.invoice(*[line()] * 401)
    assert reply.status_code == 410
    assert "400" in reply.json()["errorText"]
