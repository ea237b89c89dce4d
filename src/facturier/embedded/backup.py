"""Backups: a directory with a dump in PostgreSQL's custom format and a manifest that says what is in it."""

import hashlib
import shutil
import subprocess
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec
import psycopg

from facturier.embedded import binaries
from facturier.embedded.address import Address
from facturier.embedded.clients import client_for, login, login_environment, wants_tls
from facturier.embedded.contents import Table, contents_of
from facturier.embedded.durable import sync_directory, sync_file, write_durably
from facturier.embedded.errors import BackupRefused, NotRunning
from facturier.model.message import say

DUMP = "database.dump"
MANIFEST = "manifest.json"
FORMAT = 1


class Manifest(msgspec.Struct, frozen=True):
    """`made_at` is aware UTC; versions are as PostgreSQL says them; `tables` as in `contents.contents_of`."""

    format: int
    database_id: str
    app_version: str
    made_at: datetime
    server_version: str
    dump_version: str
    dump_bytes: int
    dump_sha256: str
    tables: dict[str, Table]


@dataclass(frozen=True)
class Backup:
    """A finished backup: `directory` holds exactly the dump and its manifest."""

    directory: Path
    manifest: Manifest

    @property
    def dump(self) -> Path:
        return self.directory / DUMP


def make_backup(
    address: Address, into: Path, *, database_id: str, app_version: str, made_at: datetime
) -> Backup:
    """Back up a database, embedded or not, into a new directory `facturier-<moment>` below `into`.

    Dump and manifest are taken from one snapshot while everything goes on working. The directory gets
    its name only when it is complete and on the disk, and is gone where the backup fails (a full disk); it is
    readable by its owner alone, for it holds buyers' data. The secret key is not in it: keep that elsewhere.
    Raises NotRunning, NoPrograms, BackupRefused.
    """
    final = into / f"facturier-{made_at:%Y%m%dT%H%M%SZ}"
    partial = into / f"{final.name}.partial"
    into.mkdir(parents=True, exist_ok=True)
    if final.exists() or partial.exists():
        raise BackupRefused(say("%(path)s exists already. Choose another place or moment.", path=final))
    partial.mkdir(mode=0o700)
    try:
        manifest = _dump(address, partial / DUMP, database_id, app_version, made_at)
        write_durably(partial / MANIFEST, msgspec.json.format(msgspec.json.encode(manifest)))
    except BaseException:
        # Half a dump each night would fill the disk for good, and nobody needs it.
        shutil.rmtree(partial)
        raise
    partial.rename(final)
    sync_directory(into)
    return Backup(final, manifest)


def open_backup(directory: Path) -> Backup:
    """Read a backup and check that its dump is, byte for byte, what was written. Raises BackupRefused."""
    try:
        manifest = msgspec.json.decode((directory / MANIFEST).read_bytes(), type=Manifest)
        found = file_sha256(directory / DUMP)
    except (OSError, msgspec.DecodeError) as error:
        raise BackupRefused(
            say("%(path)s is not a complete backup. Use another one.", path=directory), words=str(error)
        ) from error
    if manifest.format != FORMAT:
        raise BackupRefused(
            say("The backup %(path)s was made by a newer Facturier. Install that one first.", path=directory)
        )
    if found != manifest.dump_sha256:
        raise BackupRefused(
            say(
                "The dump in %(path)s was damaged or changed after it was made, so it is not used. "
                "Use another backup.",
                path=directory,
            )
        )
    return Backup(directory, manifest)


def file_sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _dump(address: Address, dump: Path, database_id: str, app_version: str, made_at: datetime) -> Manifest:
    try:
        connection = psycopg.connect(address.conninfo)
    except psycopg.OperationalError as error:
        raise NotRunning(
            say("The database does not answer, so it cannot be backed up. Start it first."), words=str(error)
        ) from error
    with connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        row = connection.execute("SELECT pg_export_snapshot(), current_setting('server_version')").fetchone()
        snapshot, server_version = (str(row[0]), str(row[1])) if row else ("", "")
        program = client_for("pg_dump", connection.info.server_version // 10000, tls=wants_tls(address))
        _run_dump(program, address, snapshot, dump)
        tables = contents_of(connection)
    dump.chmod(0o600)
    sync_file(dump)
    return Manifest(
        format=FORMAT,
        database_id=database_id,
        app_version=app_version,
        made_at=made_at,
        server_version=server_version,
        dump_version=binaries.version_of(program),
        dump_bytes=dump.stat().st_size,
        dump_sha256=file_sha256(dump),
        tables=tables,
    )


def _run_dump(program: Path, address: Address, snapshot: str, dump: Path) -> None:
    arguments = (
        "--format=custom",
        f"--snapshot={snapshot}",
        "--no-owner",
        "--no-privileges",
        f"--file={dump}",
    )
    result = subprocess.run(  # noqa: S603 (a fixed program, an argument list, no shell)
        [program, *login(address, *arguments)],
        env=login_environment(address),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode != 0:
        raise BackupRefused(
            say("The database could not be dumped. Read the words of pg_dump and try again."),
            words=result.stderr.strip(),
        )
