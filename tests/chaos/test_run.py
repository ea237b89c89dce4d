"""Must show: a whole installation under kill -9, a full disk and lost answers, and both books agree. A short run.

The full one: make chaos KILLS=300
"""

import subprocess
import sys
from pathlib import Path

import msgspec
from tests.chaos.figures import Figures
from tests.chaos.plan import KILLS, What, plan
from tests.support.processes import ROOT
from tests.support.program import environment

SEED, NUMBER, ORDERS = 1, 8, 60


def test_a_short_run_breaks_nothing(tmp_path: Path) -> None:
    kept, evidence = tmp_path / "figures.json", tmp_path / "evidence"
    words = ["--seed", SEED, "--kills", NUMBER, "--orders", ORDERS, "--figures", kept, "--evidence", evidence]
    ended = subprocess.run(
        [sys.executable, "-m", "tests.chaos", *map(str, words)],
        cwd=ROOT,
        env=environment(None),
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    found = msgspec.json.decode(kept.read_bytes(), type=Figures)
    assert found.breaches == []
    assert not evidence.exists()
    assert (found.orders, sum(found.kills.values()), found.kills["database"]) == (ORDERS, NUMBER, 2)
    assert found.database_restarts > 2
    assert found.answers_lost["system"] > ORDERS / 5
    assert found.intents["adopted"] > ORDERS / 5
    assert found.disk or (found.disk_full, found.disk_nearly_full) == (1, 1)


def test_a_plan_has_every_kill_that_was_asked_for_and_each_kind_of_misfortune() -> None:
    acts = plan(SEED, 300, 5000, disk=True)
    kills = [act for act in acts if act.what in KILLS]
    assert len(kills) == 300
    assert len([act for act in kills if act.what is What.DATABASE]) == 20
    assert {act.what for act in acts} == set(What)
    assert acts == plan(SEED, 300, 5000, disk=True)
    assert acts != plan(SEED + 1, 300, 5000, disk=True)


def test_without_a_disk_of_its_own_none_is_filled() -> None:
    assert not {What.LOW, What.FULL} & {act.what for act in plan(SEED, 8, 60, disk=False)}
