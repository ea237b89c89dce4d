"""The supervisor against real servers: start, stop, crash, and every way to be fooled about them."""

import os
import signal
import subprocess
from pathlib import Path

import psycopg
import pytest
from tests.embedded.machinery import eventually, gone, server_pid

from facturier.embedded import cluster as cluster_module
from facturier.embedded.access import SUPERUSER
from facturier.embedded.address import Address
from facturier.embedded.cluster import Cluster
from facturier.embedded.errors import NotOwner, NotRunning, StartFailed
from facturier.embedded.installed import embedded
from facturier.embedded.process import clean_environment, run_as


def kill_hard(cluster: Cluster) -> int:
    pid = server_pid(cluster)
    os.kill(pid, signal.SIGKILL)
    assert eventually(lambda: gone(pid))
    return pid


def test_it_starts_answers_and_stops(stopped: Cluster) -> None:
    assert not stopped.is_running()
    stopped.start()
    assert stopped.is_running()
    assert stopped.owned
    pid = server_pid(stopped)
    stopped.stop()
    assert not stopped.is_running()
    assert not stopped.owned
    assert gone(pid)


def test_starting_what_runs_changes_nothing(running: Cluster) -> None:
    pid = server_pid(running)
    running.start()
    assert server_pid(running) == pid


def test_the_server_and_its_children_are_not_root(running: Cluster) -> None:
    pid = server_pid(running)
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    # A short-lived child may be gone by the time it is looked at.
    statuses = [Path(f"/proc/{process}/status") for process in (str(pid), *children)]
    seen = [status.read_text() for status in statuses if status.exists()]
    assert len(seen) > 3
    for status in seen:
        uids = status.split("Uid:")[1].split()[:4]
        groups = status.split("Groups:")[1].split("\n")[0].split()
        assert set(uids) == {str(running.account.uid)} != {"0"}
        assert not running.account.dropped or groups == []


def test_the_socket_is_in_a_closed_directory_of_the_servers_account(running: Cluster) -> None:
    found = running.socket_directory.stat()
    assert (found.st_mode & 0o777, found.st_uid) == (0o700, running.account.uid)


def test_it_does_not_listen_on_tcp(running: Cluster) -> None:
    with running.connect() as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)


def test_the_application_is_no_superuser(running: Cluster) -> None:
    with running.connect() as connection:
        row = connection.execute(
            "SELECT current_user, rolsuper, rolcreatedb FROM pg_roles WHERE rolname = current_user"
        )
        assert row.fetchone() == ("facturier", False, True)


def test_only_the_user_of_facturier_may_connect(running: Cluster) -> None:
    """As root, the server's own account is somebody else and is turned away; as a user it is ourselves."""
    address = running.address()
    command: list[str | Path] = [
        running.programs.path("psql"),
        f"--dbname={address.conninfo}",
        "--command=SELECT 1",
    ]
    result = run_as(running.account, command)
    assert (result.returncode == 0) is not running.account.dropped
    assert running.account.dropped is ("Peer authentication failed" in result.stderr)


def test_a_server_that_is_not_run_by_the_expected_user_is_not_trusted(running: Cluster) -> None:
    wrong = running.address().parameters | {"requirepeer": "somebody_else"}
    with pytest.raises(psycopg.OperationalError, match="requirepeer"):
        psycopg.connect(Address(wrong).conninfo)


def test_connecting_to_a_stopped_server_says_what_to_do(stopped: Cluster) -> None:
    with pytest.raises(NotRunning, match="facturier up"):
        stopped.connect()


def test_a_killed_server_recovers_with_everything_committed(running: Cluster) -> None:
    with running.connect() as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (n int)")
        connection.execute("INSERT INTO kept VALUES (1)")
        kill_hard(running)
    assert not running.is_running()
    running.start()
    with running.connect() as connection:
        assert connection.execute("SELECT n FROM kept").fetchone() == (1,)


@pytest.mark.parametrize("kind", ["some program", "another server"])
def test_a_pid_file_that_names_a_stranger_fools_nobody(running: Cluster, shared: Cluster, kind: str) -> None:
    kill_hard(running)
    program = subprocess.Popen(
        ["sleep", "60"], user=running.account.drop_to_uid, group=running.account.drop_to_gid
    )
    stranger = program.pid if kind == "some program" else server_pid(shared)
    try:
        for stale in (running.data / "postmaster.pid", running.socket_directory / ".s.PGSQL.5432.lock"):
            lines = stale.read_text().split("\n")
            stale.write_text("\n".join([str(stranger), *lines[1:]]))
        status = run_as(running.account, [running.programs.path("pg_ctl"), "-D", running.data, "status"])
        assert status.returncode == 0, "pg_ctl is expected to be fooled, else this test proves nothing"
        assert not running.is_running()
        running.start()
        assert running.is_running()
        assert server_pid(running) != stranger
    finally:
        program.kill()
        program.wait()
    assert shared.is_running()


