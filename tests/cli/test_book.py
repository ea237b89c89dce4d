"""The book from the command line: connected without any account, and asked by name."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import msgspec
import pytest
from tests.cli.conftest import Run, sets
from tests.support.books import book_settings
from tests.support.world import World

from facturier.cli import boot
from facturier.cli.exits import Exit
from facturier.flows.env import Env
from facturier.store.models import Connection
from facturier.systems.book.models import Ledger

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def as_in_life(inside: World, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(boot, "environment", lambda home: Env(files=home.files))
    return inside


@pytest.fixture
def connected(facturier: Run) -> Run:
    ended = facturier("connect", "system", "book", *sets(book_settings("mine")), "--json")
    assert ended.code == Exit.DONE, ended.err
    assert all(check["ok"] for check in ended.json["checks"])
    return facturier


def test_connecting_opens_the_book_and_tells_its_series(connected: Run) -> None:
    row = Connection.objects.get(connector="book")
    assert row.offers is not None
    assert [one.name for one in row.offers.series] == ["FCT", "ORD", "PRF", "REC"]
    assert Ledger.objects.get().name == "mine"


def test_a_book_of_somebody_else_is_not_connected(connected: Run) -> None:
    given = sets({**book_settings("mine"), "tax_id": "RO99999999"})
    ended = connected("connect", "system", "book", "--label", "Other", *given, "--json")
    assert ended.code == Exit.MISCONFIGURED
    assert not Connection.objects.filter(label="Other").exists()


def test_errands_of_a_connection_whose_settings_cannot_be_used_say_so(connected: Run) -> None:
    """As a release kept it whose form had other fields; it ended with a failure of our own (proof, seed 2334)."""
    Connection.objects.filter(connector="book").update(settings={})
    ended = connected("book", "verify", "--json")
    assert ended.code == Exit.MISCONFIGURED
    assert "incomplete or wrong" in ended.json["error"]


def test_its_errands_are_commands(connected: Run) -> None:
    assert connected("book", "verify", "--json").json["good"]
    head = connected("book", "verify", "--json").json["rows"][0]["head"]
    assert connected("book", "verify", "--expect", head).code == Exit.DONE
    assert connected("book", "verify", "--expect", "0" * 64).code == Exit.NEEDS_PERSON
    added = connected("book", "series-add", "NEW", "--kind", "proforma", "--first", "7", "--json")
    assert added.json["rows"][0]["next"] == "0007"
    listed = connected("book", "series", "--json").json["rows"]
    assert [row["series"] for row in listed] == ["FCT", "PRF", "REC", "ORD", "NEW"]
    assert connected("book", "lock", "2020-12-31").code == Exit.DONE
    assert connected("book", "series-close", "NEW").code == Exit.DONE
    assert connected("book", "proformas", "--json").json["rows"] == []
    assert "No document names" in connected("book", "erase", "Nobody").out


@pytest.mark.parametrize(
    "words",
    [
        ("lock", "2999-12-31"),
        ("lock", "yesterday"),
        ("series-add", "FCT"),
        ("series-close", "NONE"),
        ("proformas", "--remind", "PRF 0099"),
        ("verify", "--book", "another"),
    ],
    ids=" ".join,
)
def test_what_cannot_be_done_is_said_in_words(connected: Run, words: tuple[str, ...]) -> None:
    ended = connected("book", *words)
    assert ended.code != Exit.DONE
    assert len(ended.err) > 20
    assert "Traceback" not in ended.err


def test_its_simulator_stands_on_a_database_of_its_own(tmp_path: Path) -> None:
    """Served behind faults, while nothing is installed here at all."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    process = subprocess.Popen(
        [sys.executable, "-m", "facturier.cli", "--home", str(tmp_path / "none"), "sandbox", "book"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        told = msgspec.json.decode(process.stdout.readline())
        shown = httpx.get(f"{told['url']}/book", params=told["account"], timeout=30)
        assert shown.status_code == 200, shown.text
        assert [one["name"] for one in shown.json()["series"]] == ["FCT", "ORD", "PRF", "REC"]
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)
