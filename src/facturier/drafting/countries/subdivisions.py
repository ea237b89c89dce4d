"""Counties, provinces and voivodeships to choose from."""

from collections.abc import Mapping
from functools import cache

from facturier.drafting.countries import italy, poland, romania
from facturier.drafting.countries.text import words

_KNOWN = {
    "RO": (romania.COUNTY_CODES, romania.county_name),
    "IT": (italy.PROVINCE_CODES, italy.province_name),
    "PL": (poland.VOIVODESHIP_CODES, poland.voivodeship_name),
}


@cache
def subdivisions(country: str) -> Mapping[str, str]:
    """ISO 3166-2 code -> official name, by name; empty for a country whose own are not known here."""
    codes, name = _KNOWN.get(country, ((), str))
    return dict(sorted(((code, name(code)) for code in codes), key=lambda each: words(each[1])))
