"""The `client` object of a document (fact sheet, section 5)."""

from typing import Any

from facturier.model.party import Party
from facturier.systems.shared import romania
from facturier.systems.shared.wire import filled


def client(buyer: Party, *, person_code: str, save: bool) -> dict[str, Any]:
    """The buyer as SmartBill takes it. Empty fields are left out; `saveToDb` is always said.

    Whether SmartBill saves a client when it is not told is disputed, and saving overwrites the stored
    client also with what is empty here.
    """
    address = buyer.address
    told = filled(
        name=buyer.name,
        vatCode=romania.tax_code(buyer, person_code),
        regCom=buyer.registration,
        address=romania.street(address),
        city=romania.city(address),
        county=romania.county(address),
        country=romania.country_name(address.country),
        email=buyer.email,
        phone=buyer.phone,
        contact=buyer.contact,
        bank=buyer.bank,
        iban=buyer.iban,
    )
    return {**told, "isTaxPayer": romania.pays_vat(buyer), "saveToDb": save}
