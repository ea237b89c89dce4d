"""BNR: lei for one or more units; one day, ten days, a year."""

from datetime import date
from decimal import Decimal

import pytest
from tests.rates.documents import OTHERS, Served, bnr

from facturier.model.rate import ExchangeRate
from facturier.ports.errors import Misconfigured, Refused
from facturier.rates.read import read
from facturier.rates.sources import Source

LATEST, TEN_DAYS = "/nbrfxrates.xml", "/nbrfxrates10days.xml"
YEAR_2026, YEAR_2025 = "/files/xml/years/nbrfxrates2026.xml", "/files/xml/years/nbrfxrates2025.xml"
FRIDAY, MONDAY = date(2026, 11, 20), date(2026, 11, 16)


def rates(served: Served, since: date = FRIDAY, until: date = FRIDAY) -> dict[tuple[date, str], Decimal]:
    found = read(Source.BNR, since, until, served.http(Source.BNR))
    assert {rate.quote for rate in found} <= {"RON"}
    return {(rate.day, rate.base): rate.rate for rate in found}


def test_one_euro_is_so_many_lei() -> None:
    found = read(Source.BNR, FRIDAY, FRIDAY, Served({LATEST: bnr({"2026-11-20": "5.0874"})}).http(Source.BNR))
    assert ExchangeRate("BNR", "EUR", "RON", Decimal("5.0874"), FRIDAY) in found
    assert len(found) == 1 + len(OTHERS)


@pytest.mark.parametrize(
    ("written", "one"),
    [
        ('<Rate currency="HUF" multiplier="100">1.4431</Rate>', "0.014431"),
        ('<Rate currency="HUF" multiplier="1">1.4431</Rate>', "1.4431"),
        ('<Rate currency="HUF">1.4431</Rate>', "1.4431"),
        ('<Rate currency="HUF" multiplier="1000"> 9.9999 </Rate>', "0.0099999"),
    ],
)
def test_a_multiplier_is_divided_out_exactly(written: str, one: str) -> None:
    served = Served({LATEST: bnr({"2026-11-20": "5.0874"}, more=written)})
    assert rates(served)[FRIDAY, "HUF"] == Decimal(one)


def test_both_namespaces_are_read() -> None:
    for namespace in ("http://www.bnr.ro/xsd", "https://www.bnr.ro/xsd"):
        served = Served({LATEST: bnr({"2026-11-20": "5.0874"}, namespace)})
        assert rates(served)[FRIDAY, "EUR"] == Decimal("5.0874")


def test_a_currency_without_a_figure_was_not_quoted() -> None:
    served = Served({LATEST: bnr({"2026-11-20": "5.0874"}, more='<Rate currency="UAH"></Rate>')})
    assert (FRIDAY, "UAH") not in rates(served)


def test_today_alone_takes_one_small_document() -> None:
    served = Served({LATEST: bnr({"2026-11-20": "5.0874"})})
    rates(served)
    assert served.asked == [LATEST]


def test_some_days_take_the_ten_days_file() -> None:
    days = {"2026-11-16": "5.0800", "2026-11-17": "5.0810", "2026-11-20": "5.0874"}
    served = Served({LATEST: bnr({"2026-11-20": "5.0874"}), TEN_DAYS: bnr(days)})
    found = rates(served, since=date(2026, 11, 17))
    assert sorted({day for day, _ in found}) == [date(2026, 11, 17), FRIDAY]
    assert served.asked == [LATEST, TEN_DAYS]


def test_days_before_the_ten_come_from_the_years() -> None:
    served = Served(
        {
            LATEST: bnr({"2026-11-20": "5.0874"}),
            TEN_DAYS: bnr({"2026-11-19": "5.0870", "2026-11-20": "5.0874"}),
            YEAR_2025: bnr({"2025-12-31": "4.9000"}, "http://www.bnr.ro/xsd"),
            YEAR_2026: bnr({"2026-01-05": "4.9100", "2026-11-19": "5.0870"}),
        }
    )
    found = rates(served, since=date(2025, 12, 30))
    assert found[date(2025, 12, 31), "EUR"] == Decimal("4.9000")
    assert found[FRIDAY, "EUR"] == Decimal("5.0874")
    assert served.asked == [LATEST, TEN_DAYS, YEAR_2025, YEAR_2026]


@pytest.mark.parametrize("begun", [404, bnr({})])
def test_a_year_that_has_just_begun_may_have_no_file_yet(begun: bytes | int) -> None:
    served = Served(
        {
            LATEST: bnr({"2026-11-20": "5.0874"}),
            TEN_DAYS: bnr({"2026-11-20": "5.0874"}),
            YEAR_2025: bnr({"2025-12-31": "4.9000"}),
            YEAR_2026: begun,
        }
    )
    assert rates(served, since=date(2025, 12, 30))[FRIDAY, "EUR"] == Decimal("5.0874")


def test_a_year_of_the_past_must_be_there() -> None:
    known = bnr({"2026-11-20": "5.0874"})
    with pytest.raises(Misconfigured):
        rates(Served({LATEST: known, TEN_DAYS: known, YEAR_2026: known}), since=date(2025, 12, 30))


def test_a_weekend_has_no_rates_and_is_no_error() -> None:
    served = Served({LATEST: bnr({"2026-11-13": "5.0700"}), TEN_DAYS: bnr({"2026-11-13": "5.0700"})})
    assert rates(served, since=date(2026, 11, 14), until=date(2026, 11, 15)) == {}


@pytest.mark.parametrize(
    "broken",
    [
        bnr({"2026-11-20": "n/a"}),
        bnr({"2026-11-20": "0.0000"}),
        bnr({"2026-11-20": "-5.08"}),
        bnr({"2026-11-20": "5,0874"}),
        bnr({"2026-11-20": "1E5"}),
        bnr({"20 Nov": "5.0874"}),
        bnr({"2026-11-20": "5.0874"}).replace(b">RON<", b">MDL<"),
        bnr({"2026-11-20": "5.0874"}).replace(b"DataSet", b"Other"),
        bnr({"2026-11-20": "5.0874"}, more='<Rate currency="HUF" multiplier="0">1.4</Rate>'),
        bnr({"2026-11-20": "5.0874"}, more='<Rate currency="euro">1.4</Rate>'),
        bnr({}),
    ],
)
def test_another_document_is_refused_whole(broken: bytes) -> None:
    with pytest.raises(Refused) as error:
        rates(Served({LATEST: broken, TEN_DAYS: broken, YEAR_2026: broken}))
    assert "BNR" in error.value.message.render()
    assert error.value.words
