"""Addresses under the law of the seller's country, findings with cures."""

from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from facturier.drafting.countries import romania
from facturier.drafting.countries.addresses import Role, check_address, normalise
from facturier.model.finding import Finding, Severity
from facturier.model.party import Address

CLUJ = Address(
    street="Str. Fabricii nr. 1", city="Cluj-Napoca", region="Cluj", postcode="400001", country="RO"
)
BUCHAREST = Address(
    street="Bd. Unirii 10, ap. 5", city="Sector 3", region="București", postcode="030001", country="RO"
)
TURIN = Address(street="Via Roma 10", city="Torino", region="Torino", postcode="10121", country="IT")
WARSAW = Address(
    street="ul. Prosta 1", city="Warszawa", region="mazowieckie", postcode="00-950", country="PL"
)
BERLIN = Address(street="Unter den Linden 1", city="Berlin", postcode="10117", country="DE")


def but(address: Address, **changes: str) -> Address:
    return msgspec.structs.replace(address, **changes)


def only(findings: tuple[Finding, ...]) -> Finding:
    assert len(findings) == 1, findings
    return findings[0]


def brief(finding: Finding) -> tuple[str, str, str, str]:
    assert finding.cure is not None
    assert finding.cure.field == finding.field
    assert finding.message.render()
    return finding.severity, finding.code, finding.field, finding.cure.value


@pytest.mark.parametrize("address", [CLUJ, BUCHAREST, BERLIN])
@pytest.mark.parametrize("role", [Role.SELLER, Role.BUYER])
def test_good_addresses_pass_under_romanian_law(address: Address, role: Role) -> None:
    assert check_address(address, "RO", role) == ()


def test_good_addresses_pass_at_home() -> None:
    assert check_address(TURIN, "IT", Role.BUYER) == ()
    assert check_address(WARSAW, "PL", Role.BUYER) == ()
    assert check_address(CLUJ, "RO", Role.SHIP_TO) == ()


@pytest.mark.parametrize(
    ("role", "code", "field", "severity"),
    [
        (Role.BUYER, "BR-RO-111", "buyer.address.subdivision", "hold"),
        (Role.SELLER, "BR-RO-110", "seller.address.subdivision", "hold"),
        (Role.SHIP_TO, "BR-RO-212", "ship_to.subdivision", "warn"),
    ],
)
def test_the_rule_and_path_follow_the_role(role: Role, code: str, field: str, severity: str) -> None:
    address = but(CLUJ, region="Clujj")
    assert brief(only(check_address(address, "RO", role))) == (severity, code, field, "RO-CJ")


@pytest.mark.parametrize(
    ("changes", "proposal"),
    [
        ({"region": "Hunedora", "city": "Petrila", "postcode": ""}, "RO-HD"),
        ({"region": "Hunedora", "city": "Petrila", "postcode": "335800"}, "RO-HD"),
        ({"region": "Hunedora", "city": "Petrila", "postcode": "400001"}, ""),
        ({"region": "Timisoara", "city": "Timisoara", "postcode": "300006"}, "RO-TM"),
        ({"region": "", "city": "Cluj-Napoca", "postcode": ""}, "RO-CJ"),
        ({"region": "", "city": "Floresti", "postcode": "407280"}, "RO-CJ"),
        ({"region": "", "city": "Floresti", "postcode": ""}, ""),
        ({"region": "", "city": "Floresti", "street": "Str. X, jud. Cluj", "postcode": ""}, "RO-CJ"),
        ({"region": "Bazau", "city": "Undeva", "postcode": ""}, ""),
        ({"region": "București-Ilfov", "city": "Voluntari", "postcode": "077190"}, "RO-IF"),
    ],
)
def test_an_unknown_county_is_proposed_only_where_all_hints_agree(
    changes: dict[str, str], proposal: str
) -> None:
    address = but(CLUJ, **changes)
    expected = ("hold", "BR-RO-111", "buyer.address.subdivision", proposal)
    assert brief(only(check_address(address, "RO", Role.BUYER))) == expected
    assert normalise(address).subdivision == ""


@pytest.mark.parametrize(
    "changes",
    [
        {"region": "Judeţul Cluj"},
        {"region": "CJ"},
        {"region": "RO-CJ"},
        {"region": "", "subdivision": "RO-CJ"},
        {"region": "Clujj", "subdivision": "ro-cj"},
        {"region": "", "city": "Florești, jud. Cluj"},
    ],
)
def test_a_stated_county_is_filled_in(changes: dict[str, str]) -> None:
    address = but(CLUJ, **changes)
    assert check_address(address, "RO", Role.BUYER) == ()
    filled = normalise(address)
    assert (filled.subdivision, filled.region) == ("RO-CJ", "Cluj")


