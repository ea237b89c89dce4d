"""What `facturier doctor` checks about the database: the embedded one, or one behind `DATABASE_URL`."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import psycopg

from facturier.embedded.disk import Statvfs, disk_room
from facturier.model.message import Message, say

Level = Literal["good", "warning", "refused"]
"""`refused`: Facturier must not send while this stands."""

OLDEST_MAJOR = 15
"""ENGINE.md: any PostgreSQL from 15 on."""

NEEDED_CONNECTIONS = 20
CLOCK_WARNING = 2.0
CLOCK_REFUSED = 300.0
"""Seconds: a few are untidy; minutes put documents on the wrong day."""

# Any other value means that a document could be sent and its record lost in a power cut. The remote values
# of synchronous_commit all include the local disk.
MUST_BE = {
    "fsync": ("on",),
    "full_page_writes": ("on",),
    "synchronous_commit": ("on", "local", "remote_write", "remote_apply"),
}

Connection = psycopg.Connection[Any]


@dataclass(frozen=True)
class Check:
    """One finding. `name` is stable, for scripts; `message` says what was found and what to do."""

    name: str
    level: Level
    message: Message


def utc_now() -> datetime:
    return datetime.now(UTC)


def check_database(connection: Connection, now: Callable[[], datetime] = utc_now) -> list[Check]:
    """All checks that any PostgreSQL can answer to the application's own role."""
    return [
        *(_durable(connection, name) for name in MUST_BE),
        _checksums(connection),
        _version(connection),
        _connections(connection),
        _clock(connection, now),
    ]


def check_disk(path: Path, statvfs: Statvfs = os.statvfs) -> Check:
    """Room for the data home; of an external server's disk nothing can be known from here."""
    room = disk_room(path, statvfs)
    return Check("disk", "refused" if room.low else "warning" if room.scarce else "good", room.message)


def _durable(connection: Connection, name: str) -> Check:
    found = _show(connection, name)
    if found in MUST_BE[name]:
        return Check(name, "good", say("%(name)s is %(found)s.", name=name, found=found))
    return Check(
        name,
        "refused",
        say(
            "%(name)s is %(found)s, so a power cut could lose the record of a document already sent. "
            "Set it to on in the server's settings and restart the server; until then nothing is sent.",
            name=name,
            found=found,
        ),
    )


def _checksums(connection: Connection) -> Check:
    if _show(connection, "data_checksums") == "on":
        return Check(
            "data_checksums", "good", say("Damage to the data on disk is noticed (checksums are on).")
        )
    return Check(
        "data_checksums",
        "warning",
        say(
            "Damage to the data on disk would go unnoticed. Stop the server and turn checksums on: "
            "pg_checksums --enable."
        ),
    )


def _version(connection: Connection) -> Check:
    found = connection.info.server_version
    shown = f"{found // 10000}.{found % 10000}"
    if found // 10000 < OLDEST_MAJOR:
        return Check(
            "version",
            "refused",
            say(
                "This is PostgreSQL %(found)s, and Facturier needs %(oldest)s or later. Upgrade the server.",
                found=shown,
                oldest=OLDEST_MAJOR,
            ),
        )
    return Check("version", "good", say("This is PostgreSQL %(found)s.", found=shown))


def _connections(connection: Connection) -> Check:
    found = int(_show(connection, "max_connections"))
    if found < NEEDED_CONNECTIONS:
        return Check(
            "max_connections",
            "warning",
            say(
                "The server allows %(found)s connections; Facturier wants %(needed)s. Raise max_connections.",
                found=found,
                needed=NEEDED_CONNECTIONS,
            ),
        )
    return Check("max_connections", "good", say("The server allows %(found)s connections.", found=found))


def _clock(connection: Connection, now: Callable[[], datetime]) -> Check:
    before = now()
    row = connection.execute("SELECT clock_timestamp()").fetchone()
    after = now()
    # The answer lies between the two looks; only what falls outside is a difference.
    there: datetime = row[0] if row else before
    apart = max((before - there).total_seconds(), (there - after).total_seconds(), 0.0)
    if apart > CLOCK_WARNING:
        return Check(
            "clock",
            "refused" if apart > CLOCK_REFUSED else "warning",
            say(
                "The clocks of this machine and of the database differ by %(seconds)s s. Turn on time "
                "synchronisation (NTP) on both; dates of documents and limits depend on it.",
                seconds=f"{apart:.1f}",
            ),
        )
    return Check("clock", "good", say("The clocks of this machine and of the database agree."))


def _show(connection: Connection, name: str) -> str:
    row = connection.execute("SELECT current_setting(%s)", (name,)).fetchone()
    return str(row[0]) if row else ""
