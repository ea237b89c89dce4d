"""A virtualenv under a closed directory: the programs are copied, and no door is opened."""

import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from facturier.embedded import binaries
from facturier.embedded.account import server_account
from facturier.embedded.binaries import PACKAGE, Programs
from facturier.embedded.errors import NoAccount
from facturier.embedded.home import Home
from facturier.embedded.process import run_as
from facturier.embedded.reach import can_enter, reachable


@pytest.fixture
def closed(home: Home) -> Iterator[Programs]:
    """The programs of a wheel that was installed below a 0700 directory, under a strict umask."""
    home.create()
    site = home.root.parent / "closed" / "site-packages"
    site.mkdir(parents=True)
    original = binaries.newest()
    prefix = site / PACKAGE / original.prefix.name
    for part in ("bin", "lib", "share"):
        shutil.copytree(original.prefix / part, prefix / part)
    libraries = original.prefix.parent.parent / f"{PACKAGE}.libs"
    shutil.copytree(libraries, site / libraries.name)
    for path in site.rglob("*"):
        path.chmod(path.stat().st_mode & 0o700)
    site.parent.chmod(0o700)
    yield Programs(prefix, original.version)
    shutil.rmtree(site.parent)


def test_programs_that_can_be_reached_are_used_where_they_are(tmp_path: Path) -> None:
    account = server_account()
    if can_enter(account, binaries.newest().prefix):
        assert reachable(binaries.newest(), account, tmp_path) == binaries.newest()
        assert list(tmp_path.iterdir()) == []


def test_programs_behind_a_closed_door_are_copied(closed: Programs, home: Home) -> None:
    account = server_account()
    found = reachable(closed, account, home.programs)
    assert (found == closed) is not account.dropped
    assert found.version == closed.version
    for program in ("initdb", "postgres", "pg_ctl", "pg_dump"):
        assert run_as(account, [found.path(program), "--version"]).stdout.split()[2] == closed.version
    door = closed.prefix.parent.parent.parent
    assert stat.S_IMODE(door.stat().st_mode) == 0o700


def test_the_copy_is_made_once(closed: Programs, home: Home) -> None:
    account = server_account()
    first = reachable(closed, account, home.programs)
    before = first.path("postgres").stat()
    assert reachable(closed, account, home.programs) == first
    assert first.path("postgres").stat().st_ino == before.st_ino


def test_half_a_copy_is_made_again(closed: Programs, home: Home) -> None:
    account = server_account()
    half = home.programs / f"{binaries.wheel_version()}-{closed.version}.partial"
    half.mkdir()
    (half / "rest").touch()
    found = reachable(closed, account, home.programs)
    assert run_as(account, [found.path("initdb"), "--version"]).returncode == 0
    assert half.exists() is not account.dropped


def test_a_data_home_that_is_closed_too_is_an_error_and_stays_closed(closed: Programs, home: Home) -> None:
    account = server_account()
    home.root.chmod(0o700)
    if account.dropped:
        with pytest.raises(NoAccount, match="chmod o\\+x"):
            reachable(closed, account, home.programs)
    else:
        assert reachable(closed, account, home.programs) == closed
    assert stat.S_IMODE(home.root.stat().st_mode) == 0o700
