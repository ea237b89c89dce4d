"""Replaying a dump: pg_restore writes it as SQL, psql runs it in one transaction.

Through SQL neither program need be of the server's own version, which a move to an older external server
needs. The danger of the pipe is its end: whoever dies at its other side, psql takes an early end for the end. So
it is told when to commit, by a last statement that only a dump which was read to its end is followed by.
"""

import shutil
import subprocess
import tempfile
from contextlib import suppress
from typing import IO, cast

from facturier.embedded.address import Address
from facturier.embedded.backup import Backup
from facturier.embedded.clients import client_for, login, login_environment, wants_tls
from facturier.embedded.errors import RestoreRefused
from facturier.embedded.process import clean_environment
from facturier.model.message import say

# pg_restore 17 and later writes this line for every server; servers before 17 do not know the setting.
UNKNOWN_BEFORE_17 = b"SET transaction_timeout = 0;\n"
HEADER_LINES = 60
BEGIN, COMMIT = b"BEGIN;\n", b"COMMIT;\n"


def replay(backup: Backup, address: Address, server_major: int) -> None:
    """All of the dump or nothing. Raises NoPrograms, RestoreRefused with the programs' words."""
    reader = client_for("pg_restore", int(backup.manifest.dump_version.split(".")[0]))
    writer = client_for("psql", server_major, tls=wants_tls(address))
    options = ("--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1")
    with tempfile.TemporaryFile() as complaints:
        reading = subprocess.Popen(  # noqa: S603 (a fixed program, an argument list, no shell)
            [reader, "--file=-", "--no-owner", "--no-privileges", backup.dump],
            stdout=subprocess.PIPE,
            stderr=complaints,
            env=clean_environment(),
        )
        writing = subprocess.Popen(  # noqa: S603 (a fixed program, an argument list, no shell)
            [writer, *login(address, *options)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=complaints,
            env=login_environment(address),
        )
        if not _run(reading, writing, server_major):
            complaints.seek(0)
            raise RestoreRefused(
                say(
                    "The backup could not be restored; the database was left empty. "
                    "Read the words and try again."
                ),
                words=complaints.read().decode("utf-8", "replace").strip(),
            )


def _run(reading: "subprocess.Popen[bytes]", writing: "subprocess.Popen[bytes]", server_major: int) -> bool:
    """Whether both ended well. psql is told to commit only after pg_restore has ended well."""
    source, target = cast(IO[bytes], reading.stdout), cast(IO[bytes], writing.stdin)
    complete = False
    try:
        # psql that stops early has said why on its own; pg_restore then ends by itself.
        with suppress(BrokenPipeError):
            target.write(BEGIN)
            _copy(source, target, server_major)
            complete = reading.wait() == 0
            if complete:
                target.write(COMMIT)
                target.flush()
    finally:
        source.close()
        reading.wait()
        if not complete:
            writing.kill()
            writing.wait()
        with suppress(BrokenPipeError):
            target.close()
    return writing.wait() == 0 and complete


def _copy(source: IO[bytes], target: IO[bytes], server_major: int) -> None:
    for _ in range(HEADER_LINES):
        line = source.readline()
        if server_major >= 17 or line != UNKNOWN_BEFORE_17:
            target.write(line)
    shutil.copyfileobj(source, target)
    target.flush()
