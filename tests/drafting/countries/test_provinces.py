"""Italian provinces and recipients' shapes, Polish voivodeships and postal codes."""

import pytest

from facturier.drafting.countries import italy, poland
from facturier.drafting.countries.identities import tax_id


def test_italy_has_107_provinces_with_codes_of_two_letters() -> None:
    assert len(italy.PROVINCE_CODES) == 107
    assert all(code.startswith("IT-") and len(code) == 5 for code in italy.PROVINCE_CODES)


@pytest.mark.parametrize("code", italy.PROVINCE_CODES)
def test_every_province_is_known_by_code_and_name(code: str) -> None:
    name = italy.province_name(code)
    for text in (
        code,
        code.lower(),
        code[3:],
        name,
        name.upper(),
        f"Provincia di {name}",
        f"prov. {code[3:]}",
    ):
        assert italy.province(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Torino", "IT-TO"),
        ("Turin", "IT-TO"),
        ("Città metropolitana di Milano", "IT-MI"),
        ("Forli Cesena", "IT-FC"),
        ("Forlì-Cesena", "IT-FC"),
        ("L’Aquila", "IT-AQ"),
        ("Monza e della Brianza", "IT-MB"),
        ("Valle d'Aosta", "IT-AO"),
        ("Reggio nell'Emilia", "IT-RE"),
        ("Reggio di Calabria", "IT-RC"),
        ("Bolzano/Bozen", "IT-BZ"),
        ("Südtirol", "IT-BZ"),
        ("Barletta Andria Trani", "IT-BT"),
        ("Piemonte", ""),
        ("Reggio", ""),
        ("", ""),
        ("XX", ""),
    ],
)
def test_provinces_as_people_write_them(text: str, code: str) -> None:
    assert italy.province(text) == code


@pytest.mark.parametrize(
    ("text", "is_cap", "is_code", "is_office"),
    [
        ("10121", True, False, False),
        ("1012", False, False, False),
        ("101211", False, False, True),
        ("T04ZHR3", False, True, False),
        ("0000000", False, True, False),
        ("UF0ABC", False, False, True),
        ("t04zhr3", False, False, False),
        ("T04-HR3", False, False, False),
        ("", False, False, False),
        ("١٠١٢١", False, False, False),
    ],
)
def test_shapes_of_italian_codes(text: str, is_cap: bool, is_code: bool, is_office: bool) -> None:
    found = (italy.is_cap(text), italy.is_recipient_code(text), italy.is_office_code(text))
    assert found == (is_cap, is_code, is_office)


@pytest.mark.parametrize(
    ("text", "ok"),
    [
        ("ditta@pec.it", True),
        ("mario.rossi@legalmail.example.it", True),
        ("ditta@pec", False),
        ("ditta pec.it", False),
        ("a@b.it, c@d.it", False),
        ("@pec.it", False),
        ("ditta@pec..it", False),
        ("x" * 250 + "@pec.it", False),
    ],
)
def test_shape_of_a_pec(text: str, ok: bool) -> None:
    assert italy.is_pec(text) is ok


def test_poland_has_sixteen_voivodeships() -> None:
    assert len(poland.VOIVODESHIP_CODES) == 16


@pytest.mark.parametrize("code", poland.VOIVODESHIP_CODES)
def test_every_voivodeship_is_known_by_code_and_name(code: str) -> None:
    name = poland.voivodeship_name(code)
    for text in (code, name, name.upper(), f"województwo {name}", f"woj. {name}", name.replace("-", " ")):
        assert poland.voivodeship(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Slaskie", "PL-24"),
        ("Śląskie", "PL-24"),
        ("lodzkie", "PL-10"),
        ("swietokrzyskie", "PL-26"),
        ("Mazovia", "PL-14"),
        ("MZ", "PL-14"),
        ("Warmia", ""),
        ("", ""),
    ],
)
def test_voivodeships_as_people_write_them(text: str, code: str) -> None:
    assert poland.voivodeship(text) == code


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("00-950", "00-950"),
        ("00950", "00-950"),
        ("00 950", "00-950"),
        ("0-950", ""),
        ("00-9500", ""),
        ("", ""),
    ],
)
def test_polish_postal_codes(text: str, normal: str) -> None:
    assert poland.postcode(text) == normal


@pytest.mark.parametrize(
    ("typed", "country", "element"),
    [
        ("8567346215", "PL", "NIP"),
        ("PL 856-734-62-15", "PL", "NIP"),
        ("PL8567346215", "DE", "NIP"),
        ("RO14399840", "RO", "NrVatUE"),
        ("IT00743110157", "IT", "NrVatUE"),
        ("DE136695976", "DE", "NrVatUE"),
        ("CHE116281710", "CH", "NrID"),
        ("44051401359", "PL", "BrakID"),
        ("", "PL", "BrakID"),
    ],
)
def test_the_fa3_element_of_a_buyers_number(typed: str, country: str, element: str) -> None:
    assert poland.buyer_number_element(tax_id(typed, country)) == element
