"""Everything that can be known to be wrong before a call is made, in the order of the fact sheet."""

from msgspec import Struct

from facturier.drafting.categories import category_findings
from facturier.drafting.context import Context
from facturier.drafting.countries import addresses, parties
from facturier.drafting.countries.roles import Role
from facturier.drafting.dates import Days
from facturier.drafting.limits import system_findings
from facturier.drafting.wanted import WantedLine
from facturier.model.finding import Finding
from facturier.model.order import Order
from facturier.model.party import Address, Party


class Parties(Struct, frozen=True):
    """Buyer and delivery in the spelling that a document needs, and what they lack."""

    buyer: Party
    ship_to: Address | None
    findings: tuple[Finding, ...]


def check_parties(order: Order, context: Context, days: Days) -> Parties:
    seller = context.company.country
    buyer, about_buyer = parties.check_buyer(order.buyer, seller, days.tax, context.settings.kind)
    if order.ship_to is None:
        return Parties(buyer, None, about_buyer)
    ship_to, about_delivery = addresses.examine(order.ship_to, seller, Role.SHIP_TO)
    return Parties(buyer, ship_to, (*about_buyer, *about_delivery))


def check_document(
    lines: tuple[WantedLine, ...], buyer: Party, currency: str, context: Context
) -> tuple[Finding, ...]:
    """VAT categories, and what system and account can take."""
    return (*category_findings(lines, buyer), *system_findings(currency, context))
