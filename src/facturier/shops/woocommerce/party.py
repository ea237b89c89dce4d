"""Who buys: a company or a person. WooCommerce has no field for their numbers: `table` tells of those of plug-ins."""

from facturier.model.party import Address, Party
from facturier.ports.buyers import CompanyRule, is_personal, meant, squeezed, subdivision
from facturier.shops.woocommerce import wire
from facturier.shops.woocommerce.table import Keys, Meta
from facturier.shops.woocommerce.wire import text


def buyer(order: wire.Order, meta: Meta, keys: Keys, rule: CompanyRule) -> Party:
    """The billed party of an order."""

    def said(name: str) -> str:
        return meant(meta.words(keys.get(name, ())))

    billing = order.billing
    tax_id, personal_id = _numbers(text(billing.country).upper(), said("tax_id"), said("personal_id"))
    firm = meant(billing.company) or said("company_name")
    asked = meta.company(keys.get("company", ()))
    company = rule.makes_company(firm, tax_id) if asked is None else asked
    person = " ".join(filter(None, (text(billing.first_name), text(billing.last_name))))
    return Party(
        name=(firm or person) if company else (person or firm),
        company=company,
        contact=person if company and firm else "",
        address=address(billing),
        email=text(billing.email),
        phone=text(billing.phone),
        tax_id=tax_id,
        registration=said("registration"),
        personal_id=personal_id,
        recipient_code=said("recipient_code").upper(),
        pec=said("pec"),
        bank=said("bank"),
        iban=said("iban").replace(" ", ""),
    )


def _numbers(country: str, tax_id: str, personal_id: str) -> tuple[str, str]:
    """Each where it belongs, whichever field it was typed into: an Italian company has a codice fiscale too, which is
    its tax number."""
    if is_personal(country, tax_id):
        tax_id, personal_id = "", personal_id or squeezed(tax_id)
    if personal_id and country == "IT" and not is_personal(country, personal_id):
        tax_id, personal_id = tax_id or personal_id, ""
    return tax_id, personal_id


def shipped_to(order: wire.Order) -> Address | None:
    """None where it goes where the bill goes, or nowhere."""
    found = order.shipping
    told = (found.first_name, found.last_name, found.company, found.address_1, found.city, found.country)
    return address(found) if any(map(text, told)) else None


def address(found: wire.Address) -> Address:
    country = text(found.country).upper()
    state = text(found.state)
    code = subdivision(country, state.upper())
    return Address(
        street=text(found.address_1),
        extra=text(found.address_2),
        city=text(found.city),
        region="" if code else state,
        subdivision=code,
        postcode=text(found.postcode),
        country=country,
    )
