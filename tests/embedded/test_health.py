from datetime import UTC, datetime, timedelta

import pytest

from facturier.embedded.cluster import Cluster
from facturier.embedded.health import MUST_BE, Check, Connection, check_database, utc_now


def by_name(checks: list[Check]) -> dict[str, Check]:
    return {check.name: check for check in checks}


class Pretending:
    """A connection whose server says other things than the real one behind it."""

    def __init__(
        self, real: Connection, settings: dict[str, str] | None = None, version: int | None = None
    ) -> None:
        self._real = real
        self._settings = settings or {}
        self._version = version or real.info.server_version

    @property
    def info(self) -> "Pretending":
        return self

    @property
    def server_version(self) -> int:
        return self._version

    def execute(self, query: str, parameters: tuple[str, ...] = ()) -> object:
        if parameters and parameters[0] in self._settings:
            return self._real.execute("SELECT %s", (self._settings[parameters[0]],))
        return self._real.execute(query, parameters)


def test_a_cluster_as_init_makes_it_is_well(running: Cluster) -> None:
    with running.connect() as connection:
        assert {check.level for check in check_database(connection)} == {"good"}


def test_what_is_not_durable_is_refused(shared: Cluster) -> None:
    with shared.connect() as connection:
        found = by_name(check_database(connection))
    assert {found[name].level for name in MUST_BE} == {"refused"}
    assert "power cut" in found["fsync"].message.render()


def test_fsync_turned_off_by_hand_is_found(stopped: Cluster) -> None:
    local = stopped.home.config / "local.conf"
    local.write_text("fsync = off\n")
    try:
        stopped.start()
        with stopped.connect() as connection:
            found = by_name(check_database(connection))
    finally:
        local.unlink()
        stopped.stop()
    assert [name for name, check in found.items() if check.level == "refused"] == ["fsync"]


def test_synchronous_commit_turned_off_for_the_role_alone_is_found(running: Cluster) -> None:
    with running.connect() as connection:
        connection.execute("ALTER ROLE facturier SET synchronous_commit = off")
    try:
        with running.connect() as connection:
            assert by_name(check_database(connection))["synchronous_commit"].level == "refused"
    finally:
        with running.connect() as connection:
            connection.execute("ALTER ROLE facturier RESET synchronous_commit")


@pytest.mark.parametrize("value", ["local", "remote_write", "remote_apply"])
def test_a_commit_that_waits_for_the_disk_at_least_is_well(running: Cluster, value: str) -> None:
    with running.connect() as connection:
        connection.execute(f"SET synchronous_commit = {value}".encode())
        assert by_name(check_database(connection))["synchronous_commit"].level == "good"


@pytest.mark.parametrize(
    ("settings", "version", "name", "level"),
    [
        ({"data_checksums": "off"}, None, "data_checksums", "warning"),
        ({"max_connections": "19"}, None, "max_connections", "warning"),
        ({"max_connections": "20"}, None, "max_connections", "good"),
        ({}, 140011, "version", "refused"),
        ({}, 150000, "version", "good"),
    ],
)
def test_other_servers(
    shared: Cluster, settings: dict[str, str], version: int | None, name: str, level: str
) -> None:
    with shared.connect() as connection:
        pretending = Pretending(connection, settings, version)
        assert by_name(check_database(pretending))[name].level == level  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("seconds", "level"),
    [(0, "good"), (1, "good"), (5, "warning"), (-5, "warning"), (301, "refused"), (-301, "refused")],
)
def test_clocks_apart(shared: Cluster, seconds: int, level: str) -> None:
    with shared.connect() as connection:
        checks = check_database(connection, lambda: datetime.now(UTC) + timedelta(seconds=seconds))
    assert by_name(checks)["clock"].level == level


def test_a_slow_answer_is_not_a_wrong_clock(shared: Cluster) -> None:
    moments = iter([utc_now() - timedelta(seconds=20), utc_now() + timedelta(seconds=20)])
    with shared.connect() as connection:
        assert by_name(check_database(connection, lambda: next(moments)))["clock"].level == "good"
