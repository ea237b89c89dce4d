"""Two supervisors, joined commands, and a server that is kept running."""

import errno
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import pytest
from tests.embedded.machinery import eventually, gone, server_pid

from facturier.embedded import cluster as cluster_module
from facturier.embedded import serving as serving_module
from facturier.embedded.cluster import Cluster
from facturier.embedded.errors import AlreadyOwned, NotOwner
from facturier.embedded.installed import embedded
from facturier.embedded.serving import keep_running, serving

SUPERVISOR = """
import sys
from pathlib import Path
from facturier.embedded.home import Home
from facturier.embedded.installed import embedded
cluster = embedded(Home(Path(sys.argv[1])))
cluster.start()
print("started", flush=True)
sys.stdin.readline()
cluster.stop()
"""


@contextmanager
def another_supervisor(root: Path) -> "Iterator[subprocess.Popen[str]]":
    with subprocess.Popen(
        [sys.executable, "-c", SUPERVISOR, str(root)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        if process.stdout is None or process.stdout.readline() != "started\n":
            raise RuntimeError("the other supervisor did not start")
        yield process
        process.kill()


def test_a_second_supervisor_is_turned_away_but_may_join(stopped: Cluster) -> None:
    with another_supervisor(stopped.home.root) as other:
        pid = server_pid(stopped)
        with pytest.raises(AlreadyOwned, match=str(other.pid)):
            stopped.start()
        with pytest.raises(NotOwner):
            stopped.stop()
        with serving(stopped) as joined:
            assert joined.is_running()
        assert server_pid(stopped) == pid
        other.communicate("stop\n")
        assert other.returncode == 0
    assert gone(pid)


def test_a_supervisor_that_dies_leaves_a_server_that_the_next_takes_over(stopped: Cluster) -> None:
    with another_supervisor(stopped.home.root) as other:
        pid = server_pid(stopped)
        other.kill()
        other.wait()
    assert stopped.is_running()
    stopped.start()
    assert server_pid(stopped) == pid
    assert stopped.owned
    stopped.stop()
    assert eventually(lambda: gone(pid))


def test_a_server_that_is_on_its_way_out_is_started_again(stopped: Cluster) -> None:
    with another_supervisor(stopped.home.root) as other:
        pid = server_pid(stopped)
        other.kill()
        other.wait()
    os.kill(pid, signal.SIGINT)
    stopped.start()
    assert eventually(lambda: gone(pid))
    assert stopped.is_running()


def test_two_at_once_start_one_server(stopped: Cluster) -> None:
    clusters = [embedded(stopped.home) for _ in range(4)]
    barrier = threading.Barrier(len(clusters))
    refused: list[AlreadyOwned] = []

    def start(cluster: Cluster) -> None:
        barrier.wait()
        try:
            cluster.start()
        except AlreadyOwned as error:
            refused.append(error)

    threads = [threading.Thread(target=start, args=(cluster,)) for cluster in clusters]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    owners = [cluster for cluster in clusters if cluster.owned]
    assert len(owners) == 1
    assert len(refused) == 3
    owners[0].stop()


def test_serving_starts_what_is_stopped_and_stops_it_again(stopped: Cluster) -> None:
    with serving(stopped) as cluster:
        assert cluster.is_running()
    assert not stopped.is_alive()


def test_serving_leaves_running_what_this_process_runs(running: Cluster) -> None:
    with serving(running) as cluster:
        assert cluster.is_running()
    assert running.is_running()


@contextmanager
def keeping(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[threading.Thread, list[str]]]:
    """The thread that keeps the server running, quick to look, and what it tells."""
    monkeypatch.setattr(serving_module, "CHECK_EVERY", 0.05)
    monkeypatch.setattr(serving_module, "PAUSE_BEFORE_RESTART", 0.05)
    told: list[str] = []
    until = threading.Event()
    keeper = threading.Thread(target=keep_running, args=(cluster, until, lambda m: told.append(m.render())))
    keeper.start()
    try:
        assert eventually(lambda: "The database is running." in told)
        yield keeper, told
    finally:
        until.set()
        keeper.join()


def test_a_kept_server_comes_back_and_ends_when_told(
    stopped: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    with keeping(stopped, monkeypatch) as (_, told):
        first = server_pid(stopped)
        os.kill(first, signal.SIGKILL)
        assert eventually(lambda: gone(first) and stopped.is_running())
        assert server_pid(stopped) != first
        assert [sentence for sentence in told if "ended unexpectedly" in sentence]
    assert not stopped.is_alive()
    assert not stopped.owned


def test_a_keeper_outlives_a_disk_without_room(stopped: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server ended for want of room, and what a start writes has none either: tried again until there is."""
    with keeping(stopped, monkeypatch) as (keeper, told):
        with monkeypatch.context() as filled:
            filled.setattr(Cluster, "start_log", property(lambda _: Path("/dev/full/no/file")))
            os.kill(server_pid(stopped), signal.SIGKILL)
            assert eventually(lambda: len([line for line in told if "ended unexpectedly" in line]) > 1)
            assert keeper.is_alive()
        assert eventually(stopped.is_running)


def test_a_keeper_outlives_a_machine_without_memory(
    stopped: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What ended the server for want of memory leaves none to ask after it by a program either."""

    def none_left(*_: object, **__: object) -> NoReturn:
        raise OSError(errno.ENOMEM, "Cannot allocate memory")

    with keeping(stopped, monkeypatch) as (keeper, told):
        with monkeypatch.context() as short:
            short.setattr(cluster_module, "run_as", none_left)
            os.kill(server_pid(stopped), signal.SIGKILL)
            assert eventually(
                lambda: any("Cannot allocate" in line for line in told) or not keeper.is_alive()
            )
            assert keeper.is_alive()
        assert eventually(stopped.is_running)


def test_a_start_writes_no_settings_that_are_there_already(stopped: Cluster) -> None:
    """A disk without room would leave half of them, and a server that cannot start even when there is room again."""
    stopped.start()
    stopped.stop()
    before = {path: path.stat().st_mtime_ns for path in stopped.home.config.iterdir()}
    stopped.start()
    assert {path: path.stat().st_mtime_ns for path in stopped.home.config.iterdir()} == before
