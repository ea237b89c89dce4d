"""Figures of several runs add up only where the same code was played, and no seed counts twice."""

from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from tests.proof import results
from tests.proof.results import Catch, Figures, Told, keep, played_before, summed

NOW = datetime(2026, 11, 29, tzinfo=UTC)


def _run(first: int, count: int) -> Figures:
    told = [Told(seed, "http", "book", 1, 0.1, [], {"issued": 2}) for seed in range(first, first + count)]
    return summed(told, results.code(), first, 1.0, 2)


def _read(path: Path) -> Figures:
    return msgspec.json.decode(path.read_bytes(), type=Figures)


def test_runs_on_the_same_code_add_up(tmp_path: Path) -> None:
    file = tmp_path / "figures.json"
    keep(file, _run(0, 3))
    keep(file, _run(3, 2))
    found = _read(file)
    assert (found.seeds, found.workers_died, found.intents) == ({"http": 5}, 5, {"issued": 10})
    assert found.played == [(0, 3), (3, 2)]
    assert played_before(file, 4, 10)
    assert not played_before(file, 5, 10)


def test_on_other_code_they_begin_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "figures.json"
    keep(file, _run(0, 3))
    monkeypatch.setattr(results, "code", lambda: "another")
    assert not played_before(file, 0, 3)
    keep(file, _run(0, 1))
    assert _read(file).seeds == {"http": 1}


def test_what_a_run_did_not_look_at_stays(tmp_path: Path) -> None:
    file = tmp_path / "figures.json"
    keep(file, _run(0, 3))
    keep(file, Figures(made_at=NOW, crash_points={"book": 9}))
    keep(file, Figures(made_at=NOW), [Catch("fence", 8, 9)])
    found = _read(file)
    assert (found.seeds, found.crash_points, found.guards) == ({"http": 3}, {"book": 9}, {"fence": 8})
