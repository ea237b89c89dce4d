"""Clusters of a test run: quick, apart from each other, and gone however the run ends."""

import os
import pwd
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from tests.embedded.machinery import eventually, gone, server_pid

from facturier.embedded.address import Address
from facturier.embedded.temporary import PREFIX, sweep, temporary_cluster

# What runs in the background of a shell ignores Ctrl-C, and so does what it starts.
RUN = """
import signal, time
from facturier.embedded.postmaster import read_pid_file
from facturier.embedded.temporary import temporary_cluster
signal.signal(signal.SIGINT, signal.default_int_handler)
with temporary_cluster() as cluster:
    print(cluster.home.root.parent, cluster.socket_directory, read_pid_file(cluster.data).pid, flush=True)
    time.sleep(60)
"""


def begin_run() -> "tuple[subprocess.Popen[str], Path, Path, int]":
    process = subprocess.Popen(
        [sys.executable, "-c", RUN], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    if process.stdout is None:
        raise RuntimeError("no output")
    root, socket_directory, pid = process.stdout.readline().split()
    return process, Path(root), Path(socket_directory), int(pid)


def test_it_gives_up_durability_and_leaves_nothing() -> None:
    with temporary_cluster() as cluster:
        root, directory, pid = cluster.home.root.parent, cluster.socket_directory, server_pid(cluster)
        with cluster.connect() as connection:
            assert connection.execute("SHOW fsync").fetchone() == ("off",)
    assert gone(pid)
    assert not root.exists()
    assert not directory.exists()


def test_a_failing_test_leaves_nothing_either() -> None:
    manager = temporary_cluster()
    root = manager.__enter__().home.root.parent
    swallowed = manager.__exit__(ZeroDivisionError, ZeroDivisionError(), None)
    assert not swallowed
    assert not root.exists()


def test_ctrl_c_leaves_nothing() -> None:
    process, root, directory, pid = begin_run()
    process.send_signal(signal.SIGINT)
    assert process.wait() == -signal.SIGINT
    assert gone(pid)
    assert not root.exists()
    assert not directory.exists()


def test_what_a_killed_run_leaves_is_swept_by_the_next() -> None:
    process, root, directory, pid = begin_run()
    process.kill()
    process.wait()
    assert not gone(pid)
    sweep()
    # Another run on this machine may have been quicker; then it is still at it.
    assert eventually(lambda: not root.exists())
    assert gone(pid)
    assert not directory.exists()


def test_a_living_run_is_not_swept() -> None:
    with temporary_cluster() as cluster:
        sweep()
        assert cluster.is_running()


def test_directories_that_are_not_ours_are_not_swept(tmp_path: Path) -> None:
    (tmp_path / f"{PREFIX}no-lock").mkdir()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "run.lock").touch()
    (tmp_path / f"{PREFIX}link").symlink_to(elsewhere)
    assert sweep(tmp_path) == []
    assert (elsewhere / "run.lock").exists()


def test_a_normal_user_can_use_it_too() -> None:
    """In a forked child that becomes `nobody` where we are root, since only root can become somebody else."""
    child = os.fork()
    if child == 0:
        result = 1
        try:
            if os.geteuid() == 0:
                nobody = pwd.getpwnam("nobody")
                os.setgroups([])
                os.setresgid(nobody.pw_gid, nobody.pw_gid, nobody.pw_gid)
                os.setresuid(nobody.pw_uid, nobody.pw_uid, nobody.pw_uid)
            with temporary_cluster() as cluster, cluster.connect() as connection:
                owner = cluster.data.stat().st_uid
                row = connection.execute("SELECT current_user").fetchone()
                if owner == os.geteuid() != 0 and row == ("facturier",) and not cluster.account.dropped:
                    result = 0
        finally:
            os._exit(result)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_tcp_needs_the_password_and_serves_the_application_alone() -> None:
    port = 20000 + os.getpid() % 20000
    with temporary_cluster(tcp_port=port) as cluster:
        cluster.set_password("it's a $ecret")
        over_tcp = {"host": "127.0.0.1", "port": str(port), "dbname": "facturier", "user": "facturier"}
        with psycopg.connect(Address(over_tcp | {"password": "it's a $ecret"}).conninfo) as connection:
            assert connection.execute("SHOW listen_addresses").fetchone() == ("127.0.0.1",)
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(Address(over_tcp | {"password": "guess"}).conninfo)
        with pytest.raises(psycopg.OperationalError, match=r"no pg_hba\.conf entry"):
            psycopg.connect(Address(over_tcp | {"user": "postgres", "password": "it's a $ecret"}).conninfo)
