"""The way between Facturier and its remotes: the real simulators in this process, and time on the way."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from random import Random
from typing import Any

import httpx
from tests.proof.plan import Pace
from tests.proof.points import Points, Told
from tests.proof.stage import Died, Stage

from facturier.flows.env import Transport
from facturier.sandbox.kit import Sandbox
from facturier.sandbox.transport import InProcess
from facturier.store.models import Connection

FIRST_BYTE = "http11.send_request_headers.started"


class Network:
    """Carries calls to the simulators by host. Outside of the stage (whoever checks) it takes no time.

    arrives: called with each call's name as it reaches its remote. late: answers for which nobody waited any more.
    """

    def __init__(
        self, stage: Stage, dice: Random, pace: Pace, points: Points, tell: Told, hosts: Mapping[str, Sandbox]
    ) -> None:
        self.stage = stage
        self.dice = dice
        self.pace = pace
        self.points = points
        self.tell = tell
        self.hosts = hosts
        self.arrives: Told = lambda name: None
        self.late = 0

    def transport(self, connection: Connection) -> Transport:
        return lambda: _Line(self)

    def carry(self, request: httpx.Request) -> httpx.Response:
        inner = InProcess(self.hosts[request.url.host])
        player = self.stage.current
        if player is None:
            return inner.handle_request(request)
        if player.dying:
            raise player.doom or Died("already")
        name = f"{request.method} {request.url.path}"
        self.points.reach(f"before {name}")
        started = self.stage.now
        self.stage.sleep(self.pace.leg(self.dice))
        _first_byte(request)
        self.arrives(name)
        try:
            answer = inner.handle_request(request)
        except httpx.TransportError as error:
            self.tell(f"{name}: {type(error).__name__}, {error}")
            raise
        self.stage.sleep(self.pace.leg(self.dice))
        self.tell(f"{name}: {answer.status_code}")
        self.points.reach(f"after {name}")
        if self.stage.now - started > timedelta(seconds=_allowed(request)):
            self.late += 1
            raise httpx.ReadTimeout("the answer did not come in time", request=request)
        return answer


class _Line(httpx.BaseTransport):
    def __init__(self, network: Network) -> None:
        self._network = network

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return self._network.carry(request)


def _first_byte(request: httpx.Request) -> None:
    """The client is told as over a socket: it breaks off where its lease has run out meanwhile."""
    trace: Callable[[str, Mapping[str, Any]], None] | None = request.extensions.get("trace")
    if trace is not None:
        trace(FIRST_BYTE, {})


def _allowed(request: httpx.Request) -> float:
    return float(request.extensions.get("timeout", {}).get("read") or 60.0)
