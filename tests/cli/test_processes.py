"""Real processes: set up, run, look beside, stop, back up, restore; simulators; the whole demonstration."""

import json
import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from tests.embedded.machinery import eventually, gone, new_home, remove_home
from tests.support.program import INIT, PROGRAM, answers, environment, facturier, free_port, value
from tests.support.standing import of_home

from facturier.embedded.home import Home
from facturier.store import secrets


@pytest.fixture
def home() -> Iterator[Home]:
    made = new_home()
    yield made
    remove_home(made)


@pytest.fixture(scope="module")
def installed() -> Iterator[Home]:
    """An installation that is set up and stands still: for what leaves it so."""
    made = new_home()
    assert facturier(made, *INIT).returncode == 0
    yield made
    remove_home(made)


def test_without_a_home_the_way_to_one_is_named(home: Home) -> None:
    ended = facturier(home, "orders", "--json")
    assert ended.returncode == 5
    assert "facturier init" in value(ended)["error"]
    assert not home.root.exists()


def test_a_database_that_is_away_is_told_and_tried_later(home: Home) -> None:
    ended = facturier(home, "orders", "--json", DATABASE_URL="host=/nowhere dbname=facturier")
    assert ended.returncode == 4
    assert "does not answer" in value(ended)["error"]


@pytest.mark.parametrize("command", ["orders", "up"])
@pytest.mark.parametrize(
    "url", ["postgresql:/me:hun%ter2@db/facturier", "postgresql://me:hun%ter2@db/facturier"]
)
def test_an_address_of_a_database_that_cannot_be_read_is_not_repeated(
    home: Home, command: str, url: str
) -> None:
    """There is a password in it, and what is printed here ends in a log."""
    ended = facturier(home, command, "--json", DATABASE_URL=url)
    assert "ter2" not in ended.stdout + ended.stderr
    assert ended.returncode == 5
    assert "DATABASE_URL" in value(ended)["error"]


def test_init_names_what_is_missing_and_makes_nothing(home: Home) -> None:
    ended = facturier(home, "init", "--json")
    assert ended.returncode == 2
    assert "--company" in value(ended)["error"]
    assert not home.root.exists()


def test_an_installation_from_first_to_last(home: Home, tmp_path: Path) -> None:
    made = facturier(home, *INIT, "--json")
    assert made.returncode == 0, made.stdout + made.stderr
    assert value(made)["issuer"] == "RO12345674"
    assert home.secret_key.stat().st_mode & 0o777 == 0o600
    assert home.witness.exists()
    assert facturier(home, *INIT, "--json").returncode == 5
    _run_up(home)
    backup = value(facturier(home, "backup", str(tmp_path / "backups"), "--json"))["backup"]
    _restore(backup)


@contextmanager
def up_and_answering(home: Home) -> Iterator[tuple["subprocess.Popen[bytes]", int]]:
    """`facturier up` with its port, once its pages answer; killed at the end."""
    log, port = home.root / "up.log", free_port()
    with log.open("wb") as file:
        up = subprocess.Popen(
            [*PROGRAM, "up", "--port", str(port)],
            env=environment(home),
            stderr=file,
            stdin=subprocess.DEVNULL,
        )
    try:
        assert eventually(lambda: answers(port), 60), log.read_text()
        yield up, port
    finally:
        up.kill()
        up.wait()


def _run_up(home: Home) -> None:
    """`up` serves the pages and other commands beside it, refuses a second, and stops at once on SIGTERM."""
    log = home.root / "up.log"
    with up_and_answering(home) as (up, port):
        assert eventually(lambda: b"the worker has started" in log.read_bytes(), 60), log.read_text()
        _log_in(home, port)
        assert value(facturier(home, "orders", "--json")) == []
        second = facturier(home, "up", "--no-page", "--json")
        assert second.returncode == 4
        assert "in charge" in value(second)["error"]
        began = time.monotonic()
        up.send_signal(signal.SIGTERM)
        assert up.wait(30) == 0
        assert time.monotonic() - began < 15
    assert "stopped" in log.read_text()
    assert not answers(port)


def _log_in(home: Home, port: int) -> None:
    """The pages speak to the same database, with sessions that a key of their own signs."""
    assert home.page_key.stat().st_mode & 0o777 == 0o600
    password = value(facturier(home, "user", "add", "ana", "--json"))["password"]
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", follow_redirects=True) as visitor:
        form = visitor.get("/login/")
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form.text)
        assert token
        login = {"username": "ana", "password": password, "csrfmiddlewaretoken": token[1]}
        assert "All is well" in visitor.post("/login/", data=login).text
        style = re.search(r'href="(/static/web/base.css[^"]+)"', form.text)
        assert style
        assert "max-age=31536000" in visitor.get(style[1]).headers["Cache-Control"]


def test_nothing_that_answers_outlives_what_was_killed(home: Home) -> None:
    """It would answer beside the next one, on the same port, and for ever."""
    assert facturier(home, *INIT).returncode == 0
    with up_and_answering(home) as (_, port):
        before = {each.pid for each in of_home(home.root) if each.page}
        os.kill(min(before), signal.SIGKILL)
        assert eventually(lambda: all(map(gone, before)), 30)
        assert eventually(lambda: answers(port), 60), (home.root / "up.log").read_text()
    assert eventually(lambda: not answers(port), 30)  # `up` itself was killed
    # The database outlives it on purpose; whoever comes next takes it over, and stops it.
    assert value(facturier(home, "orders", "--json")) == []
    assert eventually(lambda: not of_home(home.root), 30)


