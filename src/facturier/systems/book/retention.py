"""How long the law wants documents kept, with whom they name. Dated, as laws change; a longer time can be set.

basis: `press` or `guess`, as the fact sheet grades its sources. Where a country is not listed the longest holds.
"""

from datetime import date

from msgspec import Struct


class Retention(Struct, frozen=True):
    """years: counted from month and day of the year after the document's. since: documents of that day and later."""

    country: str
    since: date
    years: int
    month: int
    day: int
    source: str
    basis: str


RETENTIONS = (
    Retention(
        "RO", date(2015, 1, 1), 5, 7, 1, "Law 82/1991 art. 25, from 1 July after the year's end", "guess"
    ),
    Retention("IT", date(1942, 4, 21), 10, 1, 1, "Codice civile art. 2220", "press"),
    Retention(
        "PL", date(2016, 1, 1), 5, 12, 31, "Ustawa o VAT art. 112, end of the year tax fell due", "guess"
    ),
)
LONGEST = Retention(
    "", date.min, 10, 12, 31, "no country's rule is known; the longest of the known ones", "guess"
)


def rule_for(country: str, issued_on: date) -> Retention:
    held = [one for one in RETENTIONS if one.country == country and one.since <= issued_on]
    return max(held, key=lambda one: one.since) if held else LONGEST


def kept_until(country: str, issued_on: date, at_least_years: int = 0) -> date:
    """The day up to which a document's people may not be erased. at_least_years: a company's own longer time."""
    rule = rule_for(country, issued_on)
    years = max(rule.years, at_least_years)
    return date(issued_on.year + 1 + years, rule.month, rule.day)
