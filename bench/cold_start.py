"""From the start of `facturier up` to its first decision, in a home that holds many orders: the database, all
checks, the worker and its dispatcher."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psycopg
from django.db import connections
from tests.support.arrange import backlog
from tests.support.processes import ROOT, most_memory

from bench.ground import house
from bench.stored import fill

ONE_MORE = 10_000_000
PATIENCE = 60.0


@dataclass(frozen=True)
class ColdStart:
    """seconds until ready; memory: the most that the process has held, in MB."""

    seconds: float
    memory: float


def cold_start(orders: int) -> ColdStart:
    """One order more is due when the worker starts: its decision is the sign of being ready."""
    with house() as built:
        waiting = backlog(fill(built, orders), [ONE_MORE])[0]
        address = built.cluster.address().conninfo
        connections.close_all()
        built.cluster.stop()
        environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        log = built.home.root / "up.log"
        program = Path(sys.executable).with_name("facturier")
        started = time.time()
        with log.open("wb") as output:
            process = subprocess.Popen(
                [
                    program,
                    "--home",
                    str(built.home.root),
                    "up",
                    "--port",
                    _free_port(),
                ],
                cwd=ROOT,
                env=environment,
                stdout=output,
                stderr=output,
            )
        try:
            decided = _decided(address, waiting.pk, log.read_text)
            return ColdStart(decided - started, most_memory(process.pid))
        finally:
            process.terminate()
            process.wait(PATIENCE)


def _free_port() -> str:
    """The pages start beside, as they do for people; only not where those of another installation are."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return str(found.getsockname()[1])


def _decided(address: str, order: int, words: Callable[[], str]) -> float:
    """When the order was decided, by the database's clock, which is this machine's."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        time.sleep(0.1)
        try:
            with psycopg.connect(address) as connection:
                found = connection.execute(
                    "SELECT decided_at FROM store_order WHERE id = %s", [order]
                ).fetchone()
        except psycopg.OperationalError:
            continue
        if found and found[0]:
            return float(found[0].timestamp())
    raise TimeoutError(f"not ready after {PATIENCE:.0f} s: {words()}")
