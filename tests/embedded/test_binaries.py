from pathlib import Path

import pytest

from facturier.embedded import binaries
from facturier.embedded.errors import NoPrograms


def test_the_newest_comes_first_and_is_what_the_design_names() -> None:
    majors = [programs.major for programs in binaries.bundled()]
    assert majors == sorted(majors, reverse=True)
    assert binaries.newest().major >= 18


def test_every_program_that_this_room_runs_is_there() -> None:
    for programs in binaries.bundled():
        for name in ("initdb", "postgres", "pg_ctl", "pg_dump", "pg_restore", "psql"):
            assert binaries.version_of(programs.path(name)) == programs.version


def test_a_cluster_gets_its_own_major() -> None:
    for programs in binaries.bundled():
        assert binaries.for_major(programs.major) == programs


def test_a_major_that_is_not_carried_says_how_to_move() -> None:
    with pytest.raises(NoPrograms, match=r"PostgreSQL 9.*facturier backup"):
        binaries.for_major(9)


def test_a_broken_program_is_not_taken_for_one(tmp_path: Path) -> None:
    with pytest.raises(NoPrograms, match="does not run"):
        binaries.version_of(tmp_path / "postgres")
    (tmp_path / "postgres").write_text("#!/bin/sh\necho something else\n")
    (tmp_path / "postgres").chmod(0o755)
    with pytest.raises(NoPrograms, match="tells no version"):
        binaries.version_of(tmp_path / "postgres")


def test_a_missing_wheel_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binaries, "WHEEL", "no-such-wheel-for-sure")
    with pytest.raises(NoPrograms, match="pip install"):
        binaries.package_directory()
