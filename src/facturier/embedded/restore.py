"""Restoring a backup into an empty database, and proving that everything is there."""

import psycopg

from facturier.embedded.address import Address
from facturier.embedded.backup import Backup
from facturier.embedded.contents import contents_of, differing, tables_of
from facturier.embedded.errors import NotRunning, RestoreRefused
from facturier.embedded.replay import replay
from facturier.embedded.temporary import temporary_cluster
from facturier.model.message import say


def restore(backup: Backup, address: Address) -> None:
    """Restore into an empty database, of the embedded server or any other, all or nothing, then compare.

    The dump is replayed in one transaction; afterwards every table must have the rows and the digest of the
    manifest. The caller has the backup from `open_backup`, which has checked the dump's own bytes.
    Raises NotRunning, NoPrograms, RestoreRefused.
    """
    with _connect(address) as connection:
        _require_empty(connection, address)
        major = connection.info.server_version // 10000
    replay(backup, address, major)
    with _connect(address) as connection:
        wrong = differing(backup.manifest.tables, contents_of(connection))
    if wrong:
        raise RestoreRefused(
            say(
                "The restored database is not what the backup holds (different: %(tables)s). Do not use it; "
                "drop it and keep the backup.",
                tables=", ".join(wrong),
            )
        )
    with _connect(address) as connection:
        # The planner's statistics are not part of a dump.
        connection.execute("ANALYZE")


def rehearse(backup: Backup) -> None:
    """Restore into a cluster of its own that is thrown away: proof that this backup can be restored here."""
    with temporary_cluster() as cluster:
        restore(backup, cluster.address())


def _connect(address: Address) -> psycopg.Connection[tuple[object, ...]]:
    try:
        return psycopg.connect(address.conninfo)
    except psycopg.OperationalError as error:
        raise NotRunning(
            say("The database to restore into does not answer. Start it first."), words=str(error)
        ) from error


def _require_empty(connection: psycopg.Connection[tuple[object, ...]], address: Address) -> None:
    tables = tables_of(connection)
    if tables:
        raise RestoreRefused(
            say(
                "The database %(name)s is not empty (%(count)s tables), so nothing was restored into it. "
                "Restore into a new one.",
                name=address.database,
                count=len(tables),
            )
        )
