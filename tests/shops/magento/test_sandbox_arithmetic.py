"""Magento's arithmetic: against real orders, and as identities over many made-up ones (section 5)."""

from datetime import UTC, datetime
from decimal import Decimal
from itertools import product as combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.shops.magento.sandbox_identities import check_identities, check_taxes, number

from facturier.shops.magento.sandbox.arithmetic import (
    Priced,
    Rounding,
    Rules,
    compute,
    percent_off,
    spread,
)
from facturier.shops.magento.sandbox.basket import Basket, Carriage, Coupon, Item
from facturier.shops.magento.sandbox.document import order_document
from facturier.shops.magento.sandbox.orders import random_order, real
from facturier.shops.magento.sandbox.people import person

NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)
CENT = Decimal("0.01")
COFFEE, BOOK = Decimal("119.90"), Decimal("34.99")


def two(coffees: int, books: int) -> tuple[Item, ...]:
    return (
        Item("CAF-1KG", "Cafea", COFFEE, Decimal(coffees)),
        Item("CARTE-01", "Carte", BOOK, Decimal(books), Decimal(11)),
    )


REAL = {
    "01_ro_b2b_cui": Basket(person(Random(1)), two(3, 2), Carriage(Decimal(25))),
    "06_ro_coupon_percent": Basket(
        person(Random(1)),
        two(1, 3),
        coupon=Coupon("vara10", Decimal(10)),
        rules=Rules(discount_includes_tax=True),
        row_after_discount=True,
    ),
    "incl_01_ro_b2b_cui": Basket(
        person(Random(1)), two(3, 2), Carriage(Decimal(25), Decimal(21)), rules=Rules(prices_include_tax=True)
    ),
    "incl_06_ro_coupon_percent": Basket(
        person(Random(1)),
        two(1, 3),
        Carriage(Decimal(20), Decimal(21)),
        Coupon("vara10", Decimal(10)),
        rules=Rules(prices_include_tax=True),
        row_after_discount=True,
    ),
}


@pytest.mark.parametrize("name", REAL)
def test_the_figures_of_a_real_shop_come_out(name: str) -> None:
    wanted, made = real(name), order_document(REAL[name], 1, NOW)
    money = [
        field for field, value in wanted.items() if isinstance(value, Decimal | int) and "id" not in field
    ]
    assert {field: made.get(field) for field in money if field != "weight"} == {
        field: wanted[field] for field in money if field != "weight"
    }
    for mine, theirs in zip(made["items"], wanted["items"], strict=True):
        same = [field for field in theirs if field in mine and not field.endswith(("_id", "_at", "name"))]
        same.remove("extension_attributes")
        assert {field: mine[field] for field in same} == {field: theirs[field] for field in same}
    taxes = ("applied_taxes",)
    for field in taxes:
        assert made["extension_attributes"][field] == wanted["extension_attributes"][field]


def test_two_thousand_orders_keep_every_identity() -> None:
    random = Random(11)
    totals = []
    for entity_id in range(101, 2101):
        order = random_order(random, entity_id, NOW)
        check_identities(order)
        check_taxes(order)
        totals.append(number(order, "grand_total"))
    assert min(totals) >= 0
    assert len(set(totals)) > 1500


prices = st.decimals(min_value=Decimal("0.01"), max_value=Decimal(3000), places=2)
priced = st.builds(
    Priced,
    price=prices,
    quantity=st.integers(1, 20).map(Decimal),
    rate=st.sampled_from([Decimal(0), Decimal(5), Decimal(11), Decimal(21), Decimal(22)]),
)
rules = st.builds(
    Rules,
    prices_include_tax=st.booleans(),
    rounding=st.sampled_from(Rounding),
    discount_includes_tax=st.booleans(),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(priced, min_size=1, max_size=8), rules)
def test_a_gross_catalogue_is_paid_as_marked(rows: list[Priced], shop: Rules) -> None:
    for row, taxed in zip(rows, compute(rows, shop), strict=True):
        if shop.prices_include_tax:
            assert taxed.gross == row.price * row.quantity
        else:
            assert taxed.row_total == row.price * row.quantity
        assert taxed.row_total_incl_tax == taxed.row_total + taxed.tax + taxed.compensation


