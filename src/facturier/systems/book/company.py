"""The settings in the book's own words: who issues, how documents look, what the book is opened with."""

import re
from decimal import Decimal, InvalidOperation

from facturier.model.kinds import DocumentKind
from facturier.model.message import say
from facturier.model.party import Address, Party
from facturier.ports.clock import zone_named
from facturier.ports.errors import Misconfigured
from facturier.systems.book.countries import country
from facturier.systems.book.settings import Settings
from facturier.systems.book.wire import Letterhead, Opening, SeriesWanted

SERIES_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9/.-]{0,9}")
"""Room for a year and a number within the 20 characters of FatturaPA."""


def issuer_of(tax_id: str, country_code: str) -> str:
    """Country and bare number (invariant I1): the same company however its number is written."""
    bare = re.sub(r"[^0-9A-Z]", "", tax_id.upper()).removeprefix(country_code.upper())
    return f"{country_code.upper()}{bare}"


def letterhead(settings: Settings) -> Letterhead:
    home = country(settings.country)
    return Letterhead(
        seller=_seller(settings),
        country=settings.country,
        own_currency=home.currency,
        language=settings.language or home.language,
        template=settings.template,
        capital=settings.capital,
        website=settings.website,
        show_payment=settings.show_payment,
        show_due=settings.show_due,
        proforma_days=settings.proforma_days,
    )


def opening(settings: Settings, logo: bytes) -> Opening:
    """Raises Misconfigured with the setting that is wrong."""
    return Opening(
        issuer=issuer_of(settings.tax_id, settings.country),
        country=settings.country,
        zone=_zone(settings),
        rates=rates(settings),
        series=tuple(_series(settings)),
        logo=logo,
    )


def rates(settings: Settings) -> tuple[Decimal, ...]:
    if not settings.vat_rates.strip():
        return country(settings.country).rates
    try:
        found = tuple(Decimal(word) for word in settings.vat_rates.replace("%", " ").split())
    except InvalidOperation:
        found = ()
    if not found or any(not 0 <= rate < 100 for rate in found):
        raise _wrong(settings.vat_rates, "VAT rates")
    return found


def _zone(settings: Settings) -> str:
    name = settings.zone.strip() or country(settings.country).zone
    try:
        zone_named(name)
    except ValueError:
        raise _wrong(name, "Time zone") from None
    return name


def _series(settings: Settings) -> list[SeriesWanted]:
    named = {
        DocumentKind.INVOICE: settings.invoice_series,
        DocumentKind.PROFORMA: settings.proforma_series,
        DocumentKind.RECEIPT: settings.receipt_series,
        DocumentKind.ORDER: settings.order_series,
        DocumentKind.CREDIT_NOTE: settings.credit_series,
    }
    wanted = {kind: name.strip() for kind, name in named.items() if name.strip()}
    for name in wanted.values():
        if not SERIES_NAME.fullmatch(name) or list(wanted.values()).count(name) > 1:
            raise _wrong(name, "Series")
    return [SeriesWanted(kind, name, settings.yearly) for kind, name in wanted.items()]


def _wrong(value: str, field: str) -> Misconfigured:
    return Misconfigured(
        say("“%(value)s” cannot be used for “%(field)s”. Correct it.", value=value, field=field), "SETTING"
    )


def _seller(settings: Settings) -> Party:
    return Party(
        name=settings.company,
        company=True,
        address=Address(
            street=settings.street,
            city=settings.city,
            region=settings.region,
            postcode=settings.postcode,
            country=settings.country,
        ),
        email=settings.email,
        phone=settings.phone,
        tax_id=settings.tax_id,
        registration=settings.registration,
        bank=settings.bank,
        iban=settings.iban,
    )