@pytest.mark.parametrize(
    "changes",
    [
        {"city": "Sector 3"},
        {"city": "SECTOR3", "postcode": ""},
        {"city": "București, sector 3"},
        {"city": "Bucuresti", "postcode": "030001"},
        {"city": "", "postcode": "030001"},
        {"city": "Bucuresti", "postcode": "", "street": "Bd. Unirii 10, sector 3"},
        {"city": "Bucuresti", "postcode": "", "extra": "Sectorul III"},
        {"city": "Bucuresti", "postcode": "", "region": "Bucuresti Sector 3"},
        {"city": "Bucuresti", "postcode": "", "region": "Sectorul 3"},
        {"city": "Bucuresti Sectorul 3", "region": "", "postcode": ""},
        {"city": "S3", "region": "B"},
        {"city": "Bucureşti", "region": "RO-B"},
    ],
)
def test_a_sector_is_found_wherever_it_stands(changes: dict[str, str]) -> None:
    address = but(BUCHAREST, **changes)
    assert check_address(address, "RO", Role.BUYER) == ()
    filled = normalise(address)
    assert (filled.city, filled.region, filled.subdivision) == ("Sector 3", "București", "RO-B")


@pytest.mark.parametrize(
    ("changes", "proposal"),
    [
        ({"city": "Bucuresti", "postcode": ""}, ""),
        ({"city": "Bucuresti", "postcode": "30001"}, ""),
        ({"city": "Bucuresti", "postcode": "077190"}, ""),
        ({"city": "Bucuresti 3", "postcode": ""}, "Sector 3"),
        ({"city": "Voluntari", "postcode": "030001"}, "Sector 3"),
        ({"city": "Bucuresti", "postcode": "", "street": "Bd. Unirii, bl. S3"}, ""),
        ({"city": "", "postcode": ""}, ""),
    ],
)
def test_a_sector_is_asked_for_and_never_guessed(changes: dict[str, str], proposal: str) -> None:
    address = but(BUCHAREST, **changes)
    holds = [one for one in check_address(address, "RO", Role.BUYER) if one.severity is Severity.HOLD]
    assert brief(only(tuple(holds))) == ("hold", "BR-RO-101", "buyer.address.city", proposal)
    assert normalise(address).city == address.city


@pytest.mark.parametrize(
    ("changes", "proposal"),
    [
        ({"city": "București, sector 4"}, "Sector 4"),
        ({"city": "Bucuresti", "street": "Bd. Unirii, sect. 5"}, "Sector 5"),
        ({"city": "Bucuresti, sector 4", "street": "sector 5", "postcode": "050001"}, "Sector 5"),
        ({"city": "Bucuresti, sector 4", "street": "sector 5", "postcode": ""}, ""),
    ],
)
def test_a_contradiction_about_the_sector_is_held_until_a_person_decides(
    changes: dict[str, str], proposal: str
) -> None:
    address = but(BUCHAREST, **changes)
    expected = ("hold", "BR-RO-101", "buyer.address.city", proposal)
    assert brief(only(check_address(address, "RO", Role.BUYER))) == expected
    assert normalise(address).city == address.city

    cured = but(address, city="Sector 4")
    assert normalise(cured).city == "Sector 4"
    assert {one.severity for one in check_address(cured, "RO", Role.BUYER)} <= {Severity.WARN}


def test_a_city_that_is_a_sector_wins_but_the_contradiction_is_shown() -> None:
    found = only(check_address(but(BUCHAREST, postcode="050001"), "RO", Role.BUYER))
    assert brief(found) == ("warn", "BR-RO-101", "buyer.address.city", "")
    assert "3" in str(found.message)
    assert "5" in str(found.message)


def test_a_quarter_in_the_city_field_is_kept() -> None:
    filled = normalise(but(BUCHAREST, city="Sector 3, Titan", extra="ap. 5"))
    assert (filled.city, filled.extra) == ("Sector 3", "ap. 5, Sector 3, Titan")


