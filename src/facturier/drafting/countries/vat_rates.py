"""Dated VAT rates. They judge what an order says; they never price anything.

The figures stand in `data/vat_rates.toml` with their sources. A rate belongs to the day of the
chargeable event, not of the order, and a correction keeps the rate of the original.
"""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

import msgspec
from msgspec import Struct

from facturier.drafting.countries.tables import table


class RateKind(StrEnum):
    STANDARD = "standard"
    REDUCED = "reduced"
    SUPER_REDUCED = "super_reduced"
    ZERO = "zero"


class Rate(Struct, frozen=True, omit_defaults=True):
    """A VAT rate in percent, valid from `since` to `until`, both days included; None is open.

    country: ISO 3166-1 alpha-2. scope: empty for a rate of general use, else the only thing it is for.
    basis: `press`, `client`, `spec` or `guess`, as the fact sheet grades its sources. A guess only warns.
    """

    country: str
    percent: Decimal
    kind: RateKind
    basis: str
    since: date | None = None
    until: date | None = None
    scope: str = ""
    source: str = ""

    def holds(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


def _read() -> dict[str, tuple[Rate, ...]]:
    rows = msgspec.convert(table("vat_rates")["rate"], tuple[Rate, ...])
    return {
        country: tuple(rate for rate in rows if rate.country == country)
        for country in sorted({rate.country for rate in rows})
    }


_RATES = _read()
COUNTRIES = frozenset(_RATES)


@lru_cache(maxsize=2048)
def rates_on(country: str, day: date) -> tuple[Rate, ...]:
    """Every rate of `country` valid on `day`, highest first; empty for a country that is not known."""
    valid = (rate for rate in _RATES.get(country, ()) if rate.holds(day))
    return tuple(sorted(valid, key=lambda rate: rate.percent, reverse=True))


def standard_rate(country: str, day: date) -> Rate | None:
    """The standard rate of `country` on `day`, None where it is not known."""
    return next((rate for rate in rates_on(country, day) if rate.kind is RateKind.STANDARD), None)


def is_rate(country: str, percent: Decimal, day: date, scope: str = "") -> bool:
    """Whether `percent` may be charged in `country` on `day`.

    A rate kept for one thing only (Romania's 9 % for some housing until 2026-07-31) counts only when
    that `scope` is named. Zero counts where the state has a zero rate; exemption, export, reverse charge
    are VAT categories and no rates.
    """
    return any(rate.percent == percent and rate.scope in ("", scope) for rate in rates_on(country, day))


def outdated(country: str, percent: Decimal, day: date, scope: str = "") -> Rate | None:
    """The rate that `percent` was until a day before `day`, where it is one no more; else None.

    An order with an outdated rate is held, never re-priced.
    """
    if is_rate(country, percent, day, scope):
        return None
    past = [
        rate
        for rate in _RATES.get(country, ())
        if rate.percent == percent and rate.scope in ("", scope) and rate.until and rate.until < day
    ]
    return max(past, key=lambda rate: rate.until or date.min, default=None)
