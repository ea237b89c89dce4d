"""The European Union: members, VAT prefixes, the euro, and names of countries."""

from datetime import date
from functools import lru_cache

from babel import Locale

_EURO_SINCE = {
    **dict.fromkeys(("AT", "BE", "DE", "ES", "FI", "FR", "IE", "IT", "LU", "NL", "PT"), date(1999, 1, 1)),
    "GR": date(2001, 1, 1),
    "SI": date(2007, 1, 1),
    "CY": date(2008, 1, 1),
    "MT": date(2008, 1, 1),
    "SK": date(2009, 1, 1),
    "EE": date(2011, 1, 1),
    "LV": date(2014, 1, 1),
    "LT": date(2015, 1, 1),
    "HR": date(2023, 1, 1),
    "BG": date(2026, 1, 1),
}
_OWN_MONEY = ("CZ", "DK", "HU", "PL", "RO", "SE")
MEMBER_STATES = frozenset((*_EURO_SINCE, *_OWN_MONEY))

# Joined or left within the life of documents that a shop may still correct (days included).
_JOINED = {"HR": date(2013, 7, 1)}
_LEFT_VAT_AREA = {"GB": date(2020, 12, 31)}

# Where the VAT prefix is not the ISO code (EN 16931 BR-CO-09). XI is Northern Ireland, for goods.
_PREFIX_OF = {"GR": "EL"}
_COUNTRY_OF = {"EL": "GR", "XI": "GB"}
VAT_PREFIXES = frozenset(_PREFIX_OF.get(state, state) for state in MEMBER_STATES) | {"XI"}


def iso_country(code: str) -> str:
    """`code` in upper case and without blanks; Greece's VAT prefix `EL` as `GR`."""
    upper = code.strip().upper()
    return "GR" if upper == "EL" else upper


def is_member(country: str, day: date) -> bool:
    """Whether the ISO `country` is in the EU's VAT area on `day` (the United Kingdom until 2020)."""
    if country in MEMBER_STATES:
        return day >= _JOINED.get(country, date.min)
    return country in _LEFT_VAT_AREA and day <= _LEFT_VAT_AREA[country]


def uses_euro(country: str, day: date) -> bool:
    """Whether the member state `country` has the euro on `day`."""
    return country in _EURO_SINCE and day >= _EURO_SINCE[country]


def vat_prefix(country: str) -> str:
    """The prefix of VAT ids of the member state `country` (`EL` for `GR`); empty outside the EU."""
    return _PREFIX_OF.get(country, country) if country in MEMBER_STATES else ""


def country_of_prefix(prefix: str) -> str:
    """The ISO country whose VAT ids start with `prefix`; empty for an unknown one."""
    return _COUNTRY_OF.get(prefix, prefix) if prefix in VAT_PREFIXES else ""


@lru_cache(maxsize=1024)
def country_name(country: str, language: str = "en") -> str:
    """Name of the ISO `country` in `language` (any of CLDR: `en`, `ro`, `it`, `pl`); the code if unknown."""
    name: str = Locale.parse(language).territories.get(country, country)
    return name
