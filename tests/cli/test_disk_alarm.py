"""The command line and every worker that it starts watch the disk of the home."""

from pathlib import Path

import pytest

from facturier.cli import boot
from facturier.embedded import disk
from facturier.embedded.home import Home


def test_a_full_disk_hinders_sending_and_says_which(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = Home(tmp_path / "home")
    home.create()
    env = boot.environment(home)
    monkeypatch.setattr(disk, "LOW", 1 << 62)
    assert str(home.root) in str(env.hindrance())
    monkeypatch.setattr(disk, "LOW", 0)
    monkeypatch.setattr(disk, "FEW_FILES", 0)
    assert env.hindrance() is None
