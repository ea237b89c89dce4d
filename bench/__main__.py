"""All figures of the bench: python -m bench [--quick] [--only STEP]. Writes bench/results.json; exit status 1 on a
missed target.

--quick: few orders, to see that everything runs; targets are then shown, not judged, and nothing is written.
--only: one step (drafting, limits, ...); the other figures stay as they were measured last.
"""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from facturier.cli import boot

boot.prepare()

from bench import drafting  # noqa: E402
from bench.book import book_speed  # noqa: E402
from bench.cold_start import cold_start  # noqa: E402
from bench.fairness import fairness  # noqa: E402
from bench.limit import limit_use  # noqa: E402
from bench.month import WHOLE, month  # noqa: E402
from bench.overhead import overhead  # noqa: E402
from bench.pages import pages  # noqa: E402
from bench.targets import Figures, missed, target_of  # noqa: E402

Step = Callable[[bool], Figures]
RESULTS = Path(__file__).with_name("results.json")


def measure(steps: Sequence[Step], quick: bool, before: Figures) -> Figures:
    """One figure after the other, each printed as soon as it is known. The memory is the most of all steps."""
    figures = dict(before)
    for step in steps:
        found = step(quick)
        for name, value in found.items():
            figures[name] = max(value, figures.get(name, 0)) if name == "worker_rss_mb" else value
            print(f"{name:28} {figures[name]:>10,.3f}   {target_of(name)}", flush=True)
    return figures


def _overhead(quick: bool) -> Figures:
    found = overhead(5 if quick else 1000)
    print(f"(deciding takes {found.decided:.1f} ms, checking the total {found.verified:.1f} ms)")
    return {"overhead_cpu_ms_per_order": found.issued}


def _drafting(quick: bool) -> Figures:
    found = drafting.measure(200 if quick else 5000)
    if found.inexact:
        raise AssertionError(f"{found.inexact} drafts do not come to the order's total")
    return {"draft_orders_per_s": found.pace}


def _limits(quick: bool) -> Figures:
    orders = 6 if quick else 3000
    one, two = limit_use(orders, workers=1), limit_use(orders, workers=2)
    return {
        "limit_use_1_worker": one.share,
        "limit_use_2_workers": two.share,
        "limit_blocks": one.blocks + two.blocks,
        "calls_per_invoice": two.calls_per_invoice,
        "worker_rss_mb": max(one.memory, two.memory),
    }


def _fairness(quick: bool) -> Figures:
    return {"fairness_min_over_mean": fairness(3 if quick else 100, 2 if quick else 12)}


def _cold_start(quick: bool) -> Figures:
    found = cold_start(200 if quick else 200_000)
    return {"cold_start_s": found.seconds, "worker_rss_mb": found.memory}


def _pages(quick: bool) -> Figures:
    found = pages(200 if quick else 200_000, 2 if quick else 20)
    return {"list_page_p95_ms": found.p95_ms, "list_page_queries": found.queries}


def _book(quick: bool) -> Figures:
    found = book_speed(40 if quick else 3000)
    return {
        "book_documents_per_s": found.pace,
        "book_pdf_ms": found.page_ms,
        "worker_rss_mb": found.memory,
    }


def _month(quick: bool) -> Figures:
    found = month(WHOLE // 30 if quick else WHOLE)
    for line in found.told():
        print(f"({line})")
    return found.figures


STEPS: dict[str, Step] = {
    "overhead": _overhead,
    "drafting": _drafting,
    "limits": _limits,
    "fairness": _fairness,
    "cold_start": _cold_start,
    "pages": _pages,
    "book": _book,
    "month": _month,
}


def main() -> int:
    parser = argparse.ArgumentParser(description="Measure Facturier.")
    parser.add_argument("--quick", action="store_true", help="few orders: does everything run?")
    parser.add_argument("--only", choices=STEPS, help="measure this again, and leave the rest as it was")
    asked = parser.parse_args()
    steps = [STEPS[asked.only]] if asked.only else list(STEPS.values())
    before: Figures = json.loads(RESULTS.read_text()) if asked.only and not asked.quick else {}
    figures = measure(steps, asked.quick, before)
    if asked.quick:
        print(json.dumps(figures))
        return 0
    rounded = {name: round(value, 3) for name, value in figures.items()}
    RESULTS.write_text(json.dumps(rounded, indent=2, sort_keys=True) + "\n")
    for name in missed(figures):
        print(f"MISSED: {name}")
    return 1 if missed(figures) else 0


if __name__ == "__main__":
    sys.exit(main())
