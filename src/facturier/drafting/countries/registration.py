"""Trade register numbers. Romania's in both forms; others are taken as they are."""

import re

from facturier.drafting.countries.identities import Identity
from facturier.drafting.countries.text import squeeze
from facturier.model.message import say

RO_ONRC = "RO-ONRC"

# J12/345/2020 until July 2024: kind, county, serial, year (or a full date, of which the year counts).
_OLD = re.compile(
    r"(?<![A-Z])([JFC])[\s./-]*(\d{1,2})\s*[/\\-]\s*(\d{1,6})\s*[/\\-]\s*(?:\d{1,2}[./]\d{1,2}[./])?(\d{4})(?!\d)",
    re.ASCII,
)
# J2020000345123 since: kind, year, serial, county (00 for new firms), check digit.
_NEW = re.compile(r"(?<![A-Z])([JFC])\s*(\d{4})\s*(\d{6})\s*(\d{2})\s*(\d)(?!\d)", re.ASCII)
_OFFICES = frozenset(range(1, 41)) | {51, 52}
_FIRST_YEAR = 1990


def registration(text: str, country: str) -> Identity | None:
    """The number found in `text` (`Reg. Com. J12/345/2020` too). None: `text` is blank.

    A Romanian number is normalised to `J12/345/2020` or `J2020000345123`. The new form's check digit is
    the digit sum, with the first letter as the last digit of its character code [guess].
    """
    given = squeeze(text).upper()
    if not given.strip("-./ "):
        return None
    if country.upper() != "RO":
        return Identity(f"{country.upper()}-REG", given, "", False, True)
    new = _NEW.search(given)
    if new:
        return _new_form(*new.groups())
    old = _OLD.search(given)
    if old:
        return _old_form(*old.groups())
    return _wrong(given)


def _old_form(kind: str, office: str, serial: str, year: str) -> Identity:
    normal = f"{kind}{int(office):02d}/{int(serial)}/{year}"
    if int(office) in _OFFICES and int(serial) and int(year) >= _FIRST_YEAR:
        return Identity(RO_ONRC, normal, "", False, True)
    return _wrong(normal)


def _new_form(kind: str, year: str, serial: str, office: str, check: str) -> Identity:
    normal = f"{kind}{year}{serial}{office}{check}"
    digits = f"{ord(kind) % 10}{year}{serial}{office}"
    sums_up = sum(map(int, digits)) % 10 == int(check)
    if sums_up and int(office) in _OFFICES | {0} and int(year) >= _FIRST_YEAR:
        return Identity(RO_ONRC, normal, "", False, True)
    return _wrong(normal)


def _wrong(given: str) -> Identity:
    why = say(
        "This is not a trade register number such as J12/345/2020 or J2020000345123. Correct it or clear it."
    )
    return Identity(RO_ONRC, given, "", False, False, why)
