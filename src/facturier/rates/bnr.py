"""Banca Națională a României: lei for one or more units of a currency."""

from collections.abc import Iterator
from datetime import date
from xml.etree.ElementTree import Element

from facturier.model.rate import ExchangeRate
from facturier.rates import figures
from facturier.rates.sources import BANKS, Source

LATEST = "/nbrfxrates.xml"
LAST_DAYS = "/nbrfxrates10days.xml"
YEAR = "/files/xml/years/nbrfxrates{year}.xml"


def steps(since: date, until: date) -> tuple[tuple[str, ...], ...]:
    """Documents that reach further and further back; each step is read only where the one before is too short."""
    years = tuple(YEAR.format(year=year) for year in range(since.year, until.year + 1))
    return (LATEST,), (LAST_DAYS,), years


def parse(root: Element) -> Iterator[ExchangeRate]:
    """Rates for one unit of each currency. A currency without a figure was not quoted that day.

    Raises ValueError for any other document than the bank's.
    """
    home = BANKS[Source.BNR].currency
    if root.tag != "DataSet" or root.findtext("Body/OrigCurrency", "").strip() != home:
        raise ValueError(f"no rates in {home}")
    for cube in root.iterfind("Body/Cube"):
        day = figures.day(cube.get("date", ""))
        for rate in cube.iterfind("Rate"):
            text = (rate.text or "").strip()
            if text:
                units = figures.figure(rate.get("multiplier", "1"))
                base = figures.currency(rate.get("currency", ""))
                yield ExchangeRate(Source.BNR.value, base, home, figures.figure(text) / units, day)
