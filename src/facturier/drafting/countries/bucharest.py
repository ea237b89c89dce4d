"""Bucharest's six sectors, which CIUS-RO wants as the city (BR-RO-100, 101, 160, 202)."""

import re

from facturier.drafting.countries.romania import is_postcode
from facturier.drafting.countries.text import words

SECTORS = range(1, 7)

_NUMBERS = {
    **{str(number): number for number in SECTORS},
    **dict(zip(("i", "ii", "iii", "iv", "v", "vi"), SECTORS, strict=True)),
    **dict(zip(("unu", "doi", "trei", "patru", "cinci", "sase"), SECTORS, strict=True)),
}
_NUMBER = "(" + "|".join(_NUMBERS) + r")\b"
_SECTOR = r"\b(?:sectorul|sectoru|sector|sect)(?: ?nr)? ?"
# A lone S3 or sec. 3 is a sector only where nothing else is said: in a street it is a block or a stair.
_CITY = r"(?:(?:municipiul|mun|orasul|oras|or) )?(?:bucuresti|bucharest)"
_STATED = re.compile(_SECTOR + _NUMBER)
_SHORT = re.compile(rf"(?:{_CITY} )?(?:s|sec) ?{_NUMBER}(?: {_CITY})?")
_ALONE = re.compile(rf"(?:{_SECTOR}|(?:s|sec) ?){_NUMBER}")
_NAMED = re.compile(rf"\b{_CITY}\b")
_NUMBERED = re.compile(rf"{_CITY} {_NUMBER}")
_SAYS_NO_MORE = re.compile(rf"{_SECTOR}{_NUMBER}|\b(?:s|sec) ?{_NUMBER}|\b{_CITY}\b|\bromania\b|\bb\b")


def sector_name(sector: int) -> str:
    """`Sector 3`, as SmartBill and a printed document want it."""
    return f"Sector {sector}"


def sector_code(sector: int) -> str:
    """`SECTOR3`, as CIUS-RO wants it."""
    return f"SECTOR{sector}"


def sectors_in(text: str) -> frozenset[int]:
    """Sectors that a street or free text states: `sector 3`, `Sectorul III`, `SECT. 3`, `sectorul trei`."""
    if "sect" not in text.lower():
        return frozenset()
    return frozenset(_NUMBERS[said] for said in _STATED.findall(words(text)))


def sectors_of_place(text: str) -> frozenset[int]:
    """Sectors that a city or region field states: also `S3`, `Bucuresti sec. 3`."""
    said = words(text)
    short = _SHORT.fullmatch(said)
    if short:
        return frozenset({_NUMBERS[short[1]]})
    return frozenset(_NUMBERS[number] for number in _STATED.findall(said))


def sector_alone(city: str) -> int | None:
    """The sector, where `city` says that and nothing else."""
    alone = _ALONE.fullmatch(words(city))
    return _NUMBERS[alone[1]] if alone else None


def sector_of_postcode(postcode: str) -> int | None:
    """010000 to 069999: the second digit is the sector. None for any other code or shape."""
    if not is_postcode(postcode) or postcode[0] != "0":
        return None
    sector = int(postcode[1])
    return sector if sector in SECTORS else None


def sector_proposal(city: str) -> int | None:
    """What `Bucuresti 3` probably means: a proposal for a person."""
    numbered = _NUMBERED.fullmatch(words(city))
    return _NUMBERS[numbered[1]] if numbered else None


def names_bucharest(text: str) -> bool:
    """Whether a city or region field names Bucharest."""
    return _NAMED.search(words(text)) is not None


def says_more(city: str) -> bool:
    """Whether `city` says something beside Bucharest and a sector (a quarter, another town)."""
    return bool(_SAYS_NO_MORE.sub("", words(city)).strip())
