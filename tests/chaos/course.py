"""The course of a run: a fresh installation, orders and misfortunes, rest, and the verdict."""

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from tests.chaos import verdict
from tests.chaos.disk import Disk, small_disk
from tests.chaos.figures import Figures
from tests.chaos.flow import Flow, Stuck
from tests.chaos.house import House, house
from tests.chaos.monkey import Monkey
from tests.chaos.plan import Act, plan
from tests.chaos.remotes import Place
from tests.chaos.rest import at_rest
from tests.chaos.rest import standing as how_it_stands
from tests.chaos.visitor import Visitor
from tests.embedded.machinery import eventually
from tests.support import standing
from tests.support.processes import Process
from tests.support.program import environment, facturier

from facturier.cli import boot

Tell = Callable[[str], None]


def run(seed: int, kills: int, orders: int, scale: float, evidence: Path, tell: Tell) -> Figures:
    """evidence: where logs and a dump are kept where something broke."""
    figures = Figures(made_at=datetime.now(UTC), seed=seed, scale=scale)
    began = time.monotonic()
    with _ground() as (above, disk), _remote("shop", scale, seed, above) as (shop, shops_place):
        figures.disk = disk.why
        with _remote("system", scale, seed, above) as (system, systems_place):
            with house(disk, scale, above, shops_place, systems_place) as made:
                tell(f"{made.home.root} is set up and runs; pages on port {made.port}")
                flow = Flow(made, shop, system, orders)
                _play(flow, plan(seed, kills, orders, disk.own), figures, evidence, tell)
            figures.breaches += [
                f"process {each.pid} is left: {' '.join(each.words)}" for each in _left(made)
            ]
        if figures.breaches:
            _keep_logs(above, evidence)
    figures.seconds = round(time.monotonic() - began, 1)
    return figures


def _play(flow: Flow, acts: list[Act], figures: Figures, evidence: Path, tell: Tell) -> None:
    monkey = Monkey(flow)
    with boot.aimed(flow.house.home, flow.house.cluster), Visitor(flow.house) as visitor:
        try:
            for act in acts:
                flow.until_issued(act.at)
                tell(f"{flow.issued} of {flow.placed} issued: {act.what}")
                monkey.do(act)
            _come_to_rest(flow, tell)
            flow.until(visitor.sees_everything, lambda: None, "the pages do not answer any more")
        except Stuck as error:
            figures.breaches.append(str(error))
        figures.count(monkey.done)
        found = verdict.judge(flow.shop, flow.system, flow.house.home.files, flow.blocks)
        figures.breaches += found.breaches
        figures.answers_in_doubt = verdict.answers_in_doubt()
    _fill_in(figures, flow, visitor, found)
    figures.breaches += _doctor(flow.house)
    if figures.breaches:
        facturier(flow.house.home, "backup", str(evidence))


def _fill_in(figures: Figures, flow: Flow, visitor: Visitor, found: verdict.Verdict) -> None:
    figures.orders = flow.placed
    figures.answers_lost = {"system": flow.lost, "shop": flow.lost_by_shop}
    figures.intents, figures.books = dict(found.intents), found.digest
    figures.starts = {name: each.starts for name, each in flow.house.kept.items()}
    figures.pages = {"seen": visitor.answered, "away": visitor.away}


def _come_to_rest(flow: Flow, tell: Tell) -> None:
    """Everything that was placed is done, by our own book."""
    flow.until_issued(flow.orders)
    tell("all are issued; waiting for rest")
    flow.until(lambda: at_rest(how_it_stands(), flow.orders), how_it_stands, "no rest")


def _doctor(made: House) -> list[str]:
    """What the doctor refuses or alarms about once the storm is over."""
    ended = facturier(made.home, "doctor", "--json")
    rows = msgspec.json.decode(ended.stdout, type=list[dict[str, str]])
    return [
        f"doctor: {row['name']}: {row['message']}" for row in rows if row["level"] in ("refused", "alarm")
    ]


def _left(made: House) -> list[standing.Standing]:
    """Processes that outlived the end of `facturier up`."""
    eventually(lambda: not standing.of_home(made.home.root), 10)
    return standing.of_home(made.home.root)


@contextmanager
def _ground() -> Iterator[tuple[Path, Disk]]:
    """A short path, which the database's own account may pass."""
    with tempfile.TemporaryDirectory(prefix="facturier-chaos-", dir="/tmp") as directory:
        above = Path(directory)
        above.chmod(0o711)
        with small_disk(above) as disk:
            yield above, disk


@contextmanager
def _remote(name: str, scale: float, seed: int, above: Path) -> Iterator[tuple[Process, Place]]:
    arguments = [name, str(scale), str(seed)]
    with Process("tests.chaos.remotes", arguments, above / f"{name}.log", environment(None)) as process:
        yield process, msgspec.json.decode(process.hear(), type=Place)


def _keep_logs(above: Path, evidence: Path) -> None:
    evidence.mkdir(parents=True, exist_ok=True)
    for log in above.glob("*.log"):
        shutil.copy(log, evidence)
