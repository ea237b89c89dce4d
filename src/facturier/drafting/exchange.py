"""Exchange: which rate counts, and a part of an order in the document's currency.

Rates are those in the context, as their source published them; nothing is fetched. A rate that a
source publishes only the other way round, or through its own currency, is derived to ten decimals and
shown so, so that whoever multiplies gets the figures of the document.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from facturier.drafting.choices import RateSource
from facturier.drafting.company import Company
from facturier.drafting.context import Context, ExchangeRate
from facturier.drafting.parts import Portion
from facturier.drafting.shares import to_cents
from facturier.model.draft import Exchange
from facturier.model.finding import Finding, Severity
from facturier.model.message import say
from facturier.model.money import rounded, total
from facturier.model.order import Order

DERIVED_DECIMALS = 10
# Central banks close over long holidays; a rate older than this was not published but forgotten.
OLDEST = timedelta(days=7)
_CENTRAL = {"RO": RateSource.BNR, "PL": RateSource.NBP}
_PIVOT = {RateSource.BNR: "RON", RateSource.NBP: "PLN", RateSource.ECB: "EUR"}


class Conversion(Struct, frozen=True):
    """currency: of the document. shop: order -> document; home: document -> the company's VAT currency."""

    currency: str
    shop: Exchange | None
    home: Exchange | None
    findings: tuple[Finding, ...] = ()


def conversion(order: Order, context: Context, day: date) -> Conversion:
    """The currencies of the document and the rates that must be shown on it.

    The order's amounts are in `settings.price_currency`, else in the order's own. A missing rate holds;
    only for showing VAT in the company's currency may the rate be left to the system.
    """
    settings = context.settings
    prices = settings.price_currency or order.currency
    currency = settings.document_currency or prices
    source = source_of(settings.rate_source, context.company)
    shop = home = None
    findings = []
    if currency != prices:
        shop = _find(order, context.rates, source, prices, currency, day)
        if shop is None:
            findings.append(_missing(source, prices, currency, day))
    if currency != context.company.currency:
        home = _find(order, context.rates, source, currency, context.company.currency, day)
        if home is None and source is RateSource.SYSTEM:
            home = Exchange(currency, context.company.currency, None, source)
        if home is None:
            findings.append(_missing(source, currency, context.company.currency, day))
    return Conversion(currency, shop, home, tuple(findings))


def convert(portions: tuple[Portion, ...], rate: Decimal) -> tuple[Portion, ...]:
    """`portions` times `rate`: their sum is the rounded sum, whatever each one rounds to."""
    raw = [one.gross * rate for one in portions]
    grosses = to_cents(raw, rounded(total(one.gross for one in portions) * rate))
    return tuple(
        replace(
            one,
            line=replace(one.line, unit_net=None, unit_gross=None),
            gross=gross,
            tax=rounded(one.tax * rate),
            discount=rounded(one.discount * rate),
        )
        for one, gross in zip(portions, grosses, strict=True)
    )


def source_of(wanted: RateSource, company: Company) -> RateSource:
    """Whose rates to fetch and store for a route: never CENTRAL, which stands for one of the banks."""
    return _CENTRAL.get(company.country, RateSource.ECB) if wanted is RateSource.CENTRAL else wanted


def _find(
    order: Order, rates: Iterable[ExchangeRate], source: RateSource, base: str, quote: str, day: date
) -> Exchange | None:
    if source is RateSource.ORDER:
        return _of_order(order, base, quote)
    valid = [rate for rate in rates if rate.source == source and timedelta() <= day - rate.day <= OLDEST]
    direct = _direct(valid, base, quote)
    if direct is not None:
        return Exchange(base, quote, direct.rate, source, direct.day)
    back = _direct(valid, quote, base)
    if back is not None:
        return Exchange(base, quote, rounded(1 / back.rate, DERIVED_DECIMALS), source, back.day)
    pivot = _PIVOT.get(source, "")
    first, second = _either(valid, base, pivot), _either(valid, quote, pivot)
    if first is None or second is None:
        return None
    oldest = min(first[1], second[1])
    return Exchange(base, quote, rounded(first[0] / second[0], DERIVED_DECIMALS), source, oldest)


def _of_order(order: Order, base: str, quote: str) -> Exchange | None:
    """The shop's own rate: 1 base currency = `base_rate` of the order's currency."""
    if not order.base_rate:
        return None
    if (base, quote) == (order.base_currency, order.currency):
        return Exchange(base, quote, order.base_rate, RateSource.ORDER)
    if (base, quote) == (order.currency, order.base_currency):
        return Exchange(base, quote, rounded(1 / order.base_rate, DERIVED_DECIMALS), RateSource.ORDER)
    return None


def _direct(rates: list[ExchangeRate], base: str, quote: str) -> ExchangeRate | None:
    found = [rate for rate in rates if (rate.base, rate.quote) == (base, quote)]
    return max(found, key=lambda rate: rate.day, default=None)


def _either(rates: list[ExchangeRate], currency: str, pivot: str) -> tuple[Decimal, date] | None:
    """What one unit of `currency` is worth in `pivot`, and since when."""
    direct = _direct(rates, currency, pivot)
    if direct is not None:
        return direct.rate, direct.day
    back = _direct(rates, pivot, currency)
    return (1 / back.rate, back.day) if back is not None else None


def _missing(source: RateSource, base: str, quote: str, day: date) -> Finding:
    message = say(
        "There is no exchange rate from %(base)s to %(quote)s by %(source)s for %(day)s. "
        "Fetch the rates again, or choose another source for this route.",
        base=base,
        quote=quote,
        source=source.value,
        day=day,
    )
    return Finding(Severity.HOLD, "RATE-MISSING", "currency", message)
