"""Processes of our own for tests and benches: started, killed, stopped, looked at."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType

from django.conf import settings
from django.db import connection
from psycopg.conninfo import make_conninfo

ROOT = Path(__file__).parents[2]
KIB_PER_MIB = 1024


_LIBPQ = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}


def database_url() -> str:
    """The database that this process uses (a test run's has a name of its own), as libpq writes it."""
    given = connection.settings_dict
    known = {libpq: str(given[name]) for name, libpq in _LIBPQ.items() if given[name]}
    return make_conninfo("", **known, **given["OPTIONS"])


def most_memory(pid: int) -> float:
    """The largest resident size that a process has had, in MB (of 1,048,576 bytes)."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    return int(found[1]) / KIB_PER_MIB if found else 0.0


def _with_database() -> dict[str, str]:
    return os.environ | {"DATABASE_URL": database_url(), "FACTURIER_SECRET": str(settings.FACTURIER_SECRET)}


class Process:
    """A Python module running on its own. `log` gets what it says on standard error.

    environ: None for this process's own, with its database and key. talks: a line can be said to it, and it answers
    on standard output; what one that does not talk says there goes to the log too.
    """

    def __init__(
        self,
        module: str,
        arguments: Sequence[str],
        log: Path,
        environ: Mapping[str, str] | None = None,
        *,
        talks: bool = True,
    ) -> None:
        self._log = log.open("ab")
        self._process = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            cwd=ROOT,
            env=_with_database() if environ is None else environ,
            stdin=subprocess.PIPE if talks else subprocess.DEVNULL,
            stdout=subprocess.PIPE if talks else self._log,
            stderr=self._log,
        )

    @property
    def pid(self) -> int:
        return self._process.pid

    def say(self, words: str) -> str:
        """Send a line and read the answer, a line too."""
        stdin = self._process.stdin
        if stdin is None:
            raise ValueError("the process takes no words")
        stdin.write(words.encode() + b"\n")
        stdin.flush()
        return self.hear()

    def hear(self) -> str:
        """The next line on standard output; empty when it has ended."""
        stdout = self._process.stdout
        return stdout.readline().decode() if stdout else ""

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    @property
    def most_memory(self) -> float:
        return most_memory(self._process.pid)

    def kill(self) -> None:
        """kill -9: nothing is put in order."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """SIGTERM: what is under way is finished."""
        self._end(signal.SIGTERM)

    def freeze(self) -> None:
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._process.send_signal(signal.SIGCONT)

    def _end(self, number: int) -> None:
        if self.alive:
            self._process.send_signal(number)
        self._process.wait(60)
        for pipe in (self._process.stdin, self._process.stdout, self._log):
            if pipe:
                pipe.close()

    def __enter__(self) -> "Process":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._log.closed:
            return
        self.stop()


def worker(files: Path, scale: float, threads: int = 8) -> Process:
    """A worker on this process's database; its log is `worker.log` beside the files."""
    return Process("tests.support.worker", [str(scale), str(threads), str(files)], files / "worker.log")


def sent(pid: int, number: signal.Signals) -> bool:
    """Whether the process was still there to be told."""
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return False
    return True
