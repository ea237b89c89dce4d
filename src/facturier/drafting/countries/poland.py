"""Poland: voivodeships, postal codes, and which FA(3) element takes a buyer's number (facts, section 7)."""

import re

import msgspec

from facturier.drafting.countries.gazetteer import Entry, Gazetteer
from facturier.drafting.countries.identities import PL_NIP, Identity
from facturier.drafting.countries.roles import Role
from facturier.drafting.countries.tables import table
from facturier.model.finding import Finding, Severity
from facturier.model.message import say
from facturier.model.party import Address

_VOIVODESHIPS = Gazetteer(
    msgspec.convert(table("poland")["voivodeship"], tuple[Entry, ...]),
    "wojewodztwo woj polska poland voivodeship",
)
VOIVODESHIP_CODES = _VOIVODESHIPS.codes

_POSTCODE = re.compile(r"([0-9]{2})[ -]?([0-9]{3})")


def voivodeship(text: str) -> str:
    """ISO 3166-2 code (`PL-14`) of the voivodeship that `text` names, else empty."""
    return _VOIVODESHIPS.find(text)


def voivodeship_name(code: str) -> str:
    """Official name of an ISO code; empty for an unknown one."""
    return _VOIVODESHIPS.name(code)


def postcode(text: str) -> str:
    """`text` as `NN-NNN`, empty where it is no Polish postal code."""
    match = _POSTCODE.fullmatch(text)
    return f"{match[1]}-{match[2]}" if match else ""


def buyer_number_element(identity: Identity | None) -> str:
    """`NIP`, `NrVatUE`, `NrID` or `BrakID`: the one element of FA(3) Podmiot2 that holds the buyer's number.

    A Polish NIP anywhere but in `NIP` hides the invoice from its buyer. A consumer has `BrakID`.
    """
    if identity is None:
        return "BrakID"
    if identity.kind == PL_NIP:
        return "NIP"
    if identity.kind.endswith("-TAX"):
        return "NrID"
    return "NrVatUE" if identity.prefix else "BrakID"


def examine(address: Address, role: Role) -> tuple[Address, tuple[Finding, ...]]:
    """The address with voivodeship and postal code normalised, and the findings under Polish law.

    FA(3) takes addresses as free lines, so nothing here is more than a warning.
    """
    code = voivodeship(address.subdivision) or voivodeship(address.region)
    normal = postcode(address.postcode)
    filled = msgspec.structs.replace(
        address,
        subdivision=code or address.subdivision,
        region=voivodeship_name(code) or address.region,
        postcode=normal or address.postcode,
    )
    if normal or not address.postcode:
        return filled, ()
    message = say("A Polish postal code is written 00-950; this one is not. Correct it.")
    return filled, (role.finding(Severity.WARN, "PL-POSTCODE", "postcode", message),)
