"""What a run of many seeds came to: what a process tells, and the file of figures."""

import hashlib
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from msgspec import Struct

HERE = Path(__file__).parent
CODE = (HERE.parents[1] / "src" / "facturier", HERE)
NEVER = datetime.min.replace(tzinfo=UTC)


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

    code: of what was played, see `code`. played: the seeds, as first and count; runs on the same code add up.
    visited: percent of the lines of flows and systems, in the last run that watched them.
    intents: how many ended how; adopted and absent are lost answers whose fate was found out.
    crash_points: how many were each tried once, by system. guards: by name, the seed in which it was missed.
    """

    made_at: datetime
    python: str = sys.version.split()[0]
    code: str = ""
    played: list[tuple[int, int]] = []
    visited: float | None = None
    seeds: dict[str, int] = {}
    systems: dict[str, int] = {}
    workers_died: int = 0
    intents: dict[str, int] = {}
    breaches: dict[str, list[str]] = {}
    seconds: float = 0.0
    processes: int = 1
    crash_points: dict[str, int] = {}
    guards: dict[str, int | None] = {}


def code() -> str:
    """A digest over every line of the product and of the proof: a change of any of them is another thing to prove."""
    digest = hashlib.sha256()
    for path in sorted(path for room in CODE for path in room.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def summed(told: list[Told], played: str, first: int, seconds: float, processes: int) -> Figures:
    """played: the digest of the code when the run began; it may have changed since."""
    return Figures(
        made_at=datetime.now(UTC),
        code=played,
        played=[(first, len(told))],
        seeds=dict(Counter(one.grain for one in told)),
        systems=dict(Counter(one.system for one in told)),
        workers_died=sum(one.deaths for one in told),
        intents=dict(sum((Counter(one.intents) for one in told), Counter())),
        breaches={f"{one.seed} {one.grain}": one.breaches for one in told if one.breaches},
        seconds=round(seconds, 1),
        processes=processes,
    )


def played_before(path: Path, first: int, count: int) -> bool:
    """Whether any of these seeds stands in the file already, played on this very code."""
    old = _kept(path)
    ranges = old.played if old.code == code() else []
    return any(first < other + many and other < first + count for other, many in ranges)


def keep(path: Path, new: Figures, catches: list[Catch] | None = None) -> None:
    """Write the figures; what this run did not look at stays as an earlier one left it. Seeds that were played on the
    same code are added to; on other code they begin anew."""
    old = _kept(path)
    new.crash_points = new.crash_points or old.crash_points
    new.guards = {**old.guards, **{catch.guard: catch.seed for catch in catches or ()}}
    if not new.seeds or new.code == old.code:
        _add(new, old)
    path.write_bytes(msgspec.json.format(msgspec.json.encode(new), indent=2) + b"\n")


def _kept(path: Path) -> Figures:
    return msgspec.json.decode(path.read_bytes(), type=Figures) if path.exists() else Figures(made_at=NEVER)


def _add(new: Figures, old: Figures) -> None:
    new.code, new.played = old.code, [*old.played, *new.played]
    new.visited = old.visited if new.visited is None else new.visited
    new.seeds, new.systems, new.intents = (
        dict(Counter(one) + Counter(other))
        for one, other in ((old.seeds, new.seeds), (old.systems, new.systems), (old.intents, new.intents))
    )
    new.breaches = {**old.breaches, **new.breaches}
    new.workers_died += old.workers_died
    new.seconds = round(old.seconds + new.seconds, 1)
    new.processes = max(old.processes, new.processes)
