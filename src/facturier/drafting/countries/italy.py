"""Italy: provinces, CAP, and where SdI sends an invoice (FatturaPA; facts, section 6)."""

import re

import msgspec

from facturier.drafting.countries.gazetteer import Entry, Gazetteer
from facturier.drafting.countries.roles import Role
from facturier.drafting.countries.tables import table
from facturier.model.finding import Finding, Severity
from facturier.model.message import say
from facturier.model.party import Address

# SdI's answer to a file that the schema refuses.
BAD_FORMAT = "00200"

NO_RECIPIENT_CODE = "0000000"
FOREIGN_RECIPIENT_CODE = "XXXXXXX"

_PROVINCES = Gazetteer(
    msgspec.convert(table("italy")["province"], tuple[Entry, ...]),
    "provincia prov citta metropolitana di della italia italy",
)
PROVINCE_CODES = _PROVINCES.codes

_CAP = re.compile(r"[0-9]{5}")
_COMPANY_CODE = re.compile(r"[A-Z0-9]{7}")
_OFFICE_CODE = re.compile(r"[A-Z0-9]{6}")
_MAIL = re.compile(r"[^\s@<>,;]+@[^\s@<>,;.]+(\.[^\s@<>,;.]+)+")


def province(text: str) -> str:
    """ISO 3166-2 code (`IT-TO`) of the province that `text` names, else empty."""
    return _PROVINCES.find(text)


def province_name(code: str) -> str:
    """Official name of an ISO code; empty for an unknown one."""
    return _PROVINCES.name(code)


def is_cap(text: str) -> bool:
    """Whether `text` has the shape of a postal code: exactly five digits."""
    return _CAP.fullmatch(text) is not None


def is_recipient_code(text: str) -> bool:
    """Whether `text` has the shape of a CodiceDestinatario of a private buyer (FPR12): seven signs."""
    return _COMPANY_CODE.fullmatch(text) is not None


def is_office_code(text: str) -> bool:
    """Whether `text` has the shape of the code of a public office (FPA12): six signs."""
    return _OFFICE_CODE.fullmatch(text) is not None


def is_pec(text: str) -> bool:
    """Whether `text` can be a certified mailbox: an address of at most 256 signs, without blanks."""
    return len(text) <= 256 and _MAIL.fullmatch(text) is not None


def examine(address: Address, role: Role) -> tuple[Address, tuple[Finding, ...]]:
    """The address with its province filled in where certain, and the findings under Italian law."""
    code = province(address.subdivision) or province(address.region)
    found = list(_cap_findings(address, role))
    if code:
        filled = msgspec.structs.replace(address, subdivision=code, region=province_name(code))
        return filled, tuple(found)
    if address.region:
        found.append(
            role.finding(
                Severity.WARN,
                "IT-PROVINCE",
                "subdivision",
                say('The province "%(region)s" is not known. Choose the province.', region=address.region),
                _PROVINCES.near(address.region),
            )
        )
    return address, tuple(found)


def _cap_findings(address: Address, role: Role) -> list[Finding]:
    cap = address.postcode
    if is_cap(cap):
        return []
    lost_zero = is_cap(f"0{cap}")
    message = say("An Italian address needs a CAP of five digits. Correct it.")
    return [role.finding(role.required, BAD_FORMAT, "postcode", message, f"0{cap}" if lost_zero else "")]
