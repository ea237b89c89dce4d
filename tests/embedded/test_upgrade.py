"""A major upgrade with real servers of two versions, and a move to an older server."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from tests.embedded.machinery import new_home, remove_home

from facturier.embedded import binaries, creation
from facturier.embedded import upgrade as upgrade_module
from facturier.embedded.account import server_account
from facturier.embedded.backup import Backup, make_backup
from facturier.embedded.cluster import Cluster
from facturier.embedded.errors import AlreadyOwned, RestoreRefused
from facturier.embedded.home import Home
from facturier.embedded.installed import embedded, majors_present
from facturier.embedded.reach import reachable
from facturier.embedded.restore import restore
from facturier.embedded.serving import serving
from facturier.embedded.upgrade import upgrade, upgrade_offered
from facturier.model.message import say

OLD = min(programs.major for programs in binaries.bundled())
MOMENT = datetime(2026, 3, 1, 2, 30, tzinfo=UTC)


def make_old(home: Home) -> None:
    """A cluster of the oldest major version at hand, with two documents in it, stopped."""
    home.create()
    account = server_account()
    programs = reachable(binaries.for_major(OLD), account, home.programs)
    creation.build(home.postgres / str(OLD), account, programs)
    with serving(embedded(home)) as cluster, cluster.connect() as connection:
        connection.execute("CREATE TABLE document (id int PRIMARY KEY, number text)")
        connection.execute("INSERT INTO document VALUES (1, 'F1'), (2, 'F2')")


@pytest.fixture(scope="module")
def old_home() -> Iterator[Home]:
    """For the tests that leave the cluster at its old version."""
    home = new_home()
    make_old(home)
    yield home
    remove_home(home)


@pytest.fixture
def old(old_home: Home) -> Iterator[Cluster]:
    cluster = embedded(old_home)
    yield cluster
    if cluster.owned:
        cluster.stop()


def run_upgrade(cluster: Cluster, into: Path) -> Cluster:
    return upgrade(cluster, into, database_id="db-1", app_version="0.1.0", now=MOMENT)


def test_a_cluster_runs_on_its_own_major_and_an_upgrade_is_offered(old: Cluster) -> None:
    old.start()
    with old.connect() as connection:
        assert connection.info.server_version // 10000 == OLD
    assert upgrade_offered(old)


def test_a_backup_of_a_new_server_moves_to_an_older_one(
    old: Cluster, shared: Cluster, tmp_path: Path
) -> None:
    with shared.connect() as connection:
        connection.execute("CREATE DATABASE leaving")
    source = shared.address(database="leaving")
    with psycopg.connect(source.conninfo) as connection:
        connection.execute("CREATE TABLE moved (id int PRIMARY KEY, t text NOT NULL)")
        connection.execute("INSERT INTO moved VALUES (1, 'a')")
    backup = make_backup(source, tmp_path, database_id="db-1", app_version="0.1.0", made_at=MOMENT)
    old.start()
    with old.connect() as connection:
        connection.execute("CREATE DATABASE arriving")
    restore(backup, old.address(database="arriving"))


def test_an_upgrade_is_refused_while_somebody_is_in_charge(old: Cluster, tmp_path: Path) -> None:
    old.start()
    with pytest.raises(AlreadyOwned):
        run_upgrade(embedded(old.home), tmp_path)


def test_an_upgrade_that_fails_changes_nothing(
    old: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []

    def refuse(backup: Backup, _: object) -> None:
        with old.connect() as connection, pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
            connection.execute("INSERT INTO document VALUES (3, 'lost')")
        seen.append(backup.manifest.server_version)
        raise RestoreRefused(say("No."))

    monkeypatch.setattr(upgrade_module, "restore", refuse)
    with pytest.raises(RestoreRefused):
        run_upgrade(old, tmp_path)
    assert seen
    assert majors_present(old.home) == [OLD]
    assert not old.is_alive()
    old.start()
    with old.connect() as connection:
        connection.execute("UPDATE document SET number = number")


def test_an_upgrade_keeps_the_data_the_backup_and_the_old_directory(home: Home, tmp_path: Path) -> None:
    make_old(home)
    old = embedded(home)
    told: list[str] = []
    new = upgrade(
        old,
        tmp_path,
        database_id="db-1",
        app_version="0.1.0",
        now=MOMENT,
        progress=lambda message: told.append(message.render()),
    )
    assert majors_present(old.home) == [OLD, binaries.newest().major]
    assert not new.is_alive()
    assert not (old.home.root / "upgrade").exists()
    assert (tmp_path / "facturier-20260301T023000Z" / "manifest.json").is_file()
    assert "The old database is being dumped." in told
    assert embedded(old.home).data == new.data
    new.start()
    try:
        with new.connect() as connection:
            assert connection.info.server_version // 10000 == binaries.newest().major
            assert connection.execute("SELECT max(number) FROM document").fetchone() == ("F2",)
            connection.execute("INSERT INTO document VALUES (4, 'F4')")
    finally:
        new.stop()
    assert not upgrade_offered(new)
    assert run_upgrade(new, tmp_path) is new
