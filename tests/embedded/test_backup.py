"""Backup and restore, each proved by the other, and every way in which a backup can be wrong."""

import errno
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import psycopg
import pytest
from tests.support.patience import until

from facturier.embedded import backup as backup_module
from facturier.embedded import restore as restore_module
from facturier.embedded.address import Address
from facturier.embedded.backup import (
    MANIFEST,
    Backup,
    Manifest,
    file_sha256,
    make_backup,
    open_backup,
)
from facturier.embedded.contents import Table, contents_of
from facturier.embedded.errors import BackupRefused, NotRunning, RestoreRefused
from facturier.embedded.restore import rehearse, restore

MOMENT = datetime(2026, 3, 1, 2, 30, tzinfo=UTC)

Fresh = Callable[[], Address]

FILL = """
CREATE TABLE document (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, number text UNIQUE NOT NULL,
                       total numeric(14, 2), pdf bytea, at timestamptz, share float8, t text);
INSERT INTO document (number, total, pdf, at, share, t)
SELECT 'F' || n, n / 100.0, decode('00ff0d0a', 'hex'), timestamptz '2026-03-01 00:00+02' + n * interval '1 h',
       n / 3.0::float8, E'ș\\t\\\\.\\n' || n FROM generate_series(1, 2000) n;
CREATE SCHEMA "odd ""name";
CREATE TABLE "odd ""name"."a.b" (facturier_row text);
INSERT INTO "odd ""name"."a.b" VALUES (NULL), ('');
CREATE TABLE empty (n int);
"""


def fill(address: Address) -> None:
    with psycopg.connect(address.conninfo) as connection:
        connection.execute(FILL.encode())


def back_up(address: Address, into: Path) -> Backup:
    return make_backup(address, into, database_id="db-1", app_version="0.1.0", made_at=MOMENT)


def tables(address: Address) -> dict[str, Table]:
    with psycopg.connect(address.conninfo) as connection:
        return contents_of(connection)


def rewrite(backup: Backup, **changes: object) -> Backup:
    """The same backup with another manifest."""
    manifest = msgspec.structs.replace(backup.manifest, **changes)
    (backup.directory / MANIFEST).write_bytes(msgspec.json.encode(manifest))
    return open_backup(backup.directory)


@pytest.fixture
def filled(fresh_database: Fresh) -> Address:
    address = fresh_database()
    fill(address)
    return address


@pytest.fixture
def backup(filled: Address, tmp_path: Path) -> Backup:
    return back_up(filled, tmp_path / "backups")


def test_a_round_trip_loses_nothing(filled: Address, backup: Backup, fresh_database: Fresh) -> None:
    target = fresh_database()
    restore(open_backup(backup.directory), target)
    assert tables(target) == tables(filled)
    with psycopg.connect(target.conninfo) as connection:
        connection.execute("INSERT INTO document (number) VALUES ('next')")
        assert connection.execute("SELECT max(id) FROM document").fetchone() == (2001,)
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("INSERT INTO document (number) VALUES ('F7')")


def test_the_manifest_says_what_is_in_it(backup: Backup) -> None:
    manifest = msgspec.json.decode((backup.directory / MANIFEST).read_bytes(), type=Manifest)
    assert manifest == backup.manifest
    assert (manifest.database_id, manifest.app_version, manifest.made_at) == ("db-1", "0.1.0", MOMENT)
    assert {name: table.rows for name, table in manifest.tables.items()} == {
        "public.document": 2000,
        "public.empty": 0,
        'odd "name.a.b': 2,
    }
    assert manifest.dump_sha256 == file_sha256(backup.dump)
    assert manifest.dump_bytes == backup.dump.stat().st_size


def test_it_is_closed_to_others(backup: Backup) -> None:
    assert backup.directory.name == "facturier-20260301T023000Z"
    assert backup.directory.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in backup.directory.iterdir()} == {0o600}


def test_an_earlier_backup_is_never_written_over(filled: Address, backup: Backup) -> None:
    with pytest.raises(BackupRefused, match="exists already"):
        back_up(filled, backup.directory.parent)
    assert open_backup(backup.directory) == backup


def test_manifest_and_dump_are_one_moment_while_others_write(
    filled: Address, tmp_path: Path, fresh_database: Fresh
) -> None:
    stop = threading.Event()

    def write() -> None:
        with psycopg.connect(filled.conninfo, autocommit=True) as connection:
            while not stop.is_set():
                connection.execute("INSERT INTO empty VALUES (1)")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        backup = back_up(filled, tmp_path)
    finally:
        stop.set()
        writer.join()
    restore(backup, fresh_database())
    assert backup.manifest.tables["public.empty"].rows < tables(filled)["public.empty"].rows


