"""All 42 counties in the spellings that shops send."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facturier.drafting.countries import romania

NAMES = {
    "RO-AB": "Alba",
    "RO-AG": "Argeș",
    "RO-AR": "Arad",
    "RO-B": "București",
    "RO-BC": "Bacău",
    "RO-BH": "Bihor",
    "RO-BN": "Bistrița-Năsăud",
    "RO-BR": "Brăila",
    "RO-BT": "Botoșani",
    "RO-BV": "Brașov",
    "RO-BZ": "Buzău",
    "RO-CJ": "Cluj",
    "RO-CL": "Călărași",
    "RO-CS": "Caraș-Severin",
    "RO-CT": "Constanța",
    "RO-CV": "Covasna",
    "RO-DB": "Dâmbovița",
    "RO-DJ": "Dolj",
    "RO-GJ": "Gorj",
    "RO-GL": "Galați",
    "RO-GR": "Giurgiu",
    "RO-HD": "Hunedoara",
    "RO-HR": "Harghita",
    "RO-IF": "Ilfov",
    "RO-IL": "Ialomița",
    "RO-IS": "Iași",
    "RO-MH": "Mehedinți",
    "RO-MM": "Maramureș",
    "RO-MS": "Mureș",
    "RO-NT": "Neamț",
    "RO-OT": "Olt",
    "RO-PH": "Prahova",
    "RO-SB": "Sibiu",
    "RO-SJ": "Sălaj",
    "RO-SM": "Satu Mare",
    "RO-SV": "Suceava",
    "RO-TL": "Tulcea",
    "RO-TM": "Timiș",
    "RO-TR": "Teleorman",
    "RO-VL": "Vâlcea",
    "RO-VN": "Vrancea",
    "RO-VS": "Vaslui",
}

CEDILLAS = str.maketrans("șțȘȚ", "şţŞŢ")
ASCII = str.maketrans("șțăâîȘȚ", "staaiST")

SPELLINGS: dict[str, Callable[[str, str], str]] = {
    "official": lambda code, name: name,
    "cedillas": lambda code, name: name.translate(CEDILLAS),
    "ascii": lambda code, name: name.translate(ASCII),
    "upper": lambda code, name: name.upper(),
    "upper ascii": lambda code, name: name.translate(ASCII).upper(),
    "lower": lambda code, name: name.lower(),
    "old î": lambda code, name: name.replace("â", "î"),
    "old i": lambda code, name: name.replace("â", "i").translate(ASCII),
    "hyphens": lambda code, name: name.replace(" ", "-"),
    "blanks": lambda code, name: name.replace("-", " "),
    "joined": lambda code, name: name.replace("-", "").replace(" ", ""),
    "spaced hyphen": lambda code, name: name.replace("-", " - "),
    "Județul": lambda code, name: f"Județul {name}",
    "Judeţul": lambda code, name: f"Judeţul {name.translate(CEDILLAS)}",
    "judetul": lambda code, name: f"judetul {name.translate(ASCII)}",
    "JUD.": lambda code, name: f"JUD. {name.upper()}",
    "jud": lambda code, name: f"jud {name.lower()}",
    "jud.X": lambda code, name: f"jud.{name}",
    "county": lambda code, name: f"{name.translate(ASCII)} County",
    "country": lambda code, name: f"{name}, România",
    "padded": lambda code, name: f"  {name}\u00a0",
    "code": lambda code, name: code,
    "code lower": lambda code, name: code.lower(),
    "code blank": lambda code, name: code.replace("-", " "),
    "two letters": lambda code, name: code[3:],
    "two letters lower": lambda code, name: code[3:].lower(),
    "jud. two letters": lambda code, name: f"jud. {code[3:]}",
}


@pytest.mark.parametrize("spelling", SPELLINGS.values(), ids=SPELLINGS)
@pytest.mark.parametrize(("code", "name"), NAMES.items(), ids=NAMES)
def test_every_county_is_known_in_every_spelling(
    code: str, name: str, spelling: Callable[[str, str], str]
) -> None:
    assert romania.county(spelling(code, name)) == code


def test_official_names_come_back() -> None:
    assert {code: romania.county_name(code) for code in romania.COUNTY_CODES} == NAMES
    assert romania.county_name("RO-XX") == ""


def test_the_codes_are_those_of_cius_ro(authority_file: Callable[[str], Path | None]) -> None:
    assert len(romania.COUNTY_CODES) == 42
    rules = authority_file("cius-ro-1.0.9/schematron/cius-ro/RO16931-rules.sch")
    if rules:
        declared = re.search(r'name="ISO-3166-RO-CODES" value="\((.*?)\)"', rules.read_text(encoding="utf-8"))
        assert declared is not None
        assert set(re.findall(r"RO-[A-Z]{1,2}", declared[1])) == set(romania.COUNTY_CODES)


@pytest.mark.parametrize(
    "text", ["", "-", "Transilvania", "București-Ilfov", "Old", "XX", "RO", "Budapest", "C J"]
)
def test_what_names_no_county_certainly(text: str) -> None:
    expected = "RO-CJ" if text == "C J" else ""
    assert romania.county(text) == expected


@pytest.mark.parametrize(
    ("typo", "code"),
    [
        ("Hunedora", "RO-HD"),
        ("Hargita", "RO-HR"),
        ("Ia?i", "RO-IS"),
        ("Bra?ov", "RO-BV"),
        ("Timi?", "RO-TM"),
        ("Clij", "RO-CJ"),
        ("Cljuj", "RO-CJ"),
        ("Culj", "RO-CJ"),
        ("jud. Prahove", "RO-PH"),
        ("Dimbovita", ""),
        ("Maramures", ""),
        ("Marmures", "RO-MM"),
        ("Constantza", "RO-CT"),
        ("Caras Severn", "RO-CS"),
        ("Bucurest", "RO-B"),
        ("Timisoara", "RO-TM"),
        ("Cluj-Napoca", "RO-CJ"),
        ("Rîmnicu Vîlcea", "RO-VL"),
        ("Drobeta Turnu Severin", "RO-MH"),
        ("Bazau", ""),
        ("Dorj", ""),
        ("Xlfv", ""),
        ("Olj", ""),
        ("Clj", "RO-CJ"),
    ],
)
def test_typos_and_seats_become_proposals_where_only_one_county_fits(typo: str, code: str) -> None:
    assert romania.county_proposal(typo) == code
    if code:
        assert romania.county(typo) == "", "a proposal must never be taken for certain"


@given(st.sampled_from(sorted(NAMES)), st.data())
def test_one_changed_letter_is_never_taken_silently_for_another_county(
    code: str, data: st.DataObject
) -> None:
    name = NAMES[code].translate(ASCII).lower().replace("-", "").replace(" ", "")
    at = data.draw(st.integers(0, len(name) - 1))
    changed = name[:at] + data.draw(st.sampled_from("abcdefghijklmnoprstuvz")) + name[at + 1 :]
    assert romania.county(changed) in ("", code)
    assert romania.county_proposal(changed) in ("", code, romania.county_of_seat(changed))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Florești, jud. Cluj", "RO-CJ"),
        ("Florești (județul Cluj)", "RO-CJ"),
        ("sat Ip, Judetul Satu Mare", "RO-SM"),
        ("com. Vama, jud. Bistrița-Năsăud, nr. 4", "RO-BN"),
        ("jud Olt nr 3", "RO-OT"),
        ("Jud. TM", "RO-TM"),
        ("Str. Cluj nr. 3", ""),
        ("str. Jud. Popescu", ""),
    ],
)
def test_free_text_that_states_a_county(text: str, code: str) -> None:
    assert romania.county_stated_in(text) == code


@pytest.mark.parametrize(
    ("postcode", "code"),
    [
        ("010011", "RO-B"),
        ("069999", "RO-B"),
        ("077190", "RO-IF"),
        ("080000", "RO-GR"),
        ("400001", "RO-CJ"),
        ("300006", "RO-TM"),
        ("990000", ""),
        ("40000", ""),
        ("4000011", ""),
        ("", ""),
        ("40 001", ""),
    ],
)
def test_postal_codes_hint_at_a_county(postcode: str, code: str) -> None:
    assert romania.county_of_postcode(postcode) == code


def test_every_county_has_postal_codes_of_its_own() -> None:
    first_digits = [f"{first}{second}" for first in range(10) for second in range(10)]
    owners = [romania.county_of_postcode(f"{digits}0000") for digits in first_digits]
    assert set(owners) - {""} == set(NAMES)
    assert owners.count("RO-B") == 6
    assert sum(owner not in ("", "RO-B") for owner in owners) == 41
