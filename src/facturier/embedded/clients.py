"""pg_dump, pg_restore and psql: the right ones for a server, showing its password to nobody.

The wheel's programs come first. They are built without TLS, so a server that asks for it, or one newer
than they are, needs PostgreSQL's own client programs, found on PATH.
"""

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from facturier.embedded import binaries
from facturier.embedded.address import Address
from facturier.embedded.errors import NoPrograms
from facturier.embedded.process import clean_environment
from facturier.model.message import say

TLS_MODES = ("require", "verify-ca", "verify-full")


def client_for(program: str, major: int, *, tls: bool = False) -> Path:
    """The program, of this major version or later. Raises NoPrograms."""
    if not tls and binaries.newest().major >= major:
        return binaries.newest().path(program)
    found = shutil.which(program)
    if found and _major(Path(found)) >= major:
        return Path(found)
    raise NoPrograms(
        say(
            "This needs the program %(program)s of PostgreSQL %(major)s or later, with encryption if the "
            "server asks for it. Install PostgreSQL's client programs and put them on PATH.",
            major=major,
            program=program,
        )
    )


def wants_tls(address: Address) -> bool:
    return address.parameters.get("sslmode") in TLS_MODES


def login(address: Address, *arguments: str | Path) -> Sequence[str | Path]:
    """Arguments, which every user of the machine can read, so the password is not among them."""
    return [f"--dbname={address.public_conninfo}", "--no-password", *arguments]


def login_environment(address: Address) -> dict[str, str]:
    """The environment to run a client with, which only its owner can read: there goes the password."""
    # HOME is where libpq looks for certificates.
    home = {"HOME": os.environ["HOME"]} if "HOME" in os.environ else {}
    password = address.parameters.get("password")
    return clean_environment() | home | ({"PGPASSWORD": password} if password else {})


def _major(program: Path) -> int:
    return int(binaries.version_of(program).split(".")[0])
