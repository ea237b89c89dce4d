from datetime import date

import pytest

from facturier.drafting.countries.eu import (
    MEMBER_STATES,
    VAT_PREFIXES,
    country_name,
    country_of_prefix,
    is_member,
    iso_country,
    uses_euro,
    vat_prefix,
)

TODAY = date(2026, 11, 1)


def test_there_are_twenty_seven_members_and_twenty_eight_prefixes() -> None:
    assert len(MEMBER_STATES) == 27
    assert len(VAT_PREFIXES) == 28
    assert {country_of_prefix(prefix) for prefix in VAT_PREFIXES} == MEMBER_STATES | {"GB"}


@pytest.mark.parametrize("state", sorted(MEMBER_STATES))
def test_a_members_prefix_leads_back_to_it(state: str) -> None:
    assert country_of_prefix(vat_prefix(state)) == state
    assert is_member(state, TODAY)


def test_greece_and_northern_ireland_are_the_odd_ones() -> None:
    assert (vat_prefix("GR"), country_of_prefix("EL"), country_of_prefix("GR")) == ("EL", "GR", "")
    assert (vat_prefix("GB"), country_of_prefix("XI")) == ("", "GB")
    assert iso_country(" el ") == "GR"
    assert iso_country("ro") == "RO"


def test_membership_has_dates() -> None:
    assert is_member("GB", date(2020, 12, 31))
    assert not is_member("GB", date(2021, 1, 1))
    assert is_member("HR", date(2013, 7, 1))
    assert not is_member("HR", date(2013, 6, 30))
    assert not is_member("US", TODAY)


def test_the_euro_area_grows() -> None:
    assert sum(uses_euro(state, date(2022, 12, 31)) for state in MEMBER_STATES) == 19
    assert sum(uses_euro(state, date(2023, 1, 1)) for state in MEMBER_STATES) == 20
    assert not uses_euro("BG", date(2025, 12, 31))
    assert uses_euro("BG", date(2026, 1, 1))
    assert [state for state in ("CZ", "DK", "HU", "PL", "RO", "SE") if uses_euro(state, TODAY)] == []


@pytest.mark.parametrize(
    ("code", "english", "romanian"),
    [
        ("DE", "Germany", "Germania"),
        ("RO", "Romania", "România"),
        ("GR", "Greece", "Grecia"),
        ("US", "United States", "Statele Unite ale Americii"),
    ],
)
def test_countries_have_names(code: str, english: str, romanian: str) -> None:
    assert country_name(code) == english
    assert country_name(code, "ro") == romanian


def test_an_unknown_code_stays_what_it_is() -> None:
    assert country_name("Q9") == "Q9"