def test_a_restore_names_what_the_key_in_its_place_does_not_open(home: Home, tmp_path: Path) -> None:
    """It may be another installation's, or one that a first attempt to restore had made."""
    assert facturier(home, *INIT).returncode == 0
    given = {
        "company": "Atelierul",
        "tax_id": "RO12345674",
        "country": "RO",
        "street": "Lungă 1",
        "city": "Cluj",
    }
    form = [word for name, value in given.items() for word in ("--set", f"{name}={value}")]
    assert facturier(home, "connect", "system", "book", "--label", "Book", *form).returncode == 0
    backup = value(facturier(home, "backup", str(tmp_path), "--json"))["backup"]
    other = new_home()
    try:
        other.create()
        secrets.create(other.secret_key)
        told = value(facturier(other, "restore", backup, "--json"))
        assert (told["new_key"], told["locked"]) == (False, ["Book"])
    finally:
        remove_home(other)


@pytest.mark.parametrize("process", ["page", "worker"])
def test_what_needs_a_running_database_says_so(installed: Home, process: str) -> None:
    ended = facturier(installed, process, "--json")
    assert ended.returncode == 4
    assert "facturier up" in value(ended)["error"]


def _restore(backup: str) -> None:
    """Into another home: nothing may be sent until every account was walked."""
    other = new_home()
    try:
        ended = facturier(other, "restore", backup, "--json")
        assert ended.returncode == 3, ended.stdout + ended.stderr
        assert value(ended)["new_key"] is True
        rows = {row["name"]: row for row in value(facturier(other, "doctor", "--json"))}
        assert rows["witness"]["level"] == "alarm"
        assert "reconcile --recover" in rows["sending"]["message"]
        assert value(facturier(other, "reconcile", "--recover", "--json")) == []
        assert facturier(other, "resume", "--json").returncode == 0
        again = facturier(other, "restore", backup, "--json")
        assert again.returncode == 1
        assert "not empty" in value(again)["error"]
    finally:
        remove_home(other)


def test_a_sandbox_prints_one_line_and_serves_until_stopped() -> None:
    arguments = ["sandbox", "smartbill", "--seed", "3", "--fault", "error_503:GET /SBORO/api/tax"]
    process = subprocess.Popen(
        [*PROGRAM, *arguments], env=environment(None), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE
    )
    try:
        assert process.stdout is not None
        told = json.loads(process.stdout.readline())
        assert told["settings"]["base_url"].startswith(told["url"])
        login = (told["account"]["email"], told["account"]["token"])
        asked = {"cif": told["account"]["cif"]}
        api = told["url"] + told["account"]["path"]
        assert httpx.get(f"{api}/series", params=asked, auth=login).status_code == 200
        assert httpx.get(f"{api}/tax", params=asked, auth=login).status_code == 503
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
        assert process.stdout.read() == b""
    finally:
        process.kill()
        process.wait()


@pytest.mark.parametrize(
    "arguments", [("paper",), ("smartbill", "--fault", "nonsense"), ("smartbill", "--port", "-1")]
)
def test_a_sandbox_that_cannot_be_is_wrong_use(arguments: tuple[str, ...]) -> None:
    ended = facturier(None, "sandbox", *arguments, "--json")
    assert ended.returncode == 2
    assert value(ended)["code"] == 2


def test_the_demonstration_keeps_every_promise(home: Home) -> None:
    ended = facturier(home, "demo", "--home", str(home.root), "--json")
    told = value(ended)
    assert told["wrong"] == []
    assert (ended.returncode, told["passed"]) == (0, True)
    assert len(told["rows"]) >= 180
    assert all(row["document"] or row["reason"] for row in told["rows"])
    assert told["duplicates"] == 0
    assert told["documents"] == told["totals_equal"] == told["pdfs"] == told["states"]["verified"]
    assert sum(told["states"].values()) == len(told["rows"])
    assert {"verified", "held", "closed", "waiting", "withdrawn"} <= set(told["states"])
    for row in told["rows"]:
        assert not row["document"] or (Path(told["files"]) / row["pdf"]).read_bytes().startswith(b"%PDF")
    assert len(told["books"]) == 4
    for book in told["books"]:
        assert book["lost"] >= 5, book
        assert book["found"] == book["lost"], book
        assert book["standing"] == book["documents"] == book["totals_equal"] == book["pdfs"], book


def test_one_countrys_demonstration_is_its_own(home: Home) -> None:
    told = value(facturier(home, "demo", "--home", str(home.root), "--country", "IT", "--json"))
    assert told["passed"], told["wrong"]
    assert [book["system"] for book in told["books"]] == ["Fatture in Cloud"]
    assert {row["currency"] for row in told["rows"]} == {"EUR"}


def test_the_demonstration_never_empties_a_real_installation(installed: Home) -> None:
    ended = facturier(installed, "demo", "--home", str(installed.root), "--json")
    assert ended.returncode == 2
    assert "real installation" in value(ended)["error"]
    assert value(facturier(installed, "orders", "--json")) == []
