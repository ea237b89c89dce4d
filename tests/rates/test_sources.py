"""Which day's rates may be out at a moment, on the bank's own clock and past weekends."""

from datetime import UTC, date, datetime

import pytest

from facturier.rates.sources import Source, newest_day

FRIDAY, THURSDAY = date(2026, 11, 20), date(2026, 11, 19)


@pytest.mark.parametrize(
    ("source", "hour", "minute", "day"),
    [
        (Source.BNR, 10, 59, THURSDAY),
        (Source.BNR, 11, 0, FRIDAY),
        (Source.ECB, 14, 59, THURSDAY),
        (Source.ECB, 15, 0, FRIDAY),
        (Source.NBP, 10, 44, THURSDAY),
        (Source.NBP, 10, 45, FRIDAY),
        (Source.BNR, 22, 30, FRIDAY),
    ],
)
def test_from_the_hour_of_publication(source: Source, hour: int, minute: int, day: date) -> None:
    assert newest_day(source, datetime(2026, 11, 20, hour, minute, tzinfo=UTC)) == day


@pytest.mark.parametrize("day", [21, 22, 23])
def test_a_weekend_waits_for_monday(day: int) -> None:
    assert newest_day(Source.BNR, datetime(2026, 11, day, 9, tzinfo=UTC)) == FRIDAY


def test_summer_time_is_the_banks_own() -> None:
    assert newest_day(Source.BNR, datetime(2026, 7, 3, 10, 0, tzinfo=UTC)) == date(2026, 7, 3)
