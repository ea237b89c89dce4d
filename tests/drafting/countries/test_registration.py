import pytest
from hypothesis import given
from hypothesis import strategies as st

from facturier.drafting.countries.registration import registration


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("J12/345/2020", "J12/345/2020"),
        ("j12/345/2020", "J12/345/2020"),
        ("J 12 / 345 / 2020", "J12/345/2020"),
        ("J/12/345/2020", "J12/345/2020"),
        ("J-12-345-2020", "J12/345/2020"),
        ("J1/345/2020", "J01/345/2020"),
        ("J40/12345/12.05.1999", "J40/12345/1999"),
        ("Reg. Com. J12/123/2001", "J12/123/2001"),
        ("Nr. Reg. Com.: F52/7/2010", "F52/7/2010"),
        ("C12/1/2005", "C12/1/2005"),
        ("J2012000750528", "J2012000750528"),
        ("J 2012 000750 52 8", "J2012000750528"),
        ("J2020000345123", "J2020000345123"),
        ("reg. com. J2020000345123", "J2020000345123"),
    ],
)
def test_both_romanian_forms_are_read(typed: str, normal: str) -> None:
    number = registration(typed, "RO")
    assert number is not None
    assert (number.kind, number.normal, number.valid) == ("RO-ONRC", normal, True)


@pytest.mark.parametrize(
    "typed",
    [
        "J53/345/2020",
        "J12/0/2020",
        "J12/345/1899",
        "X12/345/2020",
        "J2020000345128",
        "J2020000345413",
        "14399840",
        "da",
    ],
)
def test_what_is_no_register_number_says_so(typed: str) -> None:
    number = registration(typed, "RO")
    assert number is not None
    assert not number.valid
    assert "trade register" in str(number.why)


@pytest.mark.parametrize("typed", ["", "  ", "-", "./."])
def test_nothing_typed_is_nothing(typed: str) -> None:
    assert registration(typed, "RO") is None


def test_other_countries_numbers_are_taken_as_they_are() -> None:
    number = registration(" mi-1234567 ", "it")
    assert number is not None
    assert (number.kind, number.normal, number.valid) == ("IT-REG", "MI-1234567", True)


@given(st.integers(1, 999_999), st.integers(1990, 2026), st.sampled_from([0, 1, 12, 40, 51, 52]), st.data())
def test_the_new_forms_check_digit_catches_one_changed_digit(
    serial: int, year: int, office: int, data: st.DataObject
) -> None:
    body = f"{year}{serial:06d}{office:02d}"
    number = f"J{body}{(4 + sum(map(int, body))) % 10}"
    read = registration(number, "RO")
    assert read is not None
    assert read.valid
    at = data.draw(st.integers(1, 13))
    changed = number[:at] + str((int(number[at]) + data.draw(st.integers(1, 9))) % 10) + number[at + 1 :]
    wrong = registration(changed, "RO")
    assert wrong is not None
    assert not wrong.valid
