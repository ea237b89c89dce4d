"""Everything beside the order that a decision depends on. Gathered by the flows, never fetched here."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from msgspec import Struct

from facturier.drafting.before import Before
from facturier.drafting.company import Company
from facturier.drafting.kinds import ByHand
from facturier.drafting.settings import RouteSettings
from facturier.model.money import ZERO
from facturier.model.rate import ExchangeRate as ExchangeRate
from facturier.ports.capabilities import Capabilities
from facturier.ports.offers import Offers


class ClaimedLine(Struct, frozen=True, omit_defaults=True):
    """What earlier documents already took of an order line.

    For parts of a sale: in the order's currency; lines without a count (discounts) say 1 each time. For
    credits: in the currency of the credited document.
    """

    line: str
    quantity: Decimal = ZERO
    gross: Decimal = ZERO


class Context(Struct, frozen=True, omit_defaults=True):
    """today: business date in the company's zone. part: the slot's part text, empty for a whole sale.

    cures: field path -> value, as people gave them. claimed: what earlier parts took; it means nothing on a route
    that issues whole orders. netted: refunds that those parts took off already. by_hand: a person sends it. before:
    what an invoice comes after.
    """

    settings: RouteSettings
    company: Company
    capabilities: Capabilities
    offers: Offers
    today: date
    rates: tuple[ExchangeRate, ...] = ()
    cures: Mapping[str, str] = {}
    claimed: tuple[ClaimedLine, ...] = ()
    netted: tuple[str, ...] = ()
    part: str = ""
    by_hand: ByHand | None = None
    before: Before | None = None