@pytest.mark.parametrize(
    ("changes", "code", "field", "proposal"),
    [
        ({"postcode": "300006"}, "RO-POSTCODE", "postcode", ""),
        ({"postcode": "40001"}, "RO-POSTCODE", "postcode", "040001"),
        ({"postcode": "CJ"}, "RO-POSTCODE", "postcode", ""),
        ({"city": "Bucuresti"}, "BR-RO-111", "subdivision", "RO-B"),
        ({"subdivision": "RO-CJ", "region": "Alba"}, "BR-RO-111", "subdivision", "RO-CJ"),
    ],
)
def test_doubts_about_a_complete_address_only_warn(
    changes: dict[str, str], code: str, field: str, proposal: str
) -> None:
    found = only(check_address(but(CLUJ, **changes), "RO", Role.BUYER))
    assert brief(found) == ("warn", code, f"buyer.address.{field}", proposal)


@pytest.mark.parametrize(
    ("law", "role", "address", "field", "expected"),
    [
        ("RO", Role.BUYER, CLUJ, "street", ("hold", "BR-RO-082", "-")),
        ("RO", Role.SELLER, CLUJ, "street", ("hold", "BR-RO-081", "-")),
        ("RO", Role.SHIP_TO, CLUJ, "street", ("warn", "BR-RO-180", "-")),
        ("RO", Role.BUYER, CLUJ, "city", ("hold", "BR-RO-092", "")),
        ("RO", Role.SELLER, CLUJ, "city", ("hold", "BR-RO-091", "")),
        ("RO", Role.SHIP_TO, CLUJ, "city", ("warn", "BR-RO-201", "")),
        ("RO", Role.BUYER, BERLIN, "street", ("hold", "BR-RO-082", "-")),
        ("RO", Role.BUYER, BERLIN, "city", ("hold", "BR-RO-092", "")),
        ("IT", Role.BUYER, TURIN, "street", ("hold", "00200", "")),
        ("IT", Role.BUYER, BERLIN, "city", ("hold", "00200", "")),
        ("PL", Role.BUYER, WARSAW, "street", ("warn", "ADDRESS", "")),
        ("PL", Role.BUYER, WARSAW, "city", ("warn", "ADDRESS", "")),
        ("DE", Role.BUYER, BERLIN, "city", ("warn", "ADDRESS", "")),
        ("RO", Role.BUYER, CLUJ, "country", ("hold", "BR-11", "RO")),
        ("IT", Role.SELLER, TURIN, "country", ("hold", "BR-09", "IT")),
        ("RO", Role.SHIP_TO, CLUJ, "country", ("warn", "BR-57", "RO")),
    ],
)
def test_a_missing_line_is_found_under_the_sellers_law(
    law: str, role: Role, address: Address, field: str, expected: tuple[str, str, str]
) -> None:
    severity, code, path, proposal = brief(only(check_address(but(address, **{field: "  "}), law, role)))
    assert (severity, code, proposal) == expected
    assert path == role.path(field)


@pytest.mark.parametrize("law", ["IT", "PL", "DE"])
def test_other_laws_ask_nothing_of_a_romanian_address_but_its_county_is_read(law: str) -> None:
    address = but(CLUJ, region="Clujj", postcode="1")
    assert check_address(address, law, Role.BUYER) == ()
    assert check_address(but(address, street=""), law, Role.SHIP_TO) == ()
    assert normalise(but(CLUJ, region="jud. Cluj")).subdivision == "RO-CJ"


def test_a_delivery_abroad_needs_a_region_on_a_romanian_invoice() -> None:
    found = only(check_address(BERLIN, "RO", Role.SHIP_TO))
    assert brief(found) == ("warn", "BR-RO-211", "ship_to.subdivision", "")
    assert "Germany" in str(found.message)
    assert check_address(but(BERLIN, subdivision="DE-BE"), "RO", Role.SHIP_TO) == ()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"postcode": "1012"}, ("hold", "00200", "buyer.address.postcode", "01012")),
        ({"postcode": ""}, ("hold", "00200", "buyer.address.postcode", "")),
        ({"postcode": "I-10121"}, ("hold", "00200", "buyer.address.postcode", "")),
        ({"region": "Piemonte"}, ("warn", "IT-PROVINCE", "buyer.address.subdivision", "")),
        ({"region": "Milamo"}, ("warn", "IT-PROVINCE", "buyer.address.subdivision", "IT-MI")),
    ],
)
def test_italian_addresses(changes: dict[str, str], expected: tuple[str, str, str, str]) -> None:
    assert brief(only(check_address(but(TURIN, **changes), "IT", Role.BUYER))) == expected


