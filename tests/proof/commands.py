"""The commands behind `python -m tests.proof`."""

import time
from argparse import Namespace
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.proof import farm, hunters
from tests.proof.boot import theatre
from tests.proof.plan import Grain
from tests.proof.results import Catch, Figures, Told, code, keep, played_before, summed


def seeds(given: Namespace) -> int:
    """With `--cover` also which lines the stories visit; then too few of them fail the run as well."""
    grains = [Grain(name) for name in given.grains.split(",")]
    if given.figures and played_before(given.figures, given.first, given.count):
        raise SystemExit(f"{given.figures} has some of these seeds already: begin with another one (--first)")
    began, played = time.monotonic(), code()
    with TemporaryDirectory(prefix="facturier-visited-") as place:
        watched = Path(place) if given.cover else None
        found = farm.farm(given.first, given.count, given.processes, grains, _line, watched)
        figures = summed(found, played, given.first, time.monotonic() - began, given.processes)
        figures.visited = _visited(watched) if watched else None
    print(f"\n{len(found)} seeds in {figures.seconds:.0f} s, {given.processes} processes: {figures.seeds}")
    print(f"{figures.workers_died} workers died, {len(figures.breaches)} seeds broke.")
    print(f"Intents by their end: {figures.intents}")
    if given.figures:
        keep(given.figures, figures)
    return 1 if figures.breaches or not _enough(figures.visited) else 0


def _visited(place: Path) -> float:
    """Percent of the lines. What is left out is said, and why; else a figure would say too much."""
    from tests.proof.cover import visited

    modules = visited(place)
    print()
    for one in modules:
        print(f"{_percent(one.visited, one.lines):6.1f} %  {one.path}  {one.missing}")
    lines, seen = sum(one.lines for one in modules), sum(one.visited for one in modules)
    print(f"\n{seen} of {lines} lines of flows and systems were visited: {_percent(seen, lines):.1f} %.")
    print("Left out: the simulators, what no flow asks for, and what a system merely refuses (cover.py).")
    return round(_percent(seen, lines), 1)


def _enough(visited: float | None) -> bool:
    from tests.proof.cover import WANTED

    return visited is None or visited >= WANTED


def play(given: Namespace) -> int:
    from tests.proof.cover import watched

    with watched(given.watched) if given.watched else nullcontext():
        farm.play(given.first, given.count, given.step, [Grain(name) for name in given.grains.split(",")])
    return 0


def replay(given: Namespace) -> int:
    with theatre() as stage:
        from tests.proof.hunt import replayed
        from tests.proof.telling import told

        played = replayed(stage, given.seed, given.grain, given.without, given.shrink)
        print(told(played))
    return 1 if played.breaches else 0


def crashes(given: Namespace) -> int:
    counts: dict[str, int] = {}
    broken = 0
    with theatre() as stage:
        from tests.proof.crashes import SHOP_OF, die_everywhere
        from tests.proof.telling import told

        for system in SHOP_OF:
            for place, played in enumerate(die_everywhere(stage, system), 1):
                counts[system] = place
                broken += bool(played.breaches)
                print("." if not played.breaches else f"\n{told(played)}", end="", flush=True)
            print(f"\n{system}: a worker died at each of {counts[system]} points.")
    print(f"{broken} runs broke.")
    if given.figures:
        keep(given.figures, Figures(made_at=datetime.now(UTC), crash_points=counts))
    return 1 if broken else 0


def guards(given: Namespace) -> int:
    catches = hunters.hunters(given.names, given.most, given.processes, _caught)
    if given.figures:
        keep(given.figures, Figures(made_at=datetime.now(UTC)), catches)
    return 1 if any(catch.seed is None for catch in catches) else 0


def hunt(given: Namespace) -> int:
    hunters.hunt(given.place, given.step, given.most, given.names)
    return 0


def _percent(part: int, whole: int) -> float:
    return 100 * part / whole if whole else 100.0


def _line(told: Told) -> None:
    """A dot for each seed, words for one that broke."""
    if told.breaches:
        print(f"\nseed {told.seed} ({told.grain}, {told.system}): {'; '.join(told.breaches)}")
    else:
        print(".", end="", flush=True)


def _caught(catch: Catch) -> None:
    missed = "NOT MISSED" if catch.seed is None else f"missed in seed {catch.seed}: {catch.breach}"
    print(f"{catch.guard}: {missed}", flush=True)
