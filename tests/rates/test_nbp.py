"""NBP: zloty for one unit, by intervals of days."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.rates.documents import Served, nbp

from facturier.model.rate import ExchangeRate
from facturier.ports.errors import Misconfigured, Refused
from facturier.rates.nbp import paths
from facturier.rates.read import read
from facturier.rates.sources import Source

FRIDAY = date(2026, 11, 20)
TABLES = nbp({"2026-11-12": "4.2400", "2026-11-19": "4.2510", "2026-11-20": "4.2513"})
DAYS = st.dates(date(2010, 1, 1), date(2030, 12, 31))


def interval(path: str) -> tuple[date, date]:
    first, last = path.rstrip("/").split("/")[-2:]
    return date.fromisoformat(first), date.fromisoformat(last)


def test_one_unit_is_so_many_zloty() -> None:
    served = Served(otherwise=TABLES)
    found = read(Source.NBP, FRIDAY, FRIDAY, served.http(Source.NBP))
    assert ExchangeRate("NBP", "EUR", "PLN", Decimal("4.2513"), FRIDAY) in found
    assert ExchangeRate("NBP", "HUF", "PLN", Decimal("0.010560"), FRIDAY) in found
    assert {rate.day for rate in found} == {FRIDAY}
    assert served.asked == ["/api/exchangerates/tables/A/2026-11-06/2026-11-20/"]


def test_figures_never_pass_through_float() -> None:
    served = Served(otherwise=nbp({"2026-11-20": "4.10000001"}))
    found = read(Source.NBP, FRIDAY, FRIDAY, served.http(Source.NBP))
    assert Decimal("4.10000001") in {rate.rate for rate in found}


def test_a_day_to_come_is_never_asked_for() -> None:
    served = Served(otherwise=TABLES)
    read(Source.NBP, FRIDAY, FRIDAY + timedelta(days=30), served.http(Source.NBP))
    assert interval(served.asked[0])[1] == FRIDAY
    assert read(Source.NBP, FRIDAY + timedelta(days=1), FRIDAY, served.http(Source.NBP)) == ()


@given(since=DAYS, length=st.integers(0, 900))
def test_intervals_are_short_enough_and_leave_no_day_out(since: date, length: int) -> None:
    until = since + timedelta(days=length)
    asked = [interval(path) for path in paths(since, until)]
    assert all(timedelta(days=14) <= last - first < timedelta(days=93) for first, last in asked)
    days = [first + timedelta(days=each) for first, last in asked for each in range((last - first).days + 1)]
    assert len(days) == len(set(days))
    assert min(days) <= since
    assert max(days) == until
    assert len(days) == (max(days) - min(days)).days + 1


def test_no_table_in_two_weeks_means_another_address() -> None:
    with pytest.raises(Misconfigured) as error:
        read(Source.NBP, FRIDAY, FRIDAY, Served().http(Source.NBP))
    assert "FACTURIER_NBP_ADDRESS" in error.value.message.render()


@pytest.mark.parametrize(
    "broken",
    [
        b"[]",
        b'{"table": "A"}',
        b"[not json",
        TABLES.replace(b'"mid":4.2513', b'"mid":0'),
        TABLES.replace(b'"mid":4.2513', b'"mid":"about four"'),
        TABLES.replace(b'"mid":4.2513', b'"bid":4.2513'),
        TABLES.replace(b'"table":"A"', b'"table":"B"'),
        TABLES.replace(b"2026-11-20", b"20.11.2026"),
    ],
)
def test_another_document_is_refused(broken: bytes) -> None:
    with pytest.raises(Refused):
        read(Source.NBP, FRIDAY, FRIDAY, Served(otherwise=broken).http(Source.NBP))
