"""The `client` object of a document (fact sheet, section 5)."""

import re
from typing import Any

from facturier.model.party import Address, Party
from facturier.systems.smartbill.answers import plain
from facturier.systems.smartbill.counties import BUCHAREST, COUNTIES, country_name
from facturier.systems.smartbill.wire import filled

_SECTOR = re.compile(r"\bsector(?:ul)?\s*([1-6])\b")


def client(buyer: Party, *, person_code: str, save: bool) -> dict[str, Any]:
    """The buyer as SmartBill takes it. Empty fields are left out; `saveToDb` is always said.

    Whether SmartBill saves a client when it is not told is disputed, and saving overwrites the stored
    client also with what is empty here.
    """
    address = buyer.address
    told = filled(
        name=buyer.name,
        vatCode=_tax_code(buyer, person_code),
        regCom=buyer.registration,
        address=_street(address),
        city=_city(address),
        county=COUNTIES.get(address.subdivision) or address.region or address.subdivision,
        country=country_name(address.country),
        email=buyer.email,
        phone=buyer.phone,
        contact=buyer.contact,
        bank=buyer.bank,
        iban=buyer.iban,
    )
    return {**told, "isTaxPayer": _pays_vat(buyer), "saveToDb": save}


def _pays_vat(buyer: Party) -> bool:
    if not buyer.company:
        return False
    if buyer.vat_payer is not None:
        return buyer.vat_payer
    country = buyer.address.country.upper()
    return bool(country) and _joined(buyer.tax_id).startswith(country)


def _tax_code(buyer: Party, person_code: str) -> str:
    """A Romanian payer's CIF carries `RO`, a non-payer's does not; other countries' stay as given."""
    if not buyer.company:
        return buyer.personal_id or person_code
    code = _joined(buyer.tax_id)
    if buyer.address.country.upper() != "RO" or not code.removeprefix("RO").isdigit():
        return buyer.tax_id.strip()
    return ("RO" if _pays_vat(buyer) else "") + code.removeprefix("RO")


def _joined(code: str) -> str:
    return re.sub(r"\s+", "", code).upper()


def _street(address: Address) -> str:
    """SmartBill has no field for a postcode. e-Factura wants an address, and accepts a dash."""
    parts = (address.street, address.extra, address.postcode)
    return ", ".join(part.strip() for part in parts if part.strip()) or _dash(address)


def _city(address: Address) -> str:
    """In Bucharest e-Factura accepts nothing but `Sector 1` .. `Sector 6`."""
    if address.subdivision == BUCHAREST:
        for text in (address.city, address.region, address.extra, address.street):
            if found := _SECTOR.search(plain(text)):
                return f"Sector {found.group(1)}"
    return address.city.strip() or _dash(address)


def _dash(address: Address) -> str:
    return "-" if address.country.upper() == "RO" else ""