def test_polish_addresses() -> None:
    found = only(check_address(but(WARSAW, postcode="950"), "PL", Role.BUYER))
    assert brief(found) == ("warn", "PL-POSTCODE", "buyer.address.postcode", "")
    filled = normalise(but(WARSAW, postcode="00950", region="woj. mazowieckie"))
    assert (filled.postcode, filled.subdivision, filled.region) == ("00-950", "PL-14", "mazowieckie")


def test_normalising_squeezes_blanks_and_knows_greece() -> None:
    filled = normalise(Address(street=" Odos  1 ", city="Athina\u00a0", country=" el "))
    assert filled == Address(street="Odos 1", city="Athina", country="GR")


ANY_ADDRESS = st.builds(
    Address,
    street=st.sampled_from(["", "Str. X 1", "Str. X, sector 2", "bl. S3 sect. 4"]),
    extra=st.sampled_from(["", "jud. Cluj", "Sectorul V"]),
    city=st.sampled_from(["", "Bucuresti", "Sector 3", "București, sector 3, Titan", "Deva", "Bucuresti 6"]),
    region=st.sampled_from(
        ["", "B", "București", "Cluj", "Ilfov", "Hunedora", "Sector 1", "Bucuresti-Ilfov"]
    ),
    postcode=st.sampled_from(["", "030001", "050001", "400001", "30001"]),
    country=st.sampled_from(["RO", "ro", "IT", "PL", "DE", ""]),
)


@given(ANY_ADDRESS)
def test_normalising_twice_is_normalising_once(address: Address) -> None:
    once = normalise(address)
    assert normalise(once) == once


@given(ANY_ADDRESS, st.sampled_from(["RO", "IT", "PL", "DE"]), st.sampled_from(list(Role)))
def test_a_romanian_buyer_without_hold_satisfies_the_authority(
    address: Address, law: str, role: Role
) -> None:
    findings = check_address(address, law, role)
    assert all(brief(one)[2] == one.field for one in findings)
    holds = [one for one in findings if one.severity is Severity.HOLD]
    filled = normalise(address)
    if law == "RO" and filled.country == "RO" and role is not Role.SHIP_TO and not holds:
        assert filled.subdivision in romania.COUNTY_CODES
        assert filled.street
        assert filled.city
        if filled.subdivision == romania.BUCHAREST:
            assert filled.city in {f"Sector {n}" for n in range(1, 7)}


@given(ANY_ADDRESS, st.sampled_from([Role.BUYER, Role.SELLER]))
def test_taking_the_cure_ends_the_hold(address: Address, role: Role) -> None:
    for finding in check_address(address, "RO", role):
        assert finding.cure is not None
        if finding.severity is Severity.HOLD and finding.cure.value:
            field = finding.field.rpartition(".")[2]
            cured = check_address(but(address, **{field: finding.cure.value}), "RO", role)
            assert (finding.code, finding.severity) not in {(one.code, one.severity) for one in cured}


NAMESPACES = {
    "cac": "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
    "cbc": "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2",
}
PARTIES = {Role.SELLER: "AccountingSupplierParty", Role.BUYER: "AccountingCustomerParty"}


def sample_address(file: Path, role: Role) -> Address:
    root = ElementTree.parse(file).getroot()  # noqa: S314 - official samples
    postal = root.find(f"cac:{PARTIES[role]}/cac:Party/cac:PostalAddress", NAMESPACES)
    assert postal is not None

    def said(path: str) -> str:
        return (postal.findtext(path, "", NAMESPACES) or "").strip()

    return Address(
        street=said("cbc:StreetName"),
        city=said("cbc:CityName"),
        subdivision=said("cbc:CountrySubentity"),
        postcode=said("cbc:PostalZone"),
        country=said("cac:Country/cbc:IdentificationCode"),
    )


def test_official_samples_pass_and_the_one_that_breaks_the_county_rule_is_mended(
    authority_file: Callable[[str], Path | None],
) -> None:
    folder = authority_file("samples/cius-ro-ubl")
    for file in sorted(folder.glob("*.xml")) if folder else ():
        for role in PARTIES:
            address = sample_address(file, role)
            findings = check_address(address, "RO", role)
            assert [one for one in findings if one.severity is Severity.HOLD] == [], file.name
            # The ministry's rules refuse example 6: its buyer's county is "Sector 5".
            filled = normalise(address)
            if address.subdivision == "Sector 5":
                assert (filled.subdivision, filled.city) == ("RO-B", "Sector 5")
            elif address.country == "RO":
                assert filled.subdivision == address.subdivision, file.name
