"""Whether a rate may be charged at all, and what the invoicing system calls it."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import lru_cache

from facturier.drafting.countries import vat_rates
from facturier.drafting.parts import Portion
from facturier.drafting.taxed import Sale, field_of, name_of
from facturier.model.finding import Cure, Finding, Severity
from facturier.model.message import say
from facturier.ports.offers import Offers, VatOffer


def system_name(offers: Offers, percent: Decimal, wanted: str) -> str | None:
    """The system's name for a rate, empty where it lists none, None where it does not offer the rate.

    Without a wanted name the first offer of that rate counts: systems list the usual one first.
    """
    if not offers.vat:
        return wanted
    return _first(offers.vat, percent, wanted)


def _first(offered: Iterable[VatOffer], percent: Decimal, wanted: str) -> str | None:
    return next(
        (offer.name for offer in offered if offer.percent == percent and wanted in ("", offer.name)), None
    )


def not_offered(one: Portion, percent: Decimal, wanted: str) -> Finding:
    message = say(
        "The invoicing system has no VAT rate %(name)s of %(percent)s %%. Add it, or map it in the route.",
        name=wanted or "-",
        percent=percent,
    )
    return Finding(Severity.HOLD, "VAT-OFFER", field_of(one), message)


@lru_cache(maxsize=1024)
def _valid(seller: str, buyer: str, percent: Decimal, day: date) -> bool:
    return any(vat_rates.is_rate(country, percent, day) for country in (seller, buyer))


def judge(one: Portion, percent: Decimal, sale: Sale) -> Finding | None:
    """Doubts about a taxed rate on the tax point, in the seller's country or, sold afar, the buyer's."""
    if _valid(sale.seller, sale.buyer, percent, sale.day):
        return None
    field = field_of(one)
    past = vat_rates.outdated(sale.seller, percent, sale.day)
    if past is not None:
        message = say(
            "%(line)s has %(percent)s %% VAT, a rate that ended on %(until)s. On %(day)s another applies: "
            "correct the rate in the shop or on this order; its price stays.",
            line=name_of(one),
            percent=percent,
            until=past.until,
            day=sale.day,
        )
        return Finding(Severity.HOLD, f"{sale.seller}-RATE-OUTDATED", field, message, Cure(field))
    known = {sale.seller, sale.buyer} <= vat_rates.COUNTRIES
    message = say(
        "%(percent)s %% on %(line)s is not known as a VAT rate of %(seller)s or %(buyer)s on %(day)s. "
        "Correct the rate in the shop or on this order.",
        percent=percent,
        line=name_of(one),
        seller=sale.seller,
        buyer=sale.buyer,
        day=sale.day,
    )
    return Finding(Severity.HOLD if known else Severity.WARN, "VAT-UNKNOWN-RATE", field, message, Cure(field))
