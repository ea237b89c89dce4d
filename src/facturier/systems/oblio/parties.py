"""The `client` and `clientLocation` of a document (fact sheet, sections 4 and 4.1)."""

from typing import Any

from facturier.model.party import Address, Party
from facturier.systems.shared import romania
from facturier.systems.shared.wire import filled


def client(buyer: Party, *, person_code: str, save: bool) -> dict[str, Any]:
    """Empty fields are left out; saving and filling in from a public register are always said."""
    address = buyer.address
    told = filled(
        cif=romania.tax_code(buyer, person_code),
        name=buyer.name,
        rc=buyer.registration,
        address=romania.street(address),
        state=romania.county(address),
        city=romania.city(address),
        country=romania.country_name(address.country),
        iban=buyer.iban,
        bank=buyer.bank,
        email=buyer.email,
        phone=buyer.phone,
        contact=buyer.contact,
    )
    return {**told, "vatPayer": int(romania.pays_vat(buyer)), "save": int(save), "autocomplete": 0}


def location(buyer: Party, to: Address | None) -> dict[str, str]:
    """Where it goes, if elsewhere. e-Factura refuses a place without street, city or county: then none is said."""
    whole = to and to.street.strip() and to.city.strip() and (to.subdivision or to.region)
    if to is None or not whole or to == buyer.address:
        return {}
    return filled(
        name=buyer.name,
        country=romania.country_name(to.country),
        state=romania.county(to),
        city=romania.city(to),
        address=", ".join(part.strip() for part in (to.street, to.extra) if part.strip()),
        postalCode=to.postcode,
    )
