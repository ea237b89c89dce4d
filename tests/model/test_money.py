"""Amounts to the cent: half up, away from zero on a tie, and VAT that fits its net."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facturier.model.money import CENT, ZERO, rounded, total, vat_inside, vat_on

CENTS = st.integers(-(10**12), 10**12).map(lambda cents: Decimal(cents) * CENT)
RATES = st.integers(0, 2700).map(lambda hundredths: Decimal(hundredths) / 100)
AMOUNTS = st.decimals(-(10**9), 10**9, places=9)


@pytest.mark.parametrize(
    ("amount", "cents"),
    [
        ("0.005", "0.01"),
        ("-0.005", "-0.01"),
        ("2.675", "2.68"),
        ("-2.675", "-2.68"),
        ("1.0049999", "1.00"),
        ("1.015", "1.02"),
        ("1.025", "1.03"),
        ("7", "7.00"),
    ],
)
def test_a_tie_goes_away_from_zero(amount: str, cents: str) -> None:
    assert str(rounded(Decimal(amount))) == cents


@pytest.mark.parametrize(
    ("places", "expected"), [(0, "2"), (1, "2.5"), (4, "2.4691"), (15, "2.469135000000000")]
)
def test_any_number_of_places(places: int, expected: str) -> None:
    assert str(rounded(Decimal("2.469135"), places)) == expected


@given(AMOUNTS, st.integers(0, 8))
def test_rounding_is_near_symmetric_and_done_once(amount: Decimal, places: int) -> None:
    step = Decimal(1).scaleb(-places)
    result = rounded(amount, places)
    assert abs(result - amount) <= step / 2
    assert rounded(-amount, places) == -result
    assert rounded(result, places) == result


@pytest.mark.parametrize(
    ("gross", "percent", "vat"),
    [
        ("121.00", "21", "21.00"),
        ("100.00", "19", "15.97"),
        ("11.10", "11", "1.10"),
        ("-100.00", "19", "-15.97"),
        ("0.01", "21", "0.00"),
        ("50.00", "0", "0.00"),
    ],
)
def test_vat_inside_a_gross_amount(gross: str, percent: str, vat: str) -> None:
    assert str(vat_inside(Decimal(gross), Decimal(percent))) == vat


@given(CENTS, RATES)
def test_vat_put_on_a_net_amount_is_found_again_in_its_gross(net: Decimal, percent: Decimal) -> None:
    vat = vat_on(net, percent)
    assert vat_inside(net + vat, percent) == vat


@given(CENTS, RATES)
def test_what_is_left_of_a_gross_amount_is_its_net_within_a_cent(gross: Decimal, percent: Decimal) -> None:
    vat = vat_inside(gross, percent)
    net = gross - vat
    assert abs(vat_on(net, percent) - vat) <= CENT
    assert vat_inside(-gross, percent) == -vat
    assert abs(vat) <= abs(gross)


@given(st.lists(CENTS, max_size=30))
def test_a_sum_is_exact_whatever_the_order(amounts: list[Decimal]) -> None:
    assert total(amounts) == total(reversed(amounts)) == Decimal(sum(int(a * 100) for a in amounts)) / 100


def test_the_sum_of_nothing_is_nothing() -> None:
    assert total([]) == ZERO
