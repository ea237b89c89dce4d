"""The program `facturier` in processes of its own, as a shell or a service manager runs it."""

import json
import os
import socket
import subprocess
import sys
from typing import Any

import httpx

from facturier.embedded.home import Home

PROGRAM = [sys.executable, "-c", "from facturier.cli import main; main()"]
INIT = ("init", "--company", "Atelierul Demo SRL", "--country", "RO", "--tax-id", "RO12345674", "--vat-payer")


def environment(home: Home | None, **more: str) -> dict[str, str]:
    """As a fresh shell has it: nothing of the test run's own database."""
    hidden = {"DATABASE_URL", "FACTURIER_SECRET", "FACTURIER_HOME", "LANG", "LC_ALL"}
    kept = {name: value for name, value in os.environ.items() if name not in hidden}
    return kept | ({"FACTURIER_HOME": str(home.root)} if home else {}) | more


def facturier(home: Home | None, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*PROGRAM, *arguments],
        env=environment(home, **more),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def value(ended: subprocess.CompletedProcess[str]) -> Any:
    assert ended.stdout.count("\n") == 1, ended.stdout + ended.stderr
    return json.loads(ended.stdout)


def answers(port: int) -> bool:
    """Whether pages are served there, and their database answers."""
    try:
        return httpx.get(f"http://127.0.0.1:{port}/healthz").status_code == 200
    except httpx.TransportError:
        return False


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
