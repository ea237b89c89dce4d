"""python -m tests.chaos [--kills N] [--orders N] [--seed N] [--scale N] [--figures FILE] [--evidence DIRECTORY]"""

import argparse
import logging
import os
import signal
import sys
import tempfile
from pathlib import Path

A_KILL_EACH = 17
"""Orders for each kill: 5,000 for 300."""
FEWEST = 100
SCALE = 60.0
FIGURES = Path("docs/proof/chaos.json")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--orders", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--scale", type=float, default=SCALE, help="how much faster waiting times pass")
    parser.add_argument("--figures", type=Path, default=FIGURES, help="where what was found is kept (JSON)")
    parser.add_argument("--evidence", type=Path, help="where logs and dump are kept if something breaks")
    given = parser.parse_args()
    for name in ("DATABASE_URL", "FACTURIER_SECRET", "FACTURIER_HOME"):
        os.environ.pop(name, None)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    from facturier.cli import boot

    boot.prepare()
    logging.getLogger("httpx").setLevel(logging.WARNING)
    from tests.chaos.course import run

    orders = given.orders or max(FEWEST, A_KILL_EACH * given.kills)
    evidence = given.evidence or Path(tempfile.gettempdir()) / f"facturier-evidence-{os.getpid()}"
    found = run(given.seed, given.kills, orders, given.scale, evidence, _say)
    print(f"\n{found.table()}")
    for breach in found.breaches:
        print(f"BREACH {breach}")
    if found.breaches:
        print(f"Logs and a dump are in {evidence}. The same again: --seed {given.seed} --kills {given.kills}")
    found.keep(given.figures)
    return 1 if found.breaches else 0


def _say(words: str) -> None:
    print(words, flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