def test_stopping_after_a_crash_with_a_stranger_in_the_file_harms_nobody(running: Cluster) -> None:
    kill_hard(running)
    program = subprocess.Popen(
        ["sleep", "60"], user=running.account.drop_to_uid, group=running.account.drop_to_gid
    )
    try:
        stale = running.data / "postmaster.pid"
        stale.write_text("\n".join([str(program.pid), *stale.read_text().split("\n")[1:]]))
        running.stop()
        assert program.poll() is None
    finally:
        program.kill()
        program.wait()


def test_a_server_started_with_another_runtime_directory_is_found(running: Cluster) -> None:
    elsewhere = embedded(running.home, environ={"XDG_RUNTIME_DIR": "/run"})
    assert elsewhere.address() == running.address()
    assert elsewhere.is_running()


def test_only_the_owner_may_stop_it(running: Cluster) -> None:
    other = embedded(running.home)
    with pytest.raises(NotOwner, match="not in charge"):
        other.stop()
    assert running.is_running()


def test_a_stop_does_not_wait_for_idle_clients(running: Cluster) -> None:
    with running.connect() as connection:
        connection.execute("BEGIN")
        running.stop()
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 1")


def test_a_start_that_fails_shows_the_servers_words_and_frees_the_lock(stopped: Cluster) -> None:
    local = stopped.home.config / "local.conf"
    local.write_text("shared_buffers = 'a lot'\n")
    try:
        with pytest.raises(StartFailed, match="cure the cause") as caught:
            stopped.start()
    finally:
        local.unlink()
    assert "shared_buffers" in caught.value.words
    assert not stopped.owned
    stopped.start()
    assert stopped.is_running()


def test_local_settings_win(stopped: Cluster) -> None:
    local = stopped.home.config / "local.conf"
    local.write_text("work_mem = '7MB'\n")
    try:
        stopped.start()
        with stopped.connect() as connection:
            assert connection.execute("SHOW work_mem").fetchone() == ("7MB",)
    finally:
        local.unlink()
        stopped.stop()


def test_the_wait_has_no_limit_but_is_told(stopped: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster_module, "TELL_EVERY", 0.0)
    told: list[str] = []
    stopped.start(lambda message: told.append(message.render()))
    assert told
    assert all("leave it to finish" in sentence for sentence in told)


def test_an_interrupted_start_leaves_no_server_behind(
    stopped: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster_module, "TELL_EVERY", 0.0)

    def interrupt(_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped.start(interrupt)
    assert not stopped.is_alive()
    assert not stopped.owned


def test_a_server_that_overlooks_the_first_word_is_told_again(
    stopped: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster_module, "ASK_AGAIN", 0.2)
    stopped.start()
    process = stopped._process
    assert process is not None
    tell, overlooked = process.send_signal, list[int]()

    def send_signal(number: int) -> None:
        if overlooked:
            tell(number)
        overlooked.append(number)

    monkeypatch.setattr(process, "send_signal", send_signal)
    stopped.stop()
    assert len(overlooked) > 1
    assert not stopped.is_alive()


def test_a_strict_umask_does_not_lock_the_server_out(stopped: Cluster) -> None:
    before = os.umask(0o077)
    try:
        stopped.start()
    finally:
        os.umask(before)
    assert stopped.is_running()


def test_variables_of_postgresql_do_not_leak_in(running: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"PGHOST": "elsewhere", "PGDATABASE": "x", "PGDATA": "/x", "PGUSER": "x"}.items():
        monkeypatch.setenv(name, value)
    assert running.is_running()
    assert not [name for name in clean_environment() if name.startswith("PG")]


def test_errors_are_logged_without_the_data_in_them(running: Cluster) -> None:
    with running.connect() as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS buyer (email text PRIMARY KEY)")
        connection.execute("INSERT INTO buyer VALUES ('ana@example.ro') ON CONFLICT DO NOTHING")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("INSERT INTO buyer VALUES ('ana@example.ro')")
    logs = list((running.data / "log").glob("postgresql-*.log"))
    assert eventually(lambda: "buyer_pkey" in "".join(log.read_text() for log in logs))
    assert "ana@example.ro" not in "".join(log.read_text() for log in logs)


def test_a_server_answering_for_other_data_is_not_ours(running: Cluster, shared: Cluster) -> None:
    moved = embedded(running.home)
    moved.data = running.data.parent / "elsewhere"
    moved.data.symlink_to(shared.data)
    try:
        assert moved.is_running()
        moved.data.unlink()
        moved.data.mkdir()
        (moved.data / "postmaster.pid").write_text((shared.data / "postmaster.pid").read_text())
        if moved.account.dropped:
            os.chown(moved.data, moved.account.uid, moved.account.gid)
        assert not moved.is_running()
    finally:
        (moved.data / "postmaster.pid").unlink()
        moved.data.rmdir()


def test_the_superuser_is_reachable_for_the_supervisor(running: Cluster) -> None:
    with running.connect(SUPERUSER, SUPERUSER) as connection:
        assert connection.execute("SELECT current_user").fetchone() == (SUPERUSER,)
