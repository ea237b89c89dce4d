"""Where a figure is measured: a home with a durable database, as an installation has it, in a directory that
is removed afterwards, and the SmartBill simulator in a process of its own."""

import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from tests.support.arrange import arrange
from tests.support.processes import Process
from tests.support.simulator import Seen, Told

from facturier.cli import boot
from facturier.cli.commands.init import make_home
from facturier.embedded.cluster import Cluster
from facturier.embedded.home import Home
from facturier.embedded.installed import embedded
from facturier.embedded.witness import WitnessFile
from facturier.flows.env import Env
from facturier.store import installation
from facturier.store.models import Document, Route, State

DONE = (State.VERIFIED,)


@dataclass(frozen=True)
class House:
    """A home and the cluster in it, which runs."""

    home: Home
    cluster: Cluster


@contextmanager
def house() -> Iterator[House]:
    """A new home whose database runs and is the one that Django speaks to, whatever DATABASE_URL names."""
    os.environ.pop("DATABASE_URL", None)
    os.environ.pop("FACTURIER_SECRET", None)
    boot.prepare()
    with tempfile.TemporaryDirectory(prefix="facturier-bench-", dir="/tmp") as directory:
        # The database's own account passes through it.
        Path(directory).chmod(0o711)
        home = Home(Path(directory) / "home")
        make_home(home)
        cluster = embedded(home)
        cluster.start()
        try:
            with boot.aimed(home, cluster):
                boot.migrate()
                installation.create(datetime.now(UTC))
                installation.identity.cache_clear()
                WitnessFile(home.witness).begin(installation.identity(), 0)
                home.files.mkdir(exist_ok=True)
                yield House(home, cluster)
        finally:
            if cluster.owned:
                cluster.stop()


@dataclass(frozen=True)
class Simulated:
    """The simulator's process and the routes that lead to it, one for each company."""

    process: Process
    routes: Sequence[Route]

    def seen(self) -> Seen:
        """What it saw since it was asked last."""
        return msgspec.json.decode(self.process.say("seen"), type=Seen)


@contextmanager
def simulated(house: House, scale: float, companies: int = 1) -> Iterator[Simulated]:
    """The simulator, `scale` times faster than life, and an arrangement for each of its companies."""
    arguments = [str(scale), str(companies)]
    with Process("tests.support.simulator", arguments, house.home.root / "simulator.log") as process:
        told = msgspec.json.decode(process.hear(), type=Told)
        first = arrange(told.url, told.logins[0], offers=None)
        first.system.offers = Env().system(first.system, []).offers()
        first.system.save()
        others = [
            arrange(told.url, login, first.system.offers, number)
            for number, login in enumerate(told.logins[1:], 1)
        ]
        yield Simulated(process, [first, *others])


def wait_for(reached: Callable[[], bool], seconds: float, every: float = 0.2) -> None:
    """Raises TimeoutError with where the documents stand."""
    until = time.monotonic() + seconds
    while not reached():
        if time.monotonic() > until:
            raise TimeoutError(f"after {seconds:.0f} s: {standing()}")
        time.sleep(every)


def standing() -> dict[str, int]:
    """How many documents are in which state."""
    counted = {state.value: Document.objects.filter(state=state).count() for state in State}
    return {state: count for state, count in counted.items() if count}


def issued(count: int) -> Callable[[], bool]:
    """Whether `count` documents are verified and nothing of them is left to do."""
    return lambda: Document.objects.filter(state__in=DONE, effects__state="done").count() >= count
