"""A major upgrade: the old cluster's dump, restored and compared in a new one. The old one is kept."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from facturier.embedded import binaries
from facturier.embedded.backup import Backup, make_backup, open_backup
from facturier.embedded.cluster import Cluster, Progress, silent
from facturier.embedded.durable import sync_directory
from facturier.embedded.home import Home
from facturier.embedded.installed import create_as, discard, embedded
from facturier.embedded.restore import restore
from facturier.model.message import say


def upgrade_offered(cluster: Cluster) -> bool:
    """Whether the wheel carries a later major version than the cluster's."""
    return binaries.newest().major > cluster.programs.major


def upgrade(
    cluster: Cluster,
    backups: Path,
    *,
    database_id: str,
    app_version: str,
    now: datetime,
    progress: Progress = silent,
) -> Cluster:
    """Bring a cluster that nobody is in charge of to the newest major version; returns the new one, stopped.

    The old cluster takes no writes meanwhile. The new data directory gets its name, by which it becomes the
    one in use, only when it holds everything; a run that dies before has changed nothing. The old
    directory and the backup are kept. A password for TCP is not part of a dump: set it again.
    Raises AlreadyOwned, StartFailed, BackupRefused, RestoreRefused.
    """
    if not upgrade_offered(cluster):
        return cluster
    if cluster.is_alive():
        # Nobody's, from a supervisor that died: it was started for writing.
        cluster.start(progress)
        cluster.stop(progress)
    old = replace(cluster, tuning=replace(cluster.tuning, read_only=True))
    old.start(progress)
    try:
        progress(say("The old database is being dumped."))
        backup = make_backup(
            old.address(), backups, database_id=database_id, app_version=app_version, made_at=now
        )
        progress(say("It is being restored into PostgreSQL %(major)s.", major=binaries.newest().major))
        _move_into_new(cluster, open_backup(backup.directory), progress)
    finally:
        old.stop(progress)
    return embedded(cluster.home, cluster.tuning, cluster.environ)


def _move_into_new(cluster: Cluster, backup: Backup, progress: Progress) -> None:
    workshop = Home(cluster.home.root / "upgrade")
    discard(workshop)
    new = create_as(cluster.account, workshop, replace(cluster.tuning, tcp_port=None), cluster.environ)
    new.start(progress)
    try:
        restore(backup, new.address())
    finally:
        new.stop(progress)
    new.data.rename(cluster.home.postgres / new.data.name)
    sync_directory(cluster.home.postgres)
    discard(workshop)
