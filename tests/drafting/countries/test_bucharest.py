"""Sectors 1 to 6 in the spellings that shops send."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from facturier.drafting.countries import bucharest

ROMAN = ["", "I", "II", "III", "IV", "V", "VI"]
SPOKEN = ["", "unu", "doi", "trei", "patru", "cinci", "șase"]

ALONE = [
    "Sector {n}",
    "SECTOR {n}",
    "SECTOR{n}",
    "sector{n}",
    "Sectorul {n}",
    "SECTORUL {n}",
    "sectoru {n}",
    "Sector-{n}",
    "Sector: {n}",
    "Sector nr. {n}",
    "Sect. {n}",
    "SECT. {n}",
    "sect{n}",
    "Sec. {n}",
    "S{n}",
    "s.{n}",
    "S {n}",
    "Sector {roman}",
    "Sectorul {roman}",
    "sectorul {spoken}",
]
WITH_CITY = [
    "Bucuresti, Sector {n}",
    "București, sector {n}",
    "Bucureşti, sectorul {n}",
    "BUCURESTI SECTOR {n}",
    "București - Sector {n}",
    "Bucuresti/Sector {n}",
    "Mun. Bucuresti, sect. {n}",
    "Municipiul București, Sectorul {n}",
    "Sector {n}, Bucuresti",
    "Sectorul {n} Bucuresti",
    "Bucuresti S{n}",
    "Bucuresti (Sector {n})",
    "Bucharest, Sector {n}",
    "Bucuresti sector {roman}",
]
IN_STREETS = [
    "Str. Unirii 10, sector {n}",
    "Bd. Unirii nr. 10, bl. S3, sc. 2, et. 4, ap. 5, Sector {n}",
    "Calea Victoriei 5 SECT. {n}",
    "Sos. Panduri 3, sectorul {n}, interfon 12",
    "sector {n} str. X",
    "bl. S1, sectorul {roman}",
]


def fill(spelling: str, n: int) -> str:
    return spelling.format(n=n, roman=ROMAN[n], spoken=SPOKEN[n])


@pytest.mark.parametrize("n", bucharest.SECTORS)
@pytest.mark.parametrize("spelling", ALONE)
def test_a_sector_alone_in_the_city_field(spelling: str, n: int) -> None:
    text = fill(spelling, n)
    assert bucharest.sector_alone(text) == n
    assert bucharest.sectors_of_place(text) == {n}
    assert not bucharest.says_more(text)


@pytest.mark.parametrize("n", bucharest.SECTORS)
@pytest.mark.parametrize("spelling", WITH_CITY)
def test_a_sector_beside_the_citys_name(spelling: str, n: int) -> None:
    text = fill(spelling, n)
    assert bucharest.sector_alone(text) is None
    assert bucharest.sectors_of_place(text) == {n}
    assert bucharest.names_bucharest(text)
    assert not bucharest.says_more(text)


@pytest.mark.parametrize("n", bucharest.SECTORS)
@pytest.mark.parametrize("spelling", IN_STREETS)
def test_a_sector_within_a_street(spelling: str, n: int) -> None:
    assert bucharest.sectors_in(fill(spelling, n)) == {n}


@pytest.mark.parametrize(
    "text",
    [
        "Bd. Unirii, bl. S3",
        "sc. 3",
        "Sector 7",
        "Sector 0",
        "Sector 10",
        "Sector 3A",
        "Str. Sectorului 3",
        "S13",
        "",
    ],
)
def test_what_states_no_sector(text: str) -> None:
    assert bucharest.sectors_in(text) == frozenset()
    assert bucharest.sectors_of_place(text) == frozenset()
    assert bucharest.sector_alone(text) is None


def test_a_block_is_no_sector_in_a_street_though_it_would_be_one_as_a_city() -> None:
    assert bucharest.sectors_in("S3") == frozenset()
    assert bucharest.sectors_of_place("S3") == {3}


def test_several_sectors_are_all_heard() -> None:
    assert bucharest.sectors_in("sector 3 (fost sector 4)") == {3, 4}


@pytest.mark.parametrize("text", ["Bucuresti 3", "București, 3", "BUCURESTI-3"])
def test_a_bare_number_after_the_city_is_only_a_proposal(text: str) -> None:
    assert bucharest.sectors_of_place(text) == frozenset()
    assert bucharest.sector_proposal(text) == 3


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Bucuresti", True),
        ("Bucureşti", True),
        ("BUCUREȘTI", True),
        ("Mun. Bucuresti", True),
        ("Bucharest", True),
        ("Bucureștii Noi", False),
        ("Otopeni", False),
        ("", False),
    ],
)
def test_the_city_is_recognised(text: str, named: bool) -> None:
    assert bucharest.names_bucharest(text) is named


@pytest.mark.parametrize("text", ["București, Titan", "Sector 3, Militari", "Voluntari", "Bucuresti-Ilfov"])
def test_a_quarter_or_town_is_more_than_city_and_sector(text: str) -> None:
    assert bucharest.says_more(text)


@pytest.mark.parametrize(
    ("postcode", "sector"),
    [
        *((f"0{n}{rest}", n) for n in bucharest.SECTORS for rest in ("0000", "1234", "9999")),
        ("000000", None),
        ("070000", None),
        ("110000", None),
        ("30001", None),
        ("0300011", None),
        ("03 001", None),
        ("", None),
    ],
)
def test_the_postal_code_tells_the_sector(postcode: str, sector: int | None) -> None:
    assert bucharest.sector_of_postcode(postcode) == sector


def test_both_targets_spellings(authority_file: Callable[[str], Path | None]) -> None:
    codes = [bucharest.sector_code(n) for n in bucharest.SECTORS]
    assert [bucharest.sector_name(n) for n in bucharest.SECTORS] == [f"Sector {n}" for n in range(1, 7)]
    assert codes == ["SECTOR1", "SECTOR2", "SECTOR3", "SECTOR4", "SECTOR5", "SECTOR6"]
    rules = authority_file("cius-ro-1.0.9/schematron/cius-ro/RO16931-rules.sch")
    if rules:
        declared = re.search(r'name="SECTOR-RO-CODES" value="\((.*?)\)"', rules.read_text(encoding="utf-8"))
        assert declared is not None
        assert re.findall(r"SECTOR\d", declared[1]) == codes
