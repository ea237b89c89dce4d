"""Who buys: a company or a person, with the numbers that fiscal documents need.

Magento has one field for every tax number (`vat_id`, else the account's `customer_taxvat`); `ports.buyers` tells
what buyers typed into it.
"""

from collections.abc import Callable

from facturier.model.party import Address, Party
from facturier.ports.buyers import CompanyRule, is_personal, means_yes, meant, squeezed, subdivision
from facturier.shops.magento import wire
from facturier.shops.magento.wire import text

Extra = Callable[[str], str | None]
"""The value of a mapped field by its name; None where the field is not mapped."""


def buyer(order: wire.Order, rule: CompanyRule, extra: Extra) -> Party:
    """The billed party of an order."""
    billing = billing_of(order)
    country = text(billing.country_id).upper()
    tax_id, personal_id = _numbers(order, billing, country, extra)
    firm = meant(billing.company)
    flag = extra("company")
    company = means_yes(flag) if flag else rule.makes_company(firm, tax_id)
    person = _person(order, billing)
    return Party(
        name=(firm or person) if company else (person or firm),
        company=company,
        contact=person if company and firm else "",
        address=address(billing),
        email=text(billing.email) or text(order.customer_email),
        phone=text(billing.telephone),
        tax_id=tax_id,
        vat_payer=True if billing.vat_is_valid == 1 and tax_id else None,
        registration=extra("registration") or "",
        personal_id=personal_id,
        recipient_code=(extra("recipient_code") or "").upper(),
        pec=extra("pec") or "",
        bank=extra("bank") or "",
        iban=(extra("iban") or "").replace(" ", ""),
    )


_NOBODY = wire.Address(firstname=None, lastname=None, city=None, postcode=None, country_id=None)


def billing_of(order: wire.Order) -> wire.Address:
    found = order.billing_address
    return found if isinstance(found, wire.Address) else _NOBODY


def shipped_to(order: wire.Order) -> Address | None:
    """Where the first shipping assignment goes; None for orders without goods to send. Raises ValueError."""
    for assignment in order.extension.shipping_assignments or ():
        if isinstance(assignment.shipping, wire.Shipping):
            found = assignment.shipping.address
            if isinstance(found, wire.Address):
                return address(found)
            break
    if order.is_virtual == 0:
        raise ValueError("it has goods to send, but no shipping address")
    return None


def address(found: wire.Address) -> Address:
    street = found.street.splitlines() if isinstance(found.street, str) else found.street or []
    lines = [text(line) for line in street if text(line)]
    country = text(found.country_id).upper()
    return Address(
        street=lines[0] if lines else "",
        extra=", ".join(lines[1:]),
        city=text(found.city),
        region=text(found.region),
        subdivision=subdivision(country, text(found.region_code).upper()),
        postcode=text(found.postcode),
        country=country,
    )


def _numbers(order: wire.Order, billing: wire.Address, country: str, extra: Extra) -> tuple[str, str]:
    """Tax number as given and personal number, told apart by the country's form of the latter."""
    given = meant(billing.vat_id) or meant(order.customer_taxvat)
    tax_id, personal_id = extra("tax_id") or "", extra("personal_id") or ""
    if is_personal(country, given):
        return tax_id, personal_id or squeezed(given)
    return tax_id or given, personal_id


def _person(order: wire.Order, billing: wire.Address) -> str:
    parts = (billing.firstname, billing.middlename, billing.lastname)
    if not any(map(text, parts)):
        parts = (order.customer_firstname, None, order.customer_lastname)
    return " ".join(text(part) for part in parts if text(part))
