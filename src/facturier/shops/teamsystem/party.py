"""Who buys, from an address that has one name and one field for every tax number."""

from collections.abc import Callable

from facturier.model.party import Address, Party
from facturier.ports.buyers import is_personal, means_yes, meant, squeezed
from facturier.shops.teamsystem import wire
from facturier.shops.teamsystem.wire import text, uid

Extra = Callable[[str], str]
"""What stands at a mapped field by its name; empty for nothing."""
Country = Callable[[str], str]


def buyer(billing: wire.Address, place: Address, extra: Extra) -> Party:
    """The billed party; `place` is its address. A VAT number makes it a company, unless a mapped field says."""
    given = meant(text(billing.vat))
    personal = squeezed(given) if is_personal(place.country, given) else ""
    tax_id = extra("tax_id") or ("" if personal else given)
    flag = extra("company")
    return Party(
        name=text(billing.fullname),
        company=means_yes(flag) if flag else bool(tax_id),
        address=place,
        email=text(billing.email),
        phone=text(billing.phone),
        tax_id=tax_id,
        registration=extra("registration"),
        personal_id=extra("personal_id").upper() or personal,
        recipient_code=extra("recipient_code").upper(),
        pec=extra("pec"),
    )


def address(found: wire.Address, country: Country, provinces: dict[str, str]) -> Address:
    """A province that is told by a number has no name that we know, unless the settings say."""
    state = uid(found.state)
    code = provinces.get(state, "")
    return Address(
        street=text(found.addr1),
        extra=text(found.addr2),
        city=text(found.city),
        region="" if state.isdecimal() else state,
        subdivision=code,
        postcode=text(found.zip),
        country=country(uid(found.country)),
    )
