"""Romania's counties and postal codes, as CIUS-RO (BR-RO-110, 111) wants them and as people write them."""

import re

import msgspec

from facturier.drafting.countries.gazetteer import Entry, Gazetteer
from facturier.drafting.countries.tables import table
from facturier.drafting.countries.text import words

BUCHAREST = "RO-B"

_FILLERS = "judetul judetului judet jud jd county romania municipiul mun"
_STATED = re.compile(r"\b(?:judetul|judet|jud|jd) ([a-z]+(?: [a-z]+)?)")
_POSTCODE = re.compile(r"[0-9]{6}")


class _County(Entry, frozen=True, kw_only=True):
    seat: str
    postcodes: tuple[str, ...]


def _old_spelling(name: str) -> str:
    """Before 1993 the sound was written î everywhere: Vîlcea."""
    return name.replace("â", "î")


_ROWS = msgspec.convert(table("romania")["county"], tuple[_County, ...])
_COUNTIES = Gazetteer(
    (Entry(row.code, row.name, (*row.also, _old_spelling(row.name))) for row in _ROWS), _FILLERS
)
_SEATS = {words(spelling): row.code for row in _ROWS for spelling in (row.seat, _old_spelling(row.seat))}
_BY_POSTCODE = {digits: row.code for row in _ROWS for digits in row.postcodes}

COUNTY_CODES = _COUNTIES.codes


def county(text: str) -> str:
    """ISO 3166-2 code of the county that `text` names (`jud. Vilcea`, `Satu-Mare`, `CJ`), else empty."""
    return _COUNTIES.find(text)


def county_name(code: str) -> str:
    """Official name with diacritics (`Bistrița-Năsăud`) of an ISO code; empty for an unknown one."""
    return _COUNTIES.name(code)


def county_proposal(text: str) -> str:
    """The county that `text` probably means: one letter apart from only one, or a county's seat."""
    return _COUNTIES.near(text) or county_of_seat(text)


def county_of_seat(city: str) -> str:
    """The county whose seat `city` is, else empty."""
    return _SEATS.get(words(city), "")


def county_stated_in(text: str) -> str:
    """The county that free text names as one: `Florești, jud. Cluj`; else empty."""
    for said in _STATED.findall(words(text)):
        code = county(said) or county(said.split()[0])
        if code:
            return code
    return ""


def is_postcode(text: str) -> bool:
    """Whether `text` has the shape of a postal code: six digits."""
    return _POSTCODE.fullmatch(text) is not None


def county_of_postcode(postcode: str) -> str:
    """The county that the first two digits belong to [guess]; empty for another shape."""
    return _BY_POSTCODE.get(postcode[:2], "") if is_postcode(postcode) else ""
