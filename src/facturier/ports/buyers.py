"""What buyers type into a shop's fields, read alike for every shop: numbers of persons, empty words, counties.

Shops have one field for a tax number and buyers type into it what they have. What it is shows by country and form:
an Italian codice fiscale, a Romanian CNP and a Polish PESEL are numbers of persons.
"""

import re
from enum import StrEnum

_PERSONAL = {
    "IT": re.compile(r"[A-Z]{6}[0-9LMNP-V]{2}[A-Z][0-9LMNP-V]{2}[A-Z][0-9LMNP-V]{3}[A-Z]"),
    "RO": re.compile(r"[1-9]\d{12}"),
    "PL": re.compile(r"\d{11}"),
}
_ISO_REGIONS = frozenset(("RO", "IT", "PL", "US", "CA"))
_NOTHING = frozenset(("", "-", "--", ".", "/", "0", "n/a", "na", "no", "nu", "none", "x", "xx", "brak"))
_NO = frozenset(("", "0", "no", "false", "n", "off", "nu", "nie", "person", "individual", "fizica"))


class CompanyRule(StrEnum):
    """What makes a buyer a company: a company name or a tax number, both, or the number alone."""

    NAME_OR_NUMBER = "name_or_number"
    NAME_AND_NUMBER = "name_and_number"
    NUMBER = "number"

    def makes_company(self, firm: str, tax_id: str) -> bool:
        match self:
            case CompanyRule.NUMBER:
                return bool(tax_id)
            case CompanyRule.NAME_AND_NUMBER:
                return bool(firm and tax_id)
            case CompanyRule.NAME_OR_NUMBER:
                return bool(firm or tax_id)


def is_personal(country: str, number: str) -> bool:
    """Whether `number` has the form of a person's in that country."""
    form = _PERSONAL.get(country)
    return bool(form and form.fullmatch(squeezed(number)))


def meant(words: str | None) -> str:
    """A field's words, without what people type into a field that insists."""
    given = words.strip() if words else ""
    return "" if given.lower() in _NOTHING else given


def means_yes(words: str) -> bool:
    return words.lower() not in _NO


def squeezed(number: str) -> str:
    return re.sub(r"[\s.\-]", "", number).upper()


def subdivision(country: str, code: str) -> str:
    """ISO 3166-2, empty where a shop's own code is none: they are ISO only in some countries (Germany's and Spain's
    are not)."""
    if code.startswith(f"{country}-"):
        return code
    if country in _ISO_REGIONS and re.fullmatch(r"[A-Z0-9]{1,3}", code):
        return f"{country}-{code}"
    return ""
