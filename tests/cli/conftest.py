"""The command line run in this process, on a small world or on simulators behind real sockets."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.support.world import World

from facturier.cli import boot
from facturier.cli.app import run
from facturier.embedded.home import Home
from facturier.embedded.witness import WitnessFile
from facturier.flows.recover import last_attempt
from facturier.sandbox.serve import Served, serve
from facturier.store import installation
from facturier.systems.smartbill.sandbox import create as smartbill


@dataclass
class Result:
    """How one command ended. `json` is what it printed, which must be exactly one value on one line."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        assert self.out.count("\n") == 1, self.out
        return json.loads(self.out)


Run = Callable[..., Result]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path / "home")
    made.create()
    return made


@pytest.fixture
def facturier(home: Home, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command line in a home of the test's own; standard input is no terminal."""
    monkeypatch.setenv("FACTURIER_HOME", str(home.root))
    monkeypatch.setenv("FACTURIER_LANGUAGE", "en")

    def facturier(*arguments: object) -> Result:
        capsys.readouterr()
        code = run([str(each) for each in arguments])
        said = capsys.readouterr()
        return Result(code, said.out, said.err)

    return facturier


@pytest.fixture
def inside(world: World, home: Home, monkeypatch: pytest.MonkeyPatch) -> World:
    """The small world, and every command of the test works in it."""
    monkeypatch.setattr(boot, "environment", lambda home: world.env)
    WitnessFile(home.witness).begin(installation.identity(), last_attempt())
    return world


@pytest.fixture
def system() -> Iterator[Served]:
    """SmartBill's simulator behind a socket."""
    with serve(smartbill()) as served:
        yield served


def sets(settings: dict[str, str]) -> list[str]:
    """Settings as options of `facturier connect`."""
    return [word for name, value in settings.items() for word in ("--set", f"{name}={value}")]
