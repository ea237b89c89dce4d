"""Many seeds on several processes, each with a database of its own."""

import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
from tests.proof.plan import Grain
from tests.proof.results import Told

_told = msgspec.json.Decoder(Told)


def play(first: int, count: int, step: int, grains: Sequence[Grain]) -> None:
    """In this process: every `step`th seed, each told as one line of JSON on standard output."""
    from tests.proof.boot import theatre

    with theatre() as stage:
        from tests.proof.invariants import breaches
        from tests.proof.story import draw

        for place in range(first, first + count, step):
            grain = grains[place % len(grains)]
            began = time.monotonic()
            played = stage.play(draw(place, grain), breaches)
            told = Told(
                seed=place,
                grain=grain,
                system=played.plan.system,
                deaths=played.deaths,
                seconds=time.monotonic() - began,
                breaches=played.breaches,
                intents=dict(played.intents),
            )
            print(msgspec.json.encode(told).decode(), flush=True)


def farm(
    first: int,
    count: int,
    processes: int,
    grains: Sequence[Grain],
    tell: Callable[[Told], None],
    watched: Path | None = None,
) -> list[Told]:
    """Seeds `first` to `first + count - 1`; each is told as it ends. watched: where each process keeps which lines it
    visited."""
    found: list[Told] = []

    def hear(place: int) -> None:
        words = ["play", str(first + place), str(count - place), str(processes), ",".join(grains)]
        command = [sys.executable, "-m", "tests.proof", *words]
        if watched is not None:
            command += ["--watched", str(watched)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as child:
            for line in child.stdout or ():
                told = _told.decode(line)
                found.append(told)
                tell(told)
        if child.returncode:
            raise RuntimeError(f"a process that played ended with {child.returncode}")

    with ThreadPoolExecutor(processes) as pool:
        list(pool.map(hear, range(min(processes, count))))
    return sorted(found, key=lambda told: told.seed)
