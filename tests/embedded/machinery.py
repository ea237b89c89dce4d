"""Homes, processes and waiting, for the tests of the embedded database."""

import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from facturier.embedded.cluster import Cluster
from facturier.embedded.home import Home
from facturier.embedded.installed import discard
from facturier.embedded.postmaster import read_pid_file
from facturier.embedded.temporary import PLACE


def new_home() -> Home:
    """Short, and open to the account that root drops to (pytest's own directories are neither)."""
    above = Path(tempfile.mkdtemp(prefix="fct-", dir=PLACE))
    above.chmod(0o711)
    return Home(above / "home")


def remove_home(home: Home) -> None:
    discard(home)
    shutil.rmtree(home.root.parent)


def server_pid(cluster: Cluster) -> int:
    named = read_pid_file(cluster.data)
    if named is None:
        raise LookupError("no server runs")
    return named.pid


def gone(pid: int) -> bool:
    """Ended; a process that nobody has waited for yet counts as ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes() == b""
    except FileNotFoundError:
        return True


def eventually(condition: Callable[[], bool], seconds: float = 15.0) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.02)
    return condition()
