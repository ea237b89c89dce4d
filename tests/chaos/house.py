"""An installation as an owner has it: set up by commands, then `facturier up` and two workers more, kept running."""

import json
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.chaos.disk import Disk
from tests.chaos.kept import Kept
from tests.chaos.remotes import Place
from tests.cli.conftest import sets
from tests.embedded.machinery import eventually, gone
from tests.support import standing
from tests.support.processes import Process, sent
from tests.support.program import INIT, environment, facturier, free_port, value

from facturier.cli.demo.casts.romania import TO_SMARTBILL
from facturier.embedded.cluster import Cluster
from facturier.embedded.home import Home
from facturier.embedded.installed import embedded
from facturier.embedded.postmaster import read_pid_file

THREADS = 4
WORKERS = 2
UP = "up"
"""The name of the supervisor, which is a worker too."""


@dataclass
class House:
    """logs: where each process writes. kept: by name. password: of the person who looks at the pages."""

    home: Home
    disk: Disk
    port: int
    scale: float
    logs: Path
    cluster: Cluster
    password: str = ""
    kept: dict[str, Kept] = field(default_factory=dict)

    def tend(self) -> None:
        for each in self.kept.values():
            each.tend()

    def start(self, name: str, *words: str) -> None:
        self.kept[name] = Kept(lambda: self._paced(name, words))

    def _paced(self, name: str, words: tuple[str, ...]) -> Process:
        arguments = [str(self.scale), *words, "--threads", str(THREADS)]
        log = self.logs / f"{name}.log"
        return Process("tests.chaos.paced", arguments, log, environment(self.home), talks=False)

    @property
    def workers(self) -> list[Process]:
        return [each.process for name, each in self.kept.items() if name != UP]

    @property
    def supervisor(self) -> Process:
        return self.kept[UP].process

    def kill_everything(self) -> None:
        """Where a run ends before its time: its disk cannot be given back while anybody is on it."""
        for each in self.kept.values():
            each.process.kill()
        for left in standing.of_home(self.home.root):
            sent(left.pid, signal.SIGKILL)
        server = read_pid_file(self.cluster.data)
        if server is not None and sent(server.pid, signal.SIGKILL):
            eventually(lambda: gone(server.pid))

    def pages(self) -> list[int]:
        """The process of the pages and those that it starts to answer, by number."""
        return [each.pid for each in standing.of_home(self.home.root) if each.page]


@contextmanager
def house(disk: Disk, scale: float, logs: Path, shop: Place, system: Place) -> Iterator[House]:
    """Set up and running; ended in good order afterwards."""
    home = Home(disk.place / "home")
    _done(home, *INIT)
    made = House(home, disk, free_port(), scale, logs, embedded(home))
    made.start(UP, "up", "--port", str(made.port))
    try:
        _connect(home, shop, system)
        made.password = _done(home, "user", "add", "ana")["password"]
        for number in range(1, WORKERS + 1):
            made.start(f"worker-{number}", "worker")
        yield made
        for each in reversed(made.kept.values()):
            each.end()
    except BaseException:
        made.kill_everything()
        raise


def _connect(home: Home, shop: Place, system: Place) -> None:
    # The poll's overlap, five minutes of the shop's clock, is as good as nothing at this speed.
    _done(home, "connect", "shop", "magento", *sets({**shop.settings, "overlap_minutes": "0"}))
    _done(home, "connect", "system", "smartbill", *sets(system.settings))
    _done(
        home,
        "route",
        "create",
        "Shop to SmartBill",
        *sets({name: _text(each) for name, each in TO_SMARTBILL.items()}),
    )


def _text(setting: object) -> str:
    return setting if isinstance(setting, str) else json.dumps(setting)


def _done(home: Home, *words: str) -> dict[str, str]:
    ended = facturier(home, *words, "--json")
    if ended.returncode:
        raise RuntimeError(f"{words[0]}: {ended.stdout} {ended.stderr}")
    found: dict[str, str] = value(ended)
    return found
