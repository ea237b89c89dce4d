"""Exchange rates fetched as routes need them, and orders that were held for one."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.conf import settings
from tests.rates.documents import Served, bnr, ecb, nbp
from tests.support.world import World, order

from facturier.drafting.choices import RateDay, RateSource
from facturier.drafting.context import ExchangeRate
from facturier.drafting.settings import RouteSettings
from facturier.flows.rates import refresh
from facturier.rates.sources import Source
from facturier.store import rates
from facturier.store.models import Alarm, Document, Order, Rate, Route, Standing, State

LATEST, TEN_DAYS = "/nbrfxrates.xml", "/nbrfxrates10days.xml"
YEAR = "/files/xml/years/nbrfxrates2026.xml"
# The world begins on Friday the 20th at ten in Bucharest: the newest rates are Thursday's.
WEEKS = {
    "2026-11-02": "5.0602",
    "2026-11-09": "5.0709",
    "2026-11-12": "5.0712",
    "2026-11-13": "5.0713",
    "2026-11-16": "5.0816",
    "2026-11-17": "5.0817",
    "2026-11-18": "5.0818",
    "2026-11-19": "5.0819",
}
TODAY = {**WEEKS, "2026-11-20": "5.0820"}


def publish(days: dict[str, str]) -> dict[str, bytes]:
    newest = max(days)
    return {LATEST: bnr({newest: days[newest]}), TEN_DAYS: bnr(days), YEAR: bnr(days)}


@pytest.fixture
def bank(world: World) -> Served:
    served = Served(dict(publish(WEEKS)))
    world.env = replace(world.env, rates_transport=served.transport)
    return served


def hear_euro(world: World, number: str = "1001", **parts: object) -> Order:
    world.hear(order(number, currency="EUR", **parts))
    world.run(timedelta())
    return Order.objects.get(number=number)


def exchange(number: str = "1001") -> tuple[Decimal | None, date | None]:
    document = Document.objects.get(order__number=number, original=None)
    shown = document.draft.exchange
    assert shown is not None
    return shown.rate, shown.day


def at(world: World, day: int, hour: int) -> None:
    world.clock.advance(datetime(2026, 11, day, hour, tzinfo=UTC) - world.clock.now())


def test_a_held_order_is_issued_once_its_rate_is_there(world: World, bank: Served) -> None:
    held = hear_euro(world)
    assert (held.standing, held.findings[0].code) == (Standing.HELD, "RATE-MISSING")
    (done,) = refresh(world.env)
    assert (done.source, done.error) == (Source.BNR, None)
    assert done.stored == Rate.objects.count() > 0
    world.run()
    assert world.document().state == State.VERIFIED
    assert exchange() == (Decimal("5.0819"), date(2026, 11, 19))


def test_one_currency_needs_no_bank(world: World, bank: Served) -> None:
    world.hear(order("1001"))
    world.run()
    assert refresh(world.env) == []
    assert refresh(world.env, anyway=True) == []
    assert bank.asked == []


def test_settings_alone_are_reason_enough(world: World, bank: Served) -> None:
    world.settings(document_currency="EUR")
    assert [done.source for done in refresh(world.env)] == [Source.BNR]
    assert rates.tables("BNR") == (date(2026, 11, 9), date(2026, 11, 19))


@pytest.mark.parametrize("source", [RateSource.ORDER, RateSource.SYSTEM])
def test_other_sources_are_not_fetched(world: World, bank: Served, source: RateSource) -> None:
    world.settings(document_currency="EUR", rate_source=source)
    assert refresh(world.env) == []


def test_an_inactive_route_needs_nothing(world: World, bank: Served) -> None:
    world.settings(document_currency="EUR")
    world.route.active = False
    world.route.save()
    assert refresh(world.env) == []


def test_what_is_stored_is_not_asked_for_again(world: World, bank: Served) -> None:
    hear_euro(world)
    refresh(world.env)
    bank.asked.clear()
    assert refresh(world.env) == []
    at(world, 20, 11)
    bank.answers.update(publish(TODAY))
    (done,) = refresh(world.env)
    assert (done.since, bank.asked) == (date(2026, 11, 20), [LATEST])


def test_a_weekend_is_left_alone_and_uses_fridays_rate(world: World, bank: Served) -> None:
    at(world, 20, 12)
    bank.answers.update(publish(TODAY))
    world.settings(document_currency="EUR")
    refresh(world.env)
    world.settings(document_currency="")
    bank.asked.clear()
    at(world, 22, 9)
    hear_euro(world, placed_at=world.clock.now(), changed_at=world.clock.now())
    assert refresh(world.env) == []
    assert bank.asked == []
    world.run()
    assert exchange() == (Decimal("5.0820"), date(2026, 11, 20))


def test_a_holiday_uses_the_last_rate_before_it(world: World, bank: Served) -> None:
    """Nothing was published on Tuesday the 10th and Wednesday the 11th."""
    placed = datetime(2026, 11, 11, 10, tzinfo=UTC)
    world.settings(rate_day=RateDay.ORDERED)
    hear_euro(world, placed_at=placed)
    refresh(world.env)
    world.run()
    assert exchange() == (Decimal("5.0709"), date(2026, 11, 9))


def test_after_a_pause_no_day_is_left_out(world: World, bank: Served) -> None:
    """Otherwise the 12th would pass for the last day before the 18th."""
    rates.keep(table("2026-11-12"))
    placed = datetime(2026, 11, 18, 10, tzinfo=UTC)
    world.settings(rate_day=RateDay.ORDERED, document_currency="EUR")
    (done,) = refresh(world.env)
    assert done.since == date(2026, 11, 13)
    hear_euro(world, placed_at=placed)
    world.run()
    assert exchange() == (Decimal("5.0818"), date(2026, 11, 18))


def test_an_old_order_brings_its_own_days(world: World, bank: Served) -> None:
    rates.keep(table("2026-11-19"))
    world.settings(rate_day=RateDay.ORDERED)
    hear_euro(world, placed_at=datetime(2026, 11, 4, 10, tzinfo=UTC))
    refresh(world.env)
    assert YEAR in bank.asked
    world.run()
    assert exchange() == (Decimal("5.0602"), date(2026, 11, 2))


def test_what_a_bank_does_not_publish_is_asked_for_once(world: World, bank: Served) -> None:
    days = {f"2026-{month:02}-02": "5.0000" for month in (9, 10)} | WEEKS
    bank.answers.update(publish(days))
    world.hear(order("1001", currency="XYZ"))
    world.run(timedelta())
    assert refresh(world.env)[0].stored
    world.run(timedelta())
    assert Order.objects.get().standing == Standing.HELD
    bank.asked.clear()
    assert refresh(world.env) == []


def test_a_rate_added_by_hand_is_enough_for_its_day(world: World, bank: Served) -> None:
    rates.keep([ExchangeRate("BNR", "EUR", "RON", Decimal("5.0874"), date(2026, 11, 20))])
    hear_euro(world)
    assert refresh(world.env) == []
    world.run()
    assert exchange() == (Decimal("5.0874"), date(2026, 11, 20))


def test_published_rates_do_not_replace_what_a_person_put(world: World, bank: Served) -> None:
    mine = ExchangeRate("BNR", "EUR", "RON", Decimal("5.1000"), date(2026, 11, 18))
    rates.put(mine, "Ana", world.clock.now())
    hear_euro(world)
    refresh(world.env, anyway=True)
    assert rates.stored("BNR", mine.day, "EUR", "RON") == mine.rate
    assert rates.stored("BNR", date(2026, 11, 19), "EUR", "RON") == Decimal("5.0819")


@pytest.mark.parametrize(
    ("source", "answers", "rate"),
    [
        (RateSource.ECB, {"/stats/eurofxref/eurofxref-hist-90d.xml": ecb(WEEKS)}, "5.0819"),
        (RateSource.NBP, {}, "0.5000"),
    ],
)
def test_the_routes_own_source_is_asked(
    world: World, bank: Served, source: RateSource, answers: dict[str, bytes], rate: str
) -> None:
    bank.answers.clear()
    bank.answers |= {"/stats/eurofxref/eurofxref-daily.xml": ecb({"2026-11-19": "5.0819"}), **answers}
    bank.otherwise = nbp(WEEKS)
    world.settings(rate_source=source, document_currency="EUR")
    (done,) = refresh(world.env)
    assert (done.source.value, done.error) == (source.value, None)
    assert Decimal(rate) in {one.rate for one in rates.newest()}


def test_a_bank_that_is_away_is_no_alarm_until_its_rates_are_late(world: World, bank: Served) -> None:
    hear_euro(world)
    rates.keep(table("2026-11-18"))
    bank.answers.clear()
    bank.otherwise = 503
    (done,) = refresh(world.env)
    assert done.error is not None
    assert open_alarms() == []
    at(world, 24, 9)
    refresh(world.env)
    assert open_alarms() == ["RATES-BNR"]
    bank.answers.update(publish({**TODAY, "2026-11-23": "5.0900"}))
    refresh(world.env)
    assert open_alarms() == []


def test_a_bank_that_moved_is_an_alarm_at_once_and_keeps_nothing(world: World, bank: Served) -> None:
    hear_euro(world)
    bank.answers[TEN_DAYS] = 302
    refresh(world.env)
    assert open_alarms() == ["RATES-BNR"]
    assert "FACTURIER_BNR_ADDRESS" in Alarm.objects.get().message.render()
    assert Rate.objects.count() == 0
    assert Order.objects.get().standing == Standing.HELD


def test_the_alarm_of_a_bank_ends_where_no_route_uses_it_any_more(world: World, bank: Served) -> None:
    hear_euro(world)
    bank.answers[TEN_DAYS] = 302
    refresh(world.env)
    assert open_alarms() == ["RATES-BNR"]
    world.settings(rate_source=RateSource.ORDER)
    refresh(world.env)
    assert open_alarms() == []


def test_the_address_is_a_setting(world: World, bank: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    world.settings(document_currency="EUR")
    monkeypatch.setattr(settings, "RATES_ADDRESSES", {"BNR": "https://rates.exemplu.test/bnr"})
    bank.answers |= {f"/bnr{path}": answer for path, answer in publish(WEEKS).items()}
    assert refresh(world.env)[0].stored
    assert all(path.startswith("/bnr/") for path in bank.asked)


def test_one_source_in_trouble_does_not_stop_another(world: World, bank: Served) -> None:
    Route.objects.create(
        organisation=world.organisation,
        label="Second",
        shop=world.shop,
        system=world.system,
        company=world.company,
        settings=RouteSettings(document_currency="EUR", rate_source=RateSource.NBP),
        rank=1,
    )
    world.settings(document_currency="EUR")
    bank.otherwise = 500
    done = {each.source: each.error is None for each in refresh(world.env)}
    assert done == {Source.BNR: True, Source.NBP: False}


def table(day: str) -> list[ExchangeRate]:
    """A whole table of BNR."""
    codes = ("EUR", "USD", "GBP", "CHF", "PLN", "HUF", "CZK", "SEK", "NOK", "DKK")
    return [ExchangeRate("BNR", code, "RON", Decimal(WEEKS[day]), date.fromisoformat(day)) for code in codes]


def open_alarms() -> list[str]:
    return sorted(Alarm.objects.filter(closed_at=None).values_list("code", flat=True))
