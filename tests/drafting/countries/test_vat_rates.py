from datetime import date
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facturier.drafting.countries.eu import MEMBER_STATES
from facturier.drafting.countries.vat_rates import (
    COUNTRIES,
    RateKind,
    is_rate,
    outdated,
    rates_on,
    standard_rate,
)

LAST_OLD, FIRST_NEW = date(2025, 7, 31), date(2025, 8, 1)


@pytest.mark.parametrize(
    ("percent", "before", "after"),
    [("19", True, False), ("9", True, False), ("5", True, False), ("21", False, True), ("11", False, True)],
)
def test_romania_changed_its_rates_on_the_first_of_august_2025(
    percent: str, before: bool, after: bool
) -> None:
    assert is_rate("RO", D(percent), LAST_OLD) is before
    assert is_rate("RO", D(percent), FIRST_NEW) is after


@pytest.mark.parametrize("percent", ["19", "9", "5", "19.00"])
@pytest.mark.parametrize("day", [FIRST_NEW, date(2026, 7, 31), date(2026, 11, 1)])
def test_an_old_romanian_rate_is_outdated_from_that_day(percent: str, day: date) -> None:
    old = outdated("RO", D(percent), day)
    assert old is not None
    assert (old.percent, old.until, old.scope) == (D(percent), LAST_OLD, "")
    assert outdated("RO", D(percent), LAST_OLD) is None


@pytest.mark.parametrize("percent", ["21", "11", "20", "7", "0"])
def test_a_new_rate_and_one_that_never_was_are_not_outdated(percent: str) -> None:
    assert outdated("RO", D(percent), FIRST_NEW) is None


def test_nine_percent_stays_for_housing_for_a_year() -> None:
    assert is_rate("RO", D(9), FIRST_NEW, scope="housing")
    assert is_rate("RO", D(9), date(2026, 7, 31), scope="housing")
    assert not is_rate("RO", D(9), date(2026, 8, 1), scope="housing")
    assert outdated("RO", D(9), FIRST_NEW, scope="housing") is None
    late = outdated("RO", D(9), date(2026, 8, 1), scope="housing")
    assert late is not None
    assert late.until == date(2026, 7, 31)


def test_rates_of_a_day_come_highest_first() -> None:
    assert [rate.percent for rate in rates_on("RO", LAST_OLD)] == [19, 9, 5]
    assert [(int(rate.percent), rate.scope) for rate in rates_on("RO", FIRST_NEW)] == [
        (21, ""),
        (11, ""),
        (9, "housing"),
    ]
    assert [rate.percent for rate in rates_on("RO", date(2026, 8, 1))] == [21, 11]
    assert [rate.percent for rate in rates_on("IT", FIRST_NEW)] == [22, 10, 5, 4]
    assert [rate.percent for rate in rates_on("PL", FIRST_NEW)] == [23, 8, 5, 0]


def test_an_unknown_country_has_no_rates() -> None:
    assert rates_on("US", FIRST_NEW) == ()
    assert standard_rate("US", FIRST_NEW) is None
    assert outdated("US", D(19), FIRST_NEW) is None


@pytest.mark.parametrize("country", sorted(MEMBER_STATES))
def test_every_member_has_one_standard_rate_above_all_others(country: str) -> None:
    for day in (FIRST_NEW, date(2026, 11, 1)):
        standard = standard_rate(country, day)
        assert standard is not None
        assert rates_on(country, day)[0] == standard
        assert sum(rate.kind is RateKind.STANDARD for rate in rates_on(country, day)) == 1
        assert 15 <= standard.percent <= 27, "Directive 2006/112 art. 97 asks for 15 % at least"


def test_nothing_but_the_three_home_markets_is_more_than_a_guess() -> None:
    assert COUNTRIES == MEMBER_STATES
    for country in MEMBER_STATES - {"RO", "IT", "PL"}:
        assert {rate.basis for rate in rates_on(country, FIRST_NEW)} == {"guess"}
    for country in ("RO", "IT", "PL"):
        assert all(rate.basis != "guess" and rate.source for rate in rates_on(country, FIRST_NEW))


@pytest.mark.parametrize(
    ("country", "percent", "last"),
    [("SK", "20", date(2024, 12, 31)), ("EE", "22", date(2025, 6, 30)), ("FI", "24", date(2024, 8, 31))],
)
def test_neighbours_changes_are_known(country: str, percent: str, last: date) -> None:
    assert is_rate(country, D(percent), last)
    old = outdated(country, D(percent), date(2026, 1, 1))
    assert old is not None
    assert old.until == last


@given(
    st.sampled_from(sorted(COUNTRIES)),
    st.decimals(0, 30, places=1),
    st.dates(date(2018, 1, 1), date(2030, 1, 1)),
)
def test_a_percentage_is_never_both_valid_and_outdated(country: str, percent: D, day: date) -> None:
    old = outdated(country, percent, day)
    if is_rate(country, percent, day):
        assert old is None
    if old is not None:
        assert old.percent == percent
        assert old.until is not None
        assert is_rate(country, percent, old.until)
