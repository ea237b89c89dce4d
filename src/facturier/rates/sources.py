"""The closed list of banks whose published rates are read. Basis of every fact here: docs/rates.md."""

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from msgspec import Struct

SATURDAY = 5


class Source(StrEnum):
    """As rates are stored and as documents name them."""

    BNR = "BNR"
    ECB = "ECB"
    NBP = "NBP"


class Bank(Struct, frozen=True):
    """currency: the bank's own, on one side of all its rates. address: where it publishes, no slash at the end.

    base: whether the rates are for one unit of the bank's own currency; else they are for one of the other.
    published_at: the time of day in `zone` from which the rates of a working day may be out.
    """

    currency: str
    base: bool
    address: str
    zone: str
    published_at: time


BANKS = {
    Source.BNR: Bank("RON", False, "https://curs.bnr.ro", "Europe/Bucharest", time(13)),
    Source.ECB: Bank("EUR", True, "https://www.ecb.europa.eu", "Europe/Berlin", time(16)),
    Source.NBP: Bank("PLN", False, "https://api.nbp.pl", "Europe/Warsaw", time(11, 45)),
}


def newest_day(source: Source, now: datetime) -> date:
    """The last day whose rates may be out at `now` (aware). Weekends are passed over; holidays are not known,
    so on a holiday this is a day that the bank never publishes."""
    bank = BANKS[source]
    there = now.astimezone(ZoneInfo(bank.zone))
    day = there.date() if there.time() >= bank.published_at else there.date() - timedelta(days=1)
    return day - timedelta(days=max(0, day.weekday() - SATURDAY + 1))
