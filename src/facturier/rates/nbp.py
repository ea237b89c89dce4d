"""Narodowy Bank Polski: zloty for one unit of a currency (table A, middle rates)."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import msgspec
from msgspec import Struct

from facturier.model.rate import ExchangeRate
from facturier.model.shapes import known
from facturier.rates import figures
from facturier.rates.sources import BANKS, Source

PATH = "/api/exchangerates/tables/A/{since}/{until}/"
PARAMS = {"format": "json"}
# The service says at most 93 days, older libraries 367: this is fewer than either.
WIDEST = timedelta(days=89)
# An interval without a table is answered with 404, like an address that is gone. No closure of the bank lasts
# this long, so an interval of this length tells the two apart.
NARROWEST = timedelta(days=14)


class _Rate(Struct):
    code: str
    mid: Decimal


class _Table(Struct):
    table: str
    day: date = msgspec.field(name="effectiveDate")
    rates: list[_Rate]


def paths(since: date, until: date) -> Iterator[str]:
    """Intervals that the service accepts, from `since` or somewhat earlier up to `until` (not after today)."""
    start = min(since, until - NARROWEST)
    while until >= start:
        first = min(max(start, until - WIDEST), until - NARROWEST)
        yield PATH.format(since=first, until=until)
        until = first - timedelta(days=1)


def parse(body: bytes) -> Iterator[ExchangeRate]:
    """Raises ValueError for any other document than the bank's."""
    home = BANKS[Source.NBP].currency
    for table in msgspec.json.decode(body, type=known(list[_Table])):
        if table.table != "A":
            raise ValueError(f"table {table.table} instead of A")
        for rate in table.rates:
            base, value = figures.currency(rate.code), figures.figure(f"{rate.mid:f}")
            yield ExchangeRate(Source.NBP.value, base, home, value, table.day)
