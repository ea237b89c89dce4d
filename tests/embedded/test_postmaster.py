import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.embedded.machinery import eventually, server_pid

from facturier.embedded.cluster import Cluster
from facturier.embedded.postmaster import PidFile, is_stranger, read_pid_file

LINES = "4711\n/data\n1700000000\n5433\n/run/s\n\n  1 2\nready   \n"


def test_it_reads_the_lines_that_matter(tmp_path: Path) -> None:
    (tmp_path / "postmaster.pid").write_text(LINES)
    assert read_pid_file(tmp_path) == PidFile(4711, 5433, Path("/run/s"))


@pytest.mark.parametrize("text", ["", "4711\n", "4711\n/data\n1700000000\n", "x\n/data\n1\ny\n/tmp\n"])
def test_a_file_that_is_not_finished_says_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / "postmaster.pid").write_text(text)
    assert read_pid_file(tmp_path) is None


def test_no_file_says_nothing(tmp_path: Path) -> None:
    assert read_pid_file(tmp_path) is None


def test_the_server_is_no_stranger_to_its_own_data_but_to_any_other(shared: Cluster, tmp_path: Path) -> None:
    assert not is_stranger(server_pid(shared), shared.data)
    assert is_stranger(server_pid(shared), tmp_path)


def test_the_same_data_by_another_path_is_the_same(shared: Cluster, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(shared.data)
    assert not is_stranger(server_pid(shared), tmp_path / "link")


def test_any_other_program_is_a_stranger(tmp_path: Path) -> None:
    assert is_stranger(os.getpid(), tmp_path)


def test_a_servers_child_is_a_stranger(shared: Cluster) -> None:
    with shared.connect() as connection:
        backend = connection.info.backend_pid
        # PostgreSQL changes the title of a child a moment after it is made.
        assert eventually(lambda: is_stranger(backend, shared.data))


def test_a_dead_process_that_nobody_has_waited_for_is_a_stranger(tmp_path: Path) -> None:
    process = subprocess.Popen([sys.executable, "-c", ""])
    assert eventually(lambda: Path(f"/proc/{process.pid}/cmdline").read_bytes() == b"")
    assert is_stranger(process.pid, tmp_path)
    process.wait()


def test_what_cannot_be_seen_is_not_called_a_stranger(tmp_path: Path) -> None:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    assert not is_stranger(process.pid, tmp_path)
