"""`facturier takings`: the register on the command line, and what the doctor says of it."""

import csv
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader
from tests.cli.conftest import Run
from tests.support.bottega import SINCE, bottega, sold, some_days
from tests.support.world import World

from facturier.cli import boot
from facturier.cli.exits import Exit
from facturier.embedded.home import Home
from facturier.embedded.witness import WitnessFile
from facturier.flows.recover import last_attempt
from facturier.store import installation
from facturier.store.models import TakingsRegister


@pytest.fixture
def inside(
    transactional_db: None, tmp_path: Path, home: Home, monkeypatch: pytest.MonkeyPatch
) -> Iterator[World]:
    world = bottega(tmp_path)
    WitnessFile(home.witness).begin(installation.identity(), last_attempt())
    monkeypatch.setattr(boot, "environment", lambda home: world.env)
    yield world
    installation.identity.cache_clear()


def test_a_month_by_day_and_rate_and_3_where_a_day_waits(facturier: Run, inside: World) -> None:
    some_days(inside)
    ended = facturier("takings", "--json")
    assert ended.code == Exit.NEEDS_PERSON
    assert ended.json[0] == {
        "day": "2026-11-20",
        "rate": "4 %",
        "gross": "10.40",
        "taxable": "10.00",
        "vat": "0.40",
        "orders": 3,
        "state": "closed",
    }
    assert "does not say whether" in facturier("takings").out


@pytest.mark.parametrize("ending", ["pdf", "xlsx", "csv"])
def test_a_month_as_a_file(facturier: Run, inside: World, tmp_path: Path, ending: str) -> None:
    some_days(inside)
    file = tmp_path / f"november.{ending}"
    assert facturier("takings", "2026-11", "--file", file).code == Exit.DONE
    assert file.stat().st_size > 100
    if ending == "csv":
        assert next(csv.DictReader(file.open()))["gross"] == "10.40"
    if ending == "pdf":
        assert "Bottega Demo" in PdfReader(file).pages[0].extract_text()


def test_slips_are_told(facturier: Run, inside: World, tmp_path: Path) -> None:
    assert facturier("takings", "November").code == Exit.USAGE
    assert facturier("takings", "--file", tmp_path / "x.doc").code == Exit.USAGE
    assert facturier("takings", "--company", "IT1").code != Exit.DONE


def test_it_is_begun(facturier: Run, inside: World) -> None:
    TakingsRegister.objects.all().delete()
    assert "--begin" in facturier("takings").err
    ended = facturier("takings", "--begin", "2026-11-01", "--abroad", "one_stop_shop", "--by", "Ada")
    assert ended.code == Exit.DONE, ended.err
    made = TakingsRegister.objects.get()
    assert (made.since.day, made.abroad, made.begun_by) == (1, "one_stop_shop", "Ada")


def test_the_check_and_the_doctor(facturier: Run, inside: World) -> None:
    some_days(inside)
    inside.hear(sold(inside, "3009", placed_at=inside.clock.now() - timedelta(days=60)))
    inside.run()
    ended = facturier("takings", "--check", "--json")
    assert ended.code == Exit.DONE
    assert {row["verdict"]: row["orders"] for row in ended.json["kinds"]} == {
        "invoiced": 1,
        "counted": 5,
        "undecided": 1,
        "open": 1,
    }
    assert "3007" in facturier("takings", "--check").out
    rows = {row["name"]: row for row in facturier("doctor", "--json").json}
    assert rows["takings IT01234567897"]["level"] == "good"
    assert "1 are in the invoices" in rows["takings IT01234567897"]["message"]
    assert SINCE.isoformat() not in rows["takings IT01234567897"]["message"]
