import os
from pathlib import Path

import pytest

from facturier.embedded.errors import AlreadyOwned
from facturier.embedded.ownership import Ownership


def test_only_one_holds_it_and_the_other_learns_who(tmp_path: Path) -> None:
    first, second = Ownership(tmp_path / "lock"), Ownership(tmp_path / "lock")
    first.take()
    with pytest.raises(AlreadyOwned, match=str(os.getpid())):
        second.take()
    assert first.held
    assert not second.held


def test_taking_twice_is_taking_once(tmp_path: Path) -> None:
    lock = Ownership(tmp_path / "lock")
    lock.take()
    lock.take()
    lock.release()
    assert not lock.held
    Ownership(tmp_path / "lock").take()


def test_a_shorter_process_number_leaves_no_digits_behind(tmp_path: Path) -> None:
    (tmp_path / "lock").write_text("99999999999\n")
    Ownership(tmp_path / "lock").take()
    assert (tmp_path / "lock").read_text() == f"{os.getpid()}\n"


def test_releasing_what_is_not_held_frees_nobody_elses(tmp_path: Path) -> None:
    first, second = Ownership(tmp_path / "lock"), Ownership(tmp_path / "lock")
    first.take()
    second.release()
    with pytest.raises(AlreadyOwned):
        second.take()


def test_a_forked_worker_does_not_own_and_does_not_keep_the_lock(tmp_path: Path) -> None:
    lock = Ownership(tmp_path / "lock")
    lock.take()
    told, tell = os.pipe()
    end, ended = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(tell, b"held" if lock.held else b"free")
        os.read(end, 1)
        os._exit(0)
    assert os.read(told, 4) == b"free"
    lock.release()
    # The child is still alive, and the lock is free all the same.
    Ownership(tmp_path / "lock").take()
    os.write(ended, b"x")
    os.waitpid(child, 0)
    for descriptor in (told, tell, end, ended):
        os.close(descriptor)
