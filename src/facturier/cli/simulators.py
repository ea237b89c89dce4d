"""Simulators by connector name, loaded only on demand."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from facturier.cli.exits import Exit, Stop
from facturier.model.message import say
from facturier.ports.connector import Connector
from facturier.ports.registry import SHOPS, SYSTEMS, connectors, loaded

if TYPE_CHECKING:
    from facturier.sandbox.kit import Sandbox


@contextmanager
def ground(name: str) -> Iterator[None]:
    """What the simulator of `name` stands on: for a part of Facturier a database of its own, thrown away afterwards,
    so that practice never touches what is real."""
    if not _connector(name).inside:
        yield
        return
    from facturier.cli import boot
    from facturier.embedded.temporary import temporary_cluster

    with temporary_cluster() as cluster, boot.aimed(cluster.home, cluster):
        boot.migrate()
        yield


def make(name: str, seed: int = 0, scale: float = 1.0, **given: Any) -> "Sandbox":
    """The simulator of the connector `name`. scale: how much faster than in life a vendor's durations pass.

    given: what this simulator alone knows (its country, a setting).
    """
    found = _connector(name)
    try:
        from facturier.sandbox.clock import SandboxClock

        made: Sandbox = loaded(found.sandbox)(seed=seed, clock=SandboxClock(scale), **given)
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("facturier"):
            raise
        raise Stop(
            say("Simulators need one more package: pip install “facturier[sandbox]”."),
            Exit.MISCONFIGURED,
            str(error),
        ) from error
    return made


def _connector(name: str) -> Connector[Any]:
    simulated = {
        one.name: one for group in (SYSTEMS, SHOPS) for one in connectors(group).values() if one.sandbox
    }
    if name not in simulated:
        raise Stop(
            say(
                "There is no simulator named %(name)s. There is: %(names)s.",
                name=name,
                names=", ".join(sorted(simulated)),
            ),
            Exit.USAGE,
        )
    return simulated[name]
