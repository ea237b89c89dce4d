"""The `entity` of a document, and of a saved client (fact sheet, section 14)."""

import re
from typing import Any

from facturier.model.party import Party

NO_CODE, ABROAD, NO_POSTCODE = "0000000", "XXXXXXX", "00000"
OFFICE = "999999"
FIELDS = (
    "vat_number",
    "tax_code",
    "contact_person",
    "address_street",
    "address_extra",
    "address_postal_code",
    "address_city",
    "address_province",
    "email",
    "certified_email",
    "phone",
)
"""Those of `entity` that may be empty."""


def entity(buyer: Party) -> dict[str, Any]:
    """The full block: it is stored on the document also where a saved client is linked. Empty fields are left out.

    SdI takes a PEC only where there is no recipient code (00426), and no codice fiscale of buyers abroad.
    """
    address = buyer.address
    home = is_italian(buyer)
    told: dict[str, Any] = {
        "name": buyer.name,
        "type": _type(buyer),
        "vat_number": vat_number(buyer) if buyer.company else "",
        "tax_code": tax_code(buyer) if home else "",
        "contact_person": buyer.contact,
        "address_street": address.street.strip(),
        "address_extra": address.extra.strip(),
        "address_postal_code": address.postcode.strip() if home else NO_POSTCODE,
        "address_city": _city(buyer, home),
        "address_province": _province(buyer) if home else "",
        "country_iso": address.country.upper() or "IT",
        "email": buyer.email,
        "certified_email": buyer.pec if recipient(buyer) == NO_CODE else "",
        "phone": buyer.phone,
        "ei_code": recipient(buyer),
    }
    return {name: value for name, value in told.items() if value}


def _type(buyer: Party) -> str:
    """Public bodies are known by the six signs of their office."""
    if buyer.company and len(buyer.recipient_code) == len(OFFICE):
        return "pa"
    return "company" if buyer.company else "person"


def is_italian(buyer: Party) -> bool:
    return buyer.address.country.upper() in ("", "IT")


def recipient(buyer: Party) -> str:
    """Seven zeros where only a PEC is known, or nothing; seven X for buyers abroad."""
    return ABROAD if not is_italian(buyer) else buyer.recipient_code or NO_CODE


def vat_number(buyer: Party) -> str:
    """A company's, with its country in front."""
    bare = re.sub(r"[^0-9A-Za-z]", "", buyer.tax_id).upper()
    country = buyer.address.country.upper() or "IT"
    return bare if not bare or bare[:2].isalpha() else country + bare


def tax_code(buyer: Party) -> str:
    """A person's codice fiscale; a company's too, where it has one beside its partita IVA."""
    return re.sub(r"\s", "", buyer.personal_id).upper()


def _province(buyer: Party) -> str:
    return buyer.address.subdivision.removeprefix("IT-") or buyer.address.region.strip()


def _city(buyer: Party, home: bool) -> str:
    """Abroad the postcode has no field of its own: it stands before the city, as letters are written."""
    address = buyer.address
    return address.city.strip() if home else f"{address.postcode.strip()} {address.city.strip()}".strip()
