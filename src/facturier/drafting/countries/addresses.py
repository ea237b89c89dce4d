"""What an address lacks for the law that the document is made under."""

from facturier.drafting.countries import italy, poland, romanian_address
from facturier.drafting.countries.eu import country_name, iso_country
from facturier.drafting.countries.roles import Role
from facturier.drafting.countries.text import squeeze
from facturier.model.finding import Finding, Severity
from facturier.model.message import Message, say
from facturier.model.party import Address

__all__ = ["Role", "check_address", "normalise"]

_EXAMINERS = {"RO": romanian_address.examine, "IT": italy.examine, "PL": poland.examine}
_COUNTRY_RULE = {Role.SELLER: "BR-09", Role.BUYER: "BR-11", Role.SHIP_TO: "BR-57"}
_ROMANIAN_RULE = {
    (Role.SELLER, "street"): "BR-RO-081",
    (Role.BUYER, "street"): "BR-RO-082",
    (Role.SHIP_TO, "street"): "BR-RO-180",
    (Role.SELLER, "city"): "BR-RO-091",
    (Role.BUYER, "city"): "BR-RO-092",
    (Role.SHIP_TO, "city"): "BR-RO-201",
}
# ANAF and SmartBill take a dash for a street (facts on SmartBill, section 5); shops of downloads have none.
_NO_STREET = "-"


def check_address(address: Address, country: str, role: Role) -> tuple[Finding, ...]:
    """Findings of `address` on a document made under the law of `country` (ISO; the seller's).

    Codes are the authority's where it has one. HOLD: the law or the schema refuses the document; WARN:
    it would pass, or nobody is sure. Every finding proposes a cure, empty where only a person can know.
    """
    return examine(address, country, role)[1]


def normalise(address: Address) -> Address:
    """`address` with blanks squeezed and the subdivision filled in where the text is certain.

    A known subdivision puts its official name into `region`; an address in Bucharest gets `Sector 3` as its
    city.
    """
    return examine(address, address.country, Role.BUYER)[0]


def examine(address: Address, law: str, role: Role) -> tuple[Address, tuple[Finding, ...]]:
    """Both at once: the normalised address, and its findings under `law`."""
    tidied = _tidied(address)
    if not tidied.country:
        message = say("The country of the address is missing. Choose it.")
        return tidied, (role.finding(role.required, _COUNTRY_RULE[role], "country", message, law),)
    examiner = _EXAMINERS.get(tidied.country)
    normal, own = examiner(tidied, role) if examiner else (tidied, ())
    return normal, (*_missing_lines(normal, law, role, own), *(own if tidied.country == law else ()))


def _tidied(address: Address) -> Address:
    return Address(
        street=squeeze(address.street),
        extra=squeeze(address.extra),
        city=squeeze(address.city),
        region=squeeze(address.region),
        subdivision=address.subdivision.strip().upper(),
        postcode=squeeze(address.postcode),
        country=iso_country(address.country),
    )


def _missing_lines(address: Address, law: str, role: Role, own: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Street and city, unless a finding of the country's own already asks for that field."""
    if role is Role.SHIP_TO and law != "RO":
        return ()
    asked = {finding.field for finding in own}
    found = []
    if not address.street:
        message = say("The street is missing. Fill it in.")
        found.append(_line(law, role, "street", message, _NO_STREET if law == "RO" else ""))
    if not address.city and role.path("city") not in asked:
        found.append(_line(law, role, "city", say("The city is missing. Fill it in.")))
    if law == "RO" and role is Role.SHIP_TO and address.country != "RO" and not address.subdivision:
        found.append(_no_subdivision(address, role))
    return tuple(found)


def _line(law: str, role: Role, field: str, message: Message, proposal: str = "") -> Finding:
    if law == "RO":
        return role.finding(role.required, _ROMANIAN_RULE[role, field], field, message, proposal)
    if law == "IT":
        return role.finding(role.required, italy.BAD_FORMAT, field, message, proposal)
    # Directive 2006/112 art. 226 asks for a full address [guess: no schema does].
    return role.finding(Severity.WARN, "ADDRESS", field, message, proposal)


def _no_subdivision(address: Address, role: Role) -> Finding:
    message = say(
        "A delivery address in %(country)s needs its region on a Romanian invoice, else it is left out.",
        country=country_name(address.country),
    )
    return role.finding(role.required, "BR-RO-211", "subdivision", message)
