"""ECB: units of another currency for one euro."""

from datetime import date
from decimal import Decimal

import pytest
from tests.rates.documents import Served, ecb

from facturier.model.rate import ExchangeRate
from facturier.ports.errors import Refused
from facturier.rates.read import read
from facturier.rates.sources import Source

DAILY = "/stats/eurofxref/eurofxref-daily.xml"
NINETY = "/stats/eurofxref/eurofxref-hist-90d.xml"
ALL = "/stats/eurofxref/eurofxref-hist.xml"
FRIDAY = date(2026, 11, 20)
TODAY = ecb({"2026-11-20": "5.0871"})


def test_one_euro_is_the_base() -> None:
    served = Served({DAILY: TODAY})
    found = read(Source.ECB, FRIDAY, FRIDAY, served.http(Source.ECB))
    assert ExchangeRate("ECB", "EUR", "RON", Decimal("5.0871"), FRIDAY) in found
    assert ExchangeRate("ECB", "EUR", "USD", Decimal("1.1500"), FRIDAY) in found
    assert served.asked == [DAILY]


@pytest.mark.parametrize(
    ("since", "asked"),
    [
        (date(2026, 11, 20), [DAILY]),
        (date(2026, 11, 18), [DAILY, NINETY]),
        (date(2026, 3, 2), [DAILY, NINETY, ALL]),
    ],
)
def test_no_more_is_read_than_reaches_back_far_enough(since: date, asked: list[str]) -> None:
    ninety = {"2026-11-20": "5.0871", "2026-11-18": "5.0862", "2026-08-24": "5.0500"}
    served = Served({DAILY: TODAY, NINETY: ecb(ninety), ALL: ecb({**ninety, "2026-03-02": "4.9900"})})
    found = read(Source.ECB, since, FRIDAY, served.http(Source.ECB))
    assert served.asked == asked
    assert found[0].day == since
    assert found[-1].day == FRIDAY


def test_before_the_hour_today_is_not_there_yet() -> None:
    served = Served({DAILY: ecb({"2026-11-19": "5.0860"}), NINETY: ecb({"2026-11-19": "5.0860"})})
    assert read(Source.ECB, FRIDAY, FRIDAY, served.http(Source.ECB)) == ()


@pytest.mark.parametrize(
    "broken",
    [
        TODAY.replace(b"time=", b"day="),
        TODAY.replace(b"gesmes:Envelope", b"gesmes:Letter"),
        TODAY.replace(b"'5.0871'", b"'N/A'"),
        TODAY.replace(b"currency='RON'", b"money='RON'"),
        ecb({}),
    ],
)
def test_another_document_is_refused(broken: bytes) -> None:
    with pytest.raises(Refused):
        read(
            Source.ECB,
            FRIDAY,
            FRIDAY,
            Served({DAILY: broken, NINETY: broken, ALL: broken}).http(Source.ECB),
        )
