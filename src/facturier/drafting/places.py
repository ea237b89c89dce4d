"""Where a sale goes: what rules mean by a country."""

from facturier.drafting.countries.eu import MEMBER_STATES
from facturier.model.order import Order

HOME, EU, WORLD = "HOME", "EU", "WORLD"


def destination(order: Order, home: str) -> str:
    """ISO country where the sale goes: delivery, else the buyer's, else the seller's own."""
    ship_to = order.ship_to.country if order.ship_to else ""
    return (ship_to or order.buyer.address.country or home).upper()


def matches(wanted: str, country: str, home: str) -> bool:
    """Whether `country` is what a rule asks for.

    wanted: empty for any, an ISO code, HOME (the seller's), EU (another member state) or WORLD (outside).
    """
    if not wanted:
        return True
    if wanted == HOME:
        return country == home
    if wanted == EU:
        return country in MEMBER_STATES and country != home
    if wanted == WORLD:
        return country not in MEMBER_STATES and country != home
    return wanted.upper() == country