def test_a_changed_byte_is_refused(backup: Backup) -> None:
    content = bytearray(backup.dump.read_bytes())
    content[len(content) // 2] ^= 1
    backup.dump.write_bytes(content)
    with pytest.raises(BackupRefused, match="damaged or changed"):
        open_backup(backup.directory)


@pytest.mark.parametrize("missing", ["manifest.json", "database.dump"])
def test_half_a_backup_is_refused(backup: Backup, missing: str) -> None:
    (backup.directory / missing).unlink()
    with pytest.raises(BackupRefused, match="not a complete backup"):
        open_backup(backup.directory)


def test_a_later_format_is_refused(backup: Backup) -> None:
    with pytest.raises(BackupRefused, match="newer Facturier"):
        rewrite(backup, format=2)


@pytest.mark.parametrize("part", [0.98, 0.5, 0.02])
def test_a_dump_that_breaks_off_leaves_the_database_empty(
    backup: Backup, fresh_database: Fresh, part: float
) -> None:
    """Although its checksum fits: psql must not take the early end for the end and commit."""
    content = backup.dump.read_bytes()
    backup.dump.write_bytes(content[: int(len(content) * part)])
    target = fresh_database()
    with pytest.raises(RestoreRefused, match="left empty"):
        restore(rewrite(backup, dump_sha256=file_sha256(backup.dump)), target)
    assert tables(target) == {}


KILLED = """
import os, signal, sys
from pathlib import Path
from facturier.embedded import replay
from facturier.embedded.address import Address
from facturier.embedded.backup import open_backup

def die_on_the_way(source, target, server_major):
    lines = source.read().splitlines(keepends=True)
    target.writelines(lines[: int(len(lines) * float(sys.argv[3]))])
    target.flush()
    os.kill(os.getpid(), signal.SIGKILL)

replay._copy = die_on_the_way
replay.replay(open_backup(Path(sys.argv[1])), Address.from_url(sys.argv[2]), 18)
"""


@pytest.mark.parametrize("part", [0.97, 0.5, 0.02])
def test_a_restore_that_is_killed_leaves_the_database_empty(
    backup: Backup, fresh_database: Fresh, part: float
) -> None:
    """Whoever feeds psql is dead then, and nobody is left to kill it: it must not commit by itself."""
    target = fresh_database()
    command = [sys.executable, "-c", KILLED, str(backup.directory), target.conninfo, str(part)]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
    others = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    with psycopg.connect(target.conninfo, autocommit=True) as connection:
        until(lambda: connection.execute(others).fetchone() == (0,))
    assert tables(target) == {}


def test_an_error_of_the_target_leaves_it_empty_and_is_told(backup: Backup, fresh_database: Fresh) -> None:
    target = fresh_database()
    with psycopg.connect(target.conninfo) as connection:
        connection.execute('CREATE SCHEMA "odd ""name"')
    with pytest.raises(RestoreRefused) as caught:
        restore(backup, target)
    assert "already exists" in caught.value.words
    assert tables(target) == {}


def test_a_database_that_holds_something_is_not_restored_into(backup: Backup, filled: Address) -> None:
    before = tables(filled)
    with pytest.raises(RestoreRefused, match="not empty"):
        restore(backup, filled)
    assert tables(filled) == before


@pytest.mark.parametrize("lie", [Table(1999, "0"), Table(2000, "12345")])
def test_what_came_out_is_compared_with_what_went_in(
    backup: Backup, fresh_database: Fresh, lie: Table
) -> None:
    changed = rewrite(backup, tables=backup.manifest.tables | {"public.document": lie})
    with pytest.raises(RestoreRefused, match=r"different: public\.document"):
        restore(changed, fresh_database())


def test_a_table_too_many_or_too_few_is_noticed(backup: Backup, fresh_database: Fresh) -> None:
    fewer = {name: table for name, table in backup.manifest.tables.items() if name != "public.empty"}
    with pytest.raises(RestoreRefused, match=r"public\.empty"):
        restore(rewrite(backup, tables=fewer), fresh_database())


CHANGES = (
    "UPDATE document SET total = total + 0.01 WHERE id = 7",
    "UPDATE document SET at = at + interval '1 us' WHERE id = 7",
    "UPDATE document SET t = NULL WHERE id = 7",
    "UPDATE document SET pdf = pdf || '\\x00' WHERE id = 7",
    "UPDATE document SET share = share + 1e-9 WHERE id = 7",
)


def test_the_digest_sees_every_change(filled: Address) -> None:
    seen = [tables(filled)]
    for change in CHANGES:
        with psycopg.connect(filled.conninfo) as connection:
            connection.execute(change.encode())
        seen.append(tables(filled))
    assert len({state["public.document"].digest for state in seen}) == len(CHANGES) + 1
    assert {state["public.document"].rows for state in seen} == {2000}


def test_the_digest_depends_neither_on_order_nor_on_the_session(filled: Address) -> None:
    before = tables(filled)
    with psycopg.connect(filled.conninfo) as connection:
        connection.execute("UPDATE document SET t = t WHERE id % 2 = 0")
        connection.execute(
            "SET TimeZone = 'Europe/Bucharest'; SET DateStyle = 'SQL, DMY'; SET extra_float_digits = 0"
        )
        assert contents_of(connection) == before


def test_a_backup_can_be_rehearsed(backup: Backup) -> None:
    rehearse(backup)


def test_a_backup_that_fails_takes_no_room_afterwards(
    filled: Address, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk, night for night: what half a dump holds is gone before the next one is tried."""

    def full(connection: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(backup_module, "contents_of", full)
    with pytest.raises(OSError, match="No space left"):
        back_up(filled, tmp_path / "backups")
    assert list((tmp_path / "backups").iterdir()) == []


def test_no_server_is_an_error_and_leaves_nothing_behind(tmp_path: Path) -> None:
    nowhere = Address({"host": str(tmp_path), "dbname": "x", "user": "x"})
    with pytest.raises(NotRunning):
        back_up(nowhere, tmp_path / "backups")
    assert list((tmp_path / "backups").iterdir()) == []


def test_restoring_to_no_server_is_an_error(backup: Backup, tmp_path: Path) -> None:
    with pytest.raises(NotRunning, match="Start it first"):
        restore_module.restore(backup, Address({"host": str(tmp_path), "dbname": "x", "user": "x"}))
