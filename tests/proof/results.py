"""What a run of many seeds came to: what a process tells, and the file of figures."""

import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from msgspec import Struct


class Told(Struct, frozen=True):
    """One seed played."""

    seed: int
    grain: str
    system: str
    deaths: int
    seconds: float
    breaches: list[str]
    intents: dict[str, int] = {}


class Catch(Struct, frozen=True):
    """seed: in which the missing guard was noticed, None where it was not. breach: what was seen."""

    guard: str
    seed: int | None
    tried: int
    breach: str = ""


class Figures(Struct, kw_only=True):
    """Seeds are counted by granularity and never summed: a run that pauses around calls alone is a cheaper one.

    intents: how many ended how; adopted and absent are lost answers whose fate was found out.
    crash_points: how many were each tried once, by system. guards: by name, the seed in which it was missed.
    """

    made_at: datetime
    python: str = sys.version.split()[0]
    seeds: dict[str, int] = {}
    systems: dict[str, int] = {}
    workers_died: int = 0
    intents: dict[str, int] = {}
    breaches: dict[str, list[str]] = {}
    seconds: float = 0.0
    processes: int = 1
    crash_points: dict[str, int] = {}
    guards: dict[str, int | None] = {}


def summed(told: list[Told], seconds: float, processes: int) -> Figures:
    return Figures(
        made_at=datetime.now(UTC),
        seeds=dict(Counter(one.grain for one in told)),
        systems=dict(Counter(one.system for one in told)),
        workers_died=sum(one.deaths for one in told),
        intents=dict(sum((Counter(one.intents) for one in told), Counter())),
        breaches={f"{one.seed} {one.grain}": one.breaches for one in told if one.breaches},
        seconds=round(seconds, 1),
        processes=processes,
    )


def keep(path: Path, new: Figures, catches: list[Catch] | None = None) -> None:
    """Write the figures; what this run did not look at stays as an earlier one left it."""
    if path.exists():
        old = msgspec.json.decode(path.read_bytes(), type=Figures)
        new.crash_points = new.crash_points or old.crash_points
        new.guards = new.guards or old.guards
        if not new.seeds:
            new.seeds, new.systems, new.breaches = old.seeds, old.systems, old.breaches
            new.intents = old.intents
            new.workers_died, new.seconds, new.processes = old.workers_died, old.seconds, old.processes
    for catch in catches or []:
        new.guards = {**new.guards, catch.guard: catch.seed}
    path.write_bytes(msgspec.json.format(msgspec.json.encode(new), indent=2) + b"\n")
