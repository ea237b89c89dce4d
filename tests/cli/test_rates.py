"""`facturier rates`: what is stored, fetched now, and added by hand."""

from dataclasses import replace
from decimal import Decimal

import pytest
from tests.cli.conftest import Run
from tests.rates.documents import Served, bnr
from tests.support.world import World, order

from facturier.cli.exits import Exit
from facturier.store import rates
from facturier.store.models import AuditEvent, Order, Rate, Standing

EUR = ("BNR", "2026-11-19", "EUR", "RON", "5.0819")


@pytest.fixture
def bank(inside: World) -> Served:
    served = Served(otherwise=bnr({"2026-11-09": "5.0709", "2026-11-19": "5.0819"}))
    inside.env = replace(inside.env, rates_transport=served.transport)
    return served


def hold_one(world: World) -> None:
    world.hear(order("1001", currency="EUR"))
    world.run()
    assert Order.objects.get().standing == Standing.HELD


def test_nothing_is_stored_at_first(facturier: Run, bank: Served) -> None:
    assert facturier("rates", "--json").json == []
    assert "--refresh" in facturier("rates").out
    assert bank.asked == []


def test_refresh_then_list(facturier: Run, bank: Served, inside: World) -> None:
    hold_one(inside)
    ended = facturier("rates", "--refresh", "--json")
    assert ended.code == Exit.DONE
    (done,) = ended.json
    assert (done["source"], done["error"], done["stored"]) == ("BNR", None, Rate.objects.count())
    listed = facturier("rates", "--json").json
    assert {"source": "BNR", "day": "2026-11-19", "base": "EUR", "rate": "5.0819", "quote": "RON"} in listed
    assert {row["day"] for row in listed} == {"2026-11-19"}
    assert "5.0819" in facturier("rates").out
    inside.run()
    assert Order.objects.get().standing == Standing.VERIFIED


def test_no_route_needs_rates(facturier: Run, bank: Served) -> None:
    ended = facturier("rates", "--refresh")
    assert ended.code == Exit.DONE
    assert "one currency" in ended.out


@pytest.mark.parametrize(("answer", "code"), [(503, Exit.NOT_NOW), (404, Exit.FAILED)])
def test_a_bank_in_trouble(facturier: Run, bank: Served, inside: World, answer: int, code: Exit) -> None:
    hold_one(inside)
    bank.otherwise = answer
    ended = facturier("rates", "--refresh", "--json")
    assert ended.code == code
    assert ended.json[0]["error"]


def test_by_hand_a_held_order_goes_on(facturier: Run, bank: Served, inside: World) -> None:
    hold_one(inside)
    ended = facturier("rates", "--by", "Ana", "--add", *EUR, "--json")
    assert ended.code == Exit.DONE
    assert [row["rate"] for row in ended.json] == ["5.0819"]
    event = AuditEvent.objects.get(subject__startswith="rate:")
    assert (event.actor, event.message.facts["rate"]) == ("Ana", "5.0819")
    inside.run()
    assert Order.objects.get().standing == Standing.VERIFIED
    assert bank.asked == []


def test_another_rate_is_replaced_only_on_purpose(facturier: Run, bank: Served) -> None:
    facturier("rates", "--add", *EUR)
    assert facturier("rates", "--add", *EUR).code == Exit.DONE
    ended = facturier("rates", "--add", *EUR[:4], "5.1819", "--json")
    assert ended.code == Exit.FAILED
    assert "5.0819" in ended.json["error"]
    assert facturier("rates", "--add", *EUR[:4], "5.1819", "--replace").code == Exit.DONE
    assert [rate.rate for rate in rates.newest()] == [Decimal("5.1819")]


@pytest.mark.parametrize(
    "words",
    [
        ("Bank", "2026-11-19", "EUR", "RON", "5.0819"),
        ("BNR", "19.11.2026", "EUR", "RON", "5.0819"),
        ("BNR", "2026-11-19", "euros", "RON", "5.0819"),
        ("BNR", "2026-11-19", "EUR", "RON", "5,0819"),
        ("BNR", "2026-11-19", "EUR", "RON", "0"),
        ("BNR", "2026-11-19", "RON", "EUR", "0.1968"),
        ("BNR", "2026-11-19", "RON", "RON", "1"),
        ("ECB", "2026-11-19", "RON", "EUR", "0.1968"),
        ("BNR", "2026-12-19", "EUR", "RON", "5.0819"),
    ],
)
def test_a_slip_of_the_hand_keeps_nothing(facturier: Run, bank: Served, words: tuple[str, ...]) -> None:
    ended = facturier("rates", "--add", *words, "--json")
    assert ended.code == Exit.USAGE
    assert ended.json["error"]
    assert not Rate.objects.exists()


@pytest.mark.parametrize(
    "words", [("ecb", "2026-11-19", "eur", "ron", "5.0819"), ("NBP", "2026-11-19", "HUF", "PLN", "0.01056")]
)
def test_each_bank_in_its_own_direction(facturier: Run, bank: Served, words: tuple[str, ...]) -> None:
    assert facturier("rates", "--add", *words, "--json").code == Exit.DONE
    (stored,) = rates.newest()
    assert stored.source == words[0].upper()
