"""Several processes that hunt, each with guards of its own."""

import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import msgspec
from tests.proof.results import Catch

_catch = msgspec.json.Decoder(Catch)


def hunt(place: int, step: int, most: int, names: Sequence[str]) -> None:
    """In this process: every `step`th guard, each told as one line of JSON on standard output. No names: all."""
    from tests.proof.boot import theatre

    with theatre() as stage:
        from tests.proof.guards import GUARDS
        from tests.proof.hunt import hunt

        for name in list(names or GUARDS)[place::step]:
            print(msgspec.json.encode(hunt(stage, name, range(most))).decode(), flush=True)


def hunters(names: Sequence[str], most: int, processes: int, tell: Callable[[Catch], None]) -> list[Catch]:
    """Seeds below `most`; each catch is told as it comes."""
    found: list[Catch] = []

    def hear(place: int) -> None:
        words = ["hunt", str(place), str(processes), str(most), *names]
        with subprocess.Popen([sys.executable, "-m", "tests.proof", *words], stdout=subprocess.PIPE) as child:
            for line in child.stdout or ():
                found.append(_catch.decode(line))
                tell(found[-1])
        if child.returncode:
            raise RuntimeError(f"a process that hunted ended with {child.returncode}")

    with ThreadPoolExecutor(processes) as pool:
        list(pool.map(hear, range(min(processes, len(names) or processes))))
    return found
