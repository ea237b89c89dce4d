"""A home of the demonstration's own, with an empty database at the start of every run."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from facturier.cli import boot
from facturier.cli.exits import Exit, Stop
from facturier.embedded import access, installed
from facturier.embedded.cluster import Cluster, Progress
from facturier.embedded.home import Home
from facturier.embedded.settings import Tuning
from facturier.model.message import say
from facturier.store import secrets

# Nothing here must survive a power cut, so the database need not wait for the disk.
_TUNING = Tuning(throwaway=True)


def home_of(chosen: Home, given: bool) -> Home:
    """The given home, or a directory beside the real one."""
    return chosen if given else Home(chosen.root / "demo")


@contextmanager
def fresh(home: Home, progress: Progress) -> Iterator[Cluster]:
    """Running, empty, with this version's tables, and Django aimed at it. Raises AlreadyOwned while another
    run lasts, Stop where the home is not the demonstration's."""
    _claim(home)
    if not installed.majors_present(home):
        progress(say("Making the demonstration's database in %(home)s ...", home=home.root))
        installed.create(home, _TUNING)
    cluster = installed.embedded(home, _TUNING)
    cluster.start(progress)
    try:
        _empty(cluster, home)
        with boot.aimed(home, cluster):
            boot.migrate()
            yield cluster
    finally:
        cluster.stop()


def _mark(home: Home) -> Path:
    return home.root / "demonstration"


def _claim(home: Home) -> None:
    """Mark the home as ours to empty; a real installation is never emptied."""
    if installed.majors_present(home) and not _mark(home).exists():
        raise Stop(
            say(
                "%(home)s holds a real installation, and the demonstration would empty it. Give another --home.",
                home=home.root,
            ),
            Exit.USAGE,
        )
    home.create()
    _mark(home).touch()
    if not home.secret_key.exists():
        secrets.create(home.secret_key)


def _empty(cluster: Cluster, home: Home) -> None:
    with cluster.connect(access.SUPERUSER, access.SUPERUSER) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {access.DATABASE} WITH (FORCE)".encode())
        connection.execute(f"CREATE DATABASE {access.DATABASE} OWNER {access.APPLICATION}".encode())
    shutil.rmtree(home.files)
    home.create()
