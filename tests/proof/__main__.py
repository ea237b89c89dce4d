"""python -m tests.proof seeds COUNT [--first N] [--processes N] [--grains G,G] [--cover] [--figures FILE]
python -m tests.proof replay SEED [--grain G] [--without GUARD] [--shrink]
python -m tests.proof crashes [--figures FILE]
python -m tests.proof guards [GUARD ...] [--most N] [--processes N] [--figures FILE]
"""

import argparse
import os
import sys
from pathlib import Path


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.proof", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    seeds = commands.add_parser("seeds", help="play many seeds and look for a breach")
    seeds.add_argument("count", type=int)
    seeds.add_argument("--first", type=int, default=0)
    seeds.add_argument("--processes", type=int, default=2)
    seeds.add_argument("--grains", default="http,transaction,statement")
    seeds.add_argument("--cover", action="store_true", help="show which lines they visit")
    replay = commands.add_parser("replay", help="play one seed and tell its story")
    replay.add_argument("seed", type=int)
    replay.add_argument("--grain", default="")
    replay.add_argument("--without", default="", metavar="GUARD")
    replay.add_argument("--shrink", action="store_true", help="leave out what the breach does not need")
    crashes = commands.add_parser("crashes", help="let a worker die at each point once")
    guards = commands.add_parser("guards", help="switch each guard off until a seed shows it")
    guards.add_argument("names", nargs="*")
    guards.add_argument("--most", type=int, default=1000)
    guards.add_argument("--processes", type=int, default=2)
    for command in (seeds, crashes, guards):
        command.add_argument("--figures", type=Path, help="write what was found to this file (JSON)")
    play = commands.add_parser("play", help=argparse.SUPPRESS)
    for name in ("first", "count", "step"):
        play.add_argument(name, type=int)
    play.add_argument("grains")
    play.add_argument("--watched", type=Path)
    hunt = commands.add_parser("hunt", help=argparse.SUPPRESS)
    for name in ("place", "step", "most"):
        hunt.add_argument(name, type=int)
    hunt.add_argument("names", nargs="*")
    given = parser.parse_args()
    from tests.proof import commands as told

    done: int = getattr(told, given.command)(given)
    return done


if __name__ == "__main__":
    if os.environ.get("PYTHONHASHSEED") != "0":  # the order of sets of texts must be the same in every run
        again = [sys.executable, "-m", "tests.proof", *sys.argv[1:]]
        os.execve(sys.executable, again, {**os.environ, "PYTHONHASHSEED": "0"})  # noqa: S606
    raise SystemExit(main())
