"""`facturier init`: the one and only way in which a cluster comes to be."""

import os
import stat
from pathlib import Path

import pytest

from facturier.embedded.cluster import Cluster
from facturier.embedded.errors import AlreadyOwned, ClusterExists, NoAccount, NoCluster, NoPrograms
from facturier.embedded.home import Home
from facturier.embedded.installed import create, embedded, majors_present, ownership_of


def test_looking_for_a_cluster_never_makes_one(home: Home) -> None:
    with pytest.raises(NoCluster, match="facturier init"):
        embedded(home)
    assert not home.root.exists()


def test_an_empty_home_holds_no_cluster(home: Home) -> None:
    home.create()
    with pytest.raises(NoCluster, match="disk is mounted"):
        embedded(home)


def test_a_second_init_is_refused_and_changes_nothing(stopped: Cluster) -> None:
    before = (stopped.data / "PG_VERSION").stat()
    with pytest.raises(ClusterExists, match="left as it is"):
        create(stopped.home)
    assert (stopped.data / "PG_VERSION").stat() == before


def test_a_second_init_is_refused_even_if_pg_version_is_gone(tmp_path: Path) -> None:
    """A damaged directory is still somebody's data."""
    home = Home(tmp_path / "home")
    home.create()
    (home.postgres / "18").mkdir()
    with pytest.raises(ClusterExists):
        create(home)


def test_init_beside_a_running_init_is_refused(home: Home) -> None:
    home.create()
    other = ownership_of(home)
    other.take()
    with pytest.raises(AlreadyOwned):
        create(home)
    assert majors_present(home) == []


def test_what_a_dead_init_left_is_no_cluster_and_is_in_nobodys_way(home: Home) -> None:
    home.create()
    unfinished = home.postgres / "18.new"
    unfinished.mkdir()
    (unfinished / "PG_VERSION").write_text("18\n")
    assert majors_present(home) == []
    assert create(home).data.is_dir()
    assert not unfinished.exists()


def test_the_data_belongs_to_an_account_that_is_not_root(durable: Cluster) -> None:
    found = durable.data.stat()
    assert stat.S_IMODE(found.st_mode) == 0o700
    assert found.st_uid == durable.account.uid != 0


def test_it_is_found_again(durable: Cluster) -> None:
    again = embedded(durable.home)
    assert (again.data, again.account, again.programs) == (durable.data, durable.account, durable.programs)


def test_the_highest_complete_version_is_the_one_in_use(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    home.create()
    for name in ("16", "9", "18.new", "notes"):
        (home.postgres / name).mkdir()
    assert majors_present(home) == [9, 16]


def test_a_version_that_is_not_carried_is_not_touched(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    home.create()
    data = home.postgres / "99"
    data.mkdir()
    if os.geteuid() == 0:
        os.chown(data, 65534, 65534)
    with pytest.raises(NoPrograms, match="PostgreSQL 99"):
        embedded(home)


def test_a_closed_home_is_not_opened(home: Home) -> None:
    """As root: the server's account cannot pass, and the error says what to do. A user is always let in."""
    home.root.parent.chmod(0o700)
    if os.geteuid() == 0:
        with pytest.raises(NoAccount, match="FACTURIER_HOME"):
            create(home)
        assert majors_present(home) == []
    else:
        create(home)
        assert majors_present(home) != []
    assert stat.S_IMODE(home.root.parent.stat().st_mode) == 0o700


def test_encoding_order_and_checksums(running: Cluster) -> None:
    with running.connect() as connection:
        row = connection.execute(
            "SELECT current_setting('server_encoding'), current_setting('data_checksums'), datlocprovider, "
            "datlocale FROM pg_database WHERE datname = current_database()"
        ).fetchone()
        ordered = connection.execute("SELECT string_agg(t, '' ORDER BY t) FROM unnest('{b,ș,a,B}'::text[]) t")
        assert ordered.fetchone() == ("Babș",)
    assert row == ("UTF8", "on", "b", "C.UTF-8")
