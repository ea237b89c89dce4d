"""The command line and every worker that it starts watch the disk of the home."""

import errno
import os
from pathlib import Path

import pytest
from tests.support.world import World

from facturier.cli import boot
from facturier.embedded import disk
from facturier.embedded import witness as witness_module
from facturier.embedded.home import Home
from facturier.embedded.witness import WitnessFile
from facturier.ports.errors import Misconfigured
from facturier.store import installation


def test_a_full_disk_hinders_sending_and_says_which(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = Home(tmp_path / "home")
    home.create()
    env = boot.environment(home)
    monkeypatch.setattr(disk, "LOW", 1 << 62)
    assert str(home.root) in str(env.hindrance())
    monkeypatch.setattr(disk, "LOW", 0)
    monkeypatch.setattr(disk, "FEW_FILES", 0)
    assert env.hindrance() is None


def test_a_witness_that_no_disk_takes_stops_the_one_document(
    world: World, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the look at the disk and the note, others filled it. Any other failure of the file stays a failure."""
    WitnessFile(home.witness).begin(installation.identity(), 0)
    monkeypatch.setattr(witness_module, "write_durably", _no_room)
    env = boot.environment(home)
    with pytest.raises(OSError, match="No space left"):
        env.witness(1)
    monkeypatch.setattr(disk, "LOW", 1 << 62)
    with pytest.raises(Misconfigured, match="nearly full") as stopped:
        env.witness(1)
    assert "No space left" in stopped.value.words


def _no_room(*_: object, **how: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
