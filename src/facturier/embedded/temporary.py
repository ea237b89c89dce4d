"""A cluster for a test run: its own, without durability, gone at the end.

What happens when the run dies: Ctrl-C and exceptions leave the `with` block, so everything is stopped
and removed. A hard death (kill -9, SIGTERM without a handler) leaves the server running, for it lives
in a session of its own; the kernel frees the run's lock, and the next `temporary_cluster()` on the
machine, by the same user, stops that server and removes its directory.
"""

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from facturier.embedded.account import own_account
from facturier.embedded.cluster import Cluster
from facturier.embedded.errors import AlreadyOwned
from facturier.embedded.home import Home
from facturier.embedded.installed import create, discard
from facturier.embedded.ownership import Ownership
from facturier.embedded.settings import Tuning

PREFIX = "facturier-test-"
LOCK = "run.lock"
# Short, whatever TMPDIR says, and open for the account that root drops to.
PLACE = Path("/tmp")  # noqa: S108 (each directory in it is made by mkdtemp)


@contextmanager
def temporary_cluster(tcp_port: int | None = None) -> Iterator[Cluster]:
    """A running cluster with an empty database `facturier`; about 1 s. Works as root and as a normal user."""
    sweep()
    root = Path(tempfile.mkdtemp(prefix=PREFIX, dir=PLACE))
    run = Ownership(root / LOCK)
    run.take()
    home = Home(root / "home")
    try:
        if own_account().uid == 0:
            # mkdtemp gives 0700; the server's account must pass through.
            root.chmod(0o711)
        cluster = create(home, Tuning(tcp_port=tcp_port, throwaway=True))
        try:
            cluster.start()
            yield cluster
        finally:
            if cluster.owned:
                cluster.stop()
            discard(home)
    finally:
        shutil.rmtree(root)
        run.release()


def sweep(place: Path = PLACE) -> list[Path]:
    """Stop and remove what dead runs of this user left behind; returns the directories removed."""
    removed = []
    for root in place.glob(f"{PREFIX}*"):
        # Not created here: another sweep may be removing this very directory.
        run = Ownership(root / LOCK, create=False)
        try:
            if not _ours(root):
                continue
            run.take()
        except (AlreadyOwned, FileNotFoundError):
            # A living run's, or removed at this moment.
            continue
        if (root / LOCK).exists():
            discard(Home(root / "home"))
            shutil.rmtree(root)
            removed.append(root)
        run.release()
    return removed


def _ours(root: Path) -> bool:
    """A directory that we made: never one that somebody else has put there for us to remove."""
    found = root.lstat()
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid()
