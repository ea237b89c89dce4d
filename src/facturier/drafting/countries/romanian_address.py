"""A Romanian address: which county and, in Bucharest, which sector. Nothing is guessed silently.

What the address says for certain goes into the normalised address; what it only suggests becomes a
finding with a proposal (CIUS-RO 1.0.9; facts, section 4).
"""

from collections.abc import Iterator

import msgspec
from msgspec import Struct

from facturier.drafting.countries import bucharest, romania
from facturier.drafting.countries.roles import Role
from facturier.model.finding import Finding, Severity
from facturier.model.message import say
from facturier.model.party import Address

_COUNTY_RULE = {Role.SELLER: "BR-RO-110", Role.BUYER: "BR-RO-111", Role.SHIP_TO: "BR-RO-212"}
_SECTOR_RULE = {Role.SELLER: "BR-RO-100", Role.BUYER: "BR-RO-101", Role.SHIP_TO: "BR-RO-202"}


class Sector(Struct, frozen=True):
    """settled: certain enough to write. proposed: for a person to confirm. rivals: what contradicts it."""

    settled: int | None = None
    proposed: int | None = None
    rivals: frozenset[int] = frozenset()


def examine(address: Address, role: Role) -> tuple[Address, tuple[Finding, ...]]:
    """The address with what is certain filled in, and the findings under Romanian law.

    Filled in: `subdivision` (`RO-CJ`), `region` (`Cluj`), and in Bucharest `city` (`Sector 3`); a city that
    says more than that moves to `extra`.
    """
    address = _without_foreign_code(address)
    county = county_of(address)
    if not county:
        return address, (_county_unknown(address, role), *_postcode_shape(address, role))
    sector = sector_of(address) if county == romania.BUCHAREST else Sector()
    found = [*_postcode_shape(address, role), *_county_doubts(address, county, role)]
    if county == romania.BUCHAREST:
        found.extend(_sector_findings(address, sector, role))
    return _filled(address, county, sector.settled), tuple(found)


def county_of(address: Address) -> str:
    """The county that the address states; empty where it states none or an unknown one.

    A `subdivision`, where there is one, must be a known code.
    """
    stated = address.subdivision or romania.county(address.region)
    if stated:
        return stated
    in_words = romania.county_stated_in(address.region) or romania.county_stated_in(address.city)
    if in_words:
        return in_words
    return romania.BUCHAREST if _is_bucharest(address.region or address.city) else ""


def sector_of(address: Address) -> Sector:
    """The sector of a Bucharest address.

    A city field that is a sector and nothing else wins (so a person's cure settles the matter). Else all
    the texts together must name one, and the postal code must not contradict it. The postal code alone
    settles it only where the city says Bucharest or nothing.
    """
    postal = bucharest.sector_of_postcode(address.postcode)
    stated = (
        bucharest.sectors_of_place(address.region)
        | bucharest.sectors_of_place(address.city)
        | bucharest.sectors_in(address.street)
        | bucharest.sectors_in(address.extra)
    )
    known = stated if postal is None else stated | {postal}
    alone = bucharest.sector_alone(address.city)
    if alone:
        return Sector(settled=alone, rivals=known - {alone})
    if len(stated) == 1:
        (only,) = stated
        return Sector(settled=only) if known == stated else Sector(proposed=only, rivals=known)
    if stated:
        return Sector(proposed=postal if postal in stated else None, rivals=known)
    if postal and not bucharest.says_more(address.city):
        return Sector(settled=postal)
    return Sector(proposed=postal or bucharest.sector_proposal(address.city))


def _without_foreign_code(address: Address) -> Address:
    """A subdivision that is no county is text like any other: `Sector 5`, `Cluj county`."""
    if not address.subdivision or romania.county_name(address.subdivision):
        return address
    return msgspec.structs.replace(address, subdivision="", region=address.region or address.subdivision)


def _is_bucharest(place: str) -> bool:
    """Certain: `Bucuresti-Ilfov` or `langa Bucuresti` are not."""
    if bucharest.sectors_of_place(place):
        return True
    return bucharest.names_bucharest(place) and not bucharest.says_more(place)


