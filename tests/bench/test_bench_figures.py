"""The bench runs, and says what its figures mean. How fast anything is belongs to `make bench`, not here."""

import json
import subprocess
import sys

import pytest
from tests.support.processes import ROOT

from bench import drafting
from bench.limit import SCALE, saturated
from bench.targets import TARGETS, missed
from facturier.systems.smartbill.sandbox.limiter import CALLS, WINDOW

NAMES = {
    "overhead_cpu_ms_per_order",
    "draft_orders_per_s",
    "limit_use_1_worker",
    "limit_use_2_workers",
    "limit_blocks",
    "calls_per_invoice",
    "fairness_min_over_mean",
    "cold_start_s",
    "worker_rss_mb",
    "list_page_p95_ms",
    "list_page_queries",
    "book_documents_per_s",
    "book_pdf_ms",
    "month_calls_per_document",
    "month_quota_share",
    "month_blocks",
    "month_waiting",
    "month_p99_asked_s",
    "month_p99_unasked_s",
}


def test_drafts_of_the_bench_come_to_their_orders() -> None:
    found = drafting.measure(20)
    assert (found.inexact, found.pace > 0) == (0, True)


def test_a_quick_run_gives_every_figure_and_no_block() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "bench", "--quick"], cwd=ROOT, capture_output=True, text=True, timeout=600
    )
    assert run.returncode == 0, run.stderr
    figures = json.loads(run.stdout.splitlines()[-1])
    assert set(figures) == NAMES
    assert figures["limit_blocks"] == 0
    assert figures["calls_per_invoice"] >= 4


@pytest.mark.parametrize("share", [0.5, 0.9, 1.0])
def test_the_share_of_the_limit_is_calls_made_of_calls_permitted(share: float) -> None:
    window = WINDOW.total_seconds() / SCALE
    gap = window / CALLS / share
    assert saturated([place * gap for place in range(5000)]) == pytest.approx(share, rel=0.01)


@pytest.mark.parametrize("name", sorted(TARGETS))
def test_a_figure_on_the_wrong_side_of_its_target_is_named(name: str) -> None:
    figures = {other: target for other, (target, _) in TARGETS.items()}
    assert missed(figures) == []
    target, less = TARGETS[name]
    figures[name] = target + 1 if less else target - 0.1
    assert missed(figures) == [name]
