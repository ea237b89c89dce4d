"""The day of a document is the company's day."""

from datetime import UTC, date, datetime

import pytest

from facturier.ports.clock import SystemClock, business_date, zone_named


@pytest.mark.parametrize(
    ("moment", "zone", "day"),
    [
        (datetime(2026, 12, 31, 21, 59, tzinfo=UTC), "Europe/Bucharest", date(2026, 12, 31)),
        (datetime(2026, 12, 31, 22, 0, tzinfo=UTC), "Europe/Bucharest", date(2027, 1, 1)),
        (datetime(2026, 6, 30, 21, 0, tzinfo=UTC), "Europe/Bucharest", date(2026, 7, 1)),
        (datetime(2026, 12, 31, 22, 0, tzinfo=UTC), "Europe/Rome", date(2026, 12, 31)),
        (datetime(2026, 1, 1, 3, 0, tzinfo=UTC), "America/New_York", date(2025, 12, 31)),
    ],
)
def test_midnight_is_where_the_company_is(moment: datetime, zone: str, day: date) -> None:
    assert business_date(moment, zone) == day


def test_the_machine_s_own_clock() -> None:
    clock = SystemClock()
    before, ticks = datetime.now(UTC), clock.monotonic()
    clock.sleep(0.01)
    assert clock.now().utcoffset() == before.utcoffset()
    assert before < clock.now() <= datetime.now(UTC)
    assert clock.monotonic() - ticks >= 0.01


@pytest.mark.parametrize("name", ["", "Europe", "Europe/Nowhere", "../etc/passwd", "a\0b"])
def test_a_time_zone_that_does_not_exist_is_a_wrong_value(name: str) -> None:
    with pytest.raises(ValueError, match="there is no time zone named"):
        zone_named(name)