@settings(max_examples=150, deadline=None)
@given(st.lists(priced, min_size=1, max_size=8), st.booleans(), st.integers(1, 100))
def test_rounding_by_row_is_within_half_a_cent(rows: list[Priced], gross: bool, percent: int) -> None:
    discounts = percent_off(rows, Decimal(percent))
    rows = [
        Priced(row.price, row.quantity, row.rate, min(discount, row.price * row.quantity))
        for row, discount in zip(rows, discounts, strict=True)
    ]
    for row, taxed in zip(rows, compute(rows, Rules(prices_include_tax=gross)), strict=True):
        base = row.price * row.quantity - row.discount
        exact = base * row.rate / (100 + row.rate if gross else 100)
        assert abs(taxed.tax - exact) <= CENT / 2
        assert taxed.gross == (base if gross else base + taxed.tax)


@settings(max_examples=100, deadline=None)
@given(st.lists(priced, min_size=1, max_size=30), st.booleans())
def test_rounding_in_total_is_within_half_a_cent_of_each_rate(rows: list[Priced], gross: bool) -> None:
    taxed = compute(rows, Rules(prices_include_tax=gross, rounding=Rounding.TOTAL))
    for rate in {row.rate for row in rows}:
        mine = [(row, done) for row, done in zip(rows, taxed, strict=True) if row.rate == rate]
        worth = sum((row.price * row.quantity for row, _ in mine), Decimal(0))
        exact = worth * rate / (100 + rate if gross else Decimal(100))
        assert abs(sum((done.tax for _, done in mine), Decimal(0)) - exact) <= CENT / 2 + Decimal("0.00001")


@settings(max_examples=100, deadline=None)
@given(st.lists(priced, min_size=1, max_size=12), prices)
def test_a_fixed_discount_is_spread_whole(rows: list[Priced], whole: Decimal) -> None:
    shares = spread(whole, rows)
    values = [row.price * row.quantity for row in rows]
    assert sum(shares) == min(whole, sum(values))
    assert all(0 <= share <= value + CENT for share, value in zip(shares, values, strict=True))


@settings(max_examples=100, deadline=None)
@given(st.lists(priced, min_size=1, max_size=12), st.integers(0, 100))
def test_a_percentage_is_off_the_sum(rows: list[Priced], percent: int) -> None:
    exact = sum((row.price * row.quantity for row in rows), Decimal(0)) * percent / 100
    assert abs(sum(percent_off(rows, Decimal(percent)), Decimal(0)) - exact) <= CENT / 2


def test_the_three_roundings_differ() -> None:
    """Seven pots at 33.33 and thirteen pens at 1.65, net, 21 %: tax by piece, by row and in total."""
    rows = [
        Priced(Decimal("33.33"), Decimal(7), Decimal(21)),
        Priced(Decimal("1.65"), Decimal(13), Decimal(21)),
    ]
    found = {rounding: sum(t.tax for t in compute(rows, Rules(rounding=rounding))) for rounding in Rounding}
    assert found == {
        Rounding.UNIT: Decimal("53.55"),
        Rounding.ROW: Decimal("53.50"),
        Rounding.TOTAL: Decimal("53.50"),
    }


def test_the_worked_example_of_the_sheet() -> None:
    """Two shirts at 121.00 gross, 10 % off: 24.20 discount, 37.80 tax, 4.20 compensation, 217.80 to pay."""
    (shirt,) = compute(
        [Priced(Decimal(121), Decimal(2), Decimal(21), Decimal("24.2"))], Rules(prices_include_tax=True)
    )
    assert (shirt.row_total, shirt.row_total_incl_tax) == (Decimal(200), Decimal(242))
    assert (shirt.tax, shirt.compensation, shirt.gross) == (Decimal("37.8"), Decimal("4.2"), Decimal("217.8"))


@pytest.mark.parametrize(("gross", "rounding"), list(combinations([False, True], Rounding)))
def test_a_price_given_away_costs_nothing(gross: bool, rounding: Rounding) -> None:
    row = Priced(Decimal("27.49"), Decimal(3), Decimal(21), Decimal("82.47"))
    (taxed,) = compute([row], Rules(gross, rounding))
    assert taxed.gross == 0
    assert taxed.tax == 0
