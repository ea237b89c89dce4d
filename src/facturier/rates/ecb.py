"""European Central Bank: units of a currency for one euro."""

from collections.abc import Iterator
from datetime import date
from xml.etree.ElementTree import Element

from facturier.model.rate import ExchangeRate
from facturier.rates import figures
from facturier.rates.sources import BANKS, Source

LATEST = "/stats/eurofxref/eurofxref-daily.xml"
LAST_DAYS = "/stats/eurofxref/eurofxref-hist-90d.xml"
ALL = "/stats/eurofxref/eurofxref-hist.xml"


def steps(since: date, until: date) -> tuple[tuple[str, ...], ...]:
    """Documents that reach further and further back; each step is read only where the one before is too short."""
    return (LATEST,), (LAST_DAYS,), (ALL,)


def parse(root: Element) -> Iterator[ExchangeRate]:
    """Raises ValueError for any other document than the bank's."""
    if root.tag != "Envelope":
        raise ValueError("no envelope of reference rates")
    home = BANKS[Source.ECB].currency
    for cube in root.iterfind("Cube/Cube"):
        day = figures.day(cube.get("time", ""))
        for rate in cube.iterfind("Cube"):
            quote = figures.currency(rate.get("currency", ""))
            value = figures.figure(rate.get("rate", ""))
            yield ExchangeRate(Source.ECB.value, home, quote, value, day)
