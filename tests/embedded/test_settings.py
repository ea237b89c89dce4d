import re

import pytest

from facturier.embedded.access import SUPERUSER
from facturier.embedded.cluster import Cluster
from facturier.embedded.settings import DURABLE, SMALL_MACHINE, Tuning, settings_conf


def lines(tuning: Tuning, major: int = 18) -> dict[str, str]:
    return dict(re.findall(r"^(\w+) = '(.*)'$", settings_conf(tuning, major), re.MULTILINE))


def test_it_is_durable_unless_it_is_thrown_away() -> None:
    assert lines(Tuning()).items() >= DURABLE.items()
    assert {lines(Tuning(throwaway=True))[name] for name in DURABLE} == {"off"}


def test_tcp_is_off_or_on_this_machine_only() -> None:
    assert lines(Tuning())["listen_addresses"] == ""
    assert lines(Tuning(tcp_port=5433))["listen_addresses"] == "127.0.0.1"


def test_a_setting_of_a_later_version_is_left_out() -> None:
    assert "io_method" in lines(Tuning(), 18)
    assert "io_method" not in lines(Tuning(), 16)


def test_your_own_settings_come_last() -> None:
    assert settings_conf(Tuning(), 18).rstrip().endswith("include_if_exists 'local.conf'")


@pytest.mark.parametrize("setting", [*DURABLE, "shared_buffers", "max_connections", "password_encryption"])
def test_the_server_takes_them(running: Cluster, setting: str) -> None:
    with running.connect() as connection:
        row = connection.execute(f"SHOW {setting}".encode()).fetchone()
    assert row == (lines(Tuning())[setting],)


def test_every_line_is_a_setting_that_the_server_knows(running: Cluster) -> None:
    with running.connect(SUPERUSER, SUPERUSER) as connection:
        known = {str(row[0]) for row in connection.execute("SELECT lower(name) FROM pg_settings")}
    assert set(lines(Tuning())) <= known


def test_it_stays_small(running: Cluster) -> None:
    with running.connect() as connection:
        row = connection.execute(
            "SELECT setting::int * 8 FROM pg_settings WHERE name = 'shared_buffers'"
        ).fetchone()
    assert row == (64 * 1024,)
    assert SMALL_MACHINE["max_parallel_workers_per_gather"] == "0"