def _filled(address: Address, county: str, sector: int | None) -> Address:
    name = romania.county_name(county)
    if county != romania.BUCHAREST:
        return msgspec.structs.replace(address, subdivision=county, region=name)
    if not sector:
        # The region may hold one of the sectors in question, so it stays as it was typed.
        return msgspec.structs.replace(address, subdivision=county)
    city, extra = address.city, address.extra
    if bucharest.says_more(city):
        extra = f"{extra}, {city}" if extra else city
    return msgspec.structs.replace(
        address, subdivision=county, region=name, city=bucharest.sector_name(sector), extra=extra
    )


def _county_unknown(address: Address, role: Role) -> Finding:
    proposal = _county_proposal(address)
    if address.region and proposal:
        message = say(
            'The county "%(region)s" is not known. Did the buyer mean %(county)s?',
            region=address.region,
            county=romania.county_name(proposal),
        )
    elif address.region:
        message = say('The county "%(region)s" is not known. Choose the county.', region=address.region)
    elif proposal:
        message = say(
            "The county is missing. The address looks like %(county)s: confirm it or choose another.",
            county=romania.county_name(proposal),
        )
    else:
        message = say("The county is missing. Choose the county.")
    return role.finding(role.required, _COUNTY_RULE[role], "subdivision", message, proposal)


def _county_proposal(address: Address) -> str:
    """What everything that hints at a county agrees on; empty where hints disagree."""
    hints = {
        romania.county_proposal(address.region),
        romania.county_of_seat(address.city),
        romania.county_stated_in(address.street),
        romania.county_stated_in(address.extra),
        romania.county_of_postcode(address.postcode),
    } - {""}
    return hints.pop() if len(hints) == 1 else ""


def _postcode_shape(address: Address, role: Role) -> Iterator[Finding]:
    postcode = address.postcode
    if not postcode or romania.is_postcode(postcode):
        return
    lost_zero = romania.is_postcode(f"0{postcode}")
    yield role.finding(
        Severity.WARN,
        "RO-POSTCODE",
        "postcode",
        say("A Romanian postal code has six digits; %(postcode)s has not. Correct it.", postcode=postcode),
        f"0{postcode}" if lost_zero else "",
    )


def _county_doubts(address: Address, county: str, role: Role) -> Iterator[Finding]:
    """Contradictions beside a county that is stated: the document is accepted, but may be wrong."""
    by_region = romania.county(address.region)
    if by_region and by_region != county:
        yield role.finding(
            Severity.WARN,
            _COUNTY_RULE[role],
            "subdivision",
            say(
                "The county code says %(county)s, the county's name says %(other)s. Check both.",
                county=romania.county_name(county),
                other=romania.county_name(by_region),
            ),
            county,
        )
    by_postcode = romania.county_of_postcode(address.postcode)
    if by_postcode and by_postcode != county:
        yield role.finding(
            Severity.WARN,
            "RO-POSTCODE",
            "postcode",
            say(
                "The postal code %(postcode)s belongs to %(other)s, the address says %(county)s. Check both.",
                postcode=address.postcode,
                other=romania.county_name(by_postcode),
                county=romania.county_name(county),
            ),
        )
    if county != romania.BUCHAREST and _is_bucharest(address.city):
        yield role.finding(
            Severity.WARN,
            _COUNTY_RULE[role],
            "subdivision",
            say(
                'The city "%(city)s" is in Bucharest, the county says %(county)s. Check both.',
                city=address.city,
                county=romania.county_name(county),
            ),
            romania.BUCHAREST,
        )


def _sector_findings(address: Address, sector: Sector, role: Role) -> Iterator[Finding]:
    proposal = bucharest.sector_name(sector.proposed) if sector.proposed else ""
    rivals = ", ".join(map(str, sorted(sector.rivals)))
    if sector.settled and not sector.rivals:
        return
    if sector.settled:
        severity = Severity.WARN
        message = say(
            "The city says sector %(sector)s, the rest of the address says sector %(rivals)s. Check both.",
            sector=sector.settled,
            rivals=rivals,
        )
    elif sector.rivals:
        severity = role.required
        message = say(
            "The address names more than one sector of Bucharest: %(rivals)s. Choose the right one.",
            rivals=rivals,
        )
    else:
        severity = role.required
        message = say("An address in Bucharest needs its sector, 1 to 6. Choose it, or ask the buyer.")
    yield role.finding(severity, _SECTOR_RULE[role], "city", message, proposal)
