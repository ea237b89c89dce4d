"""The directory of the server's socket: short, and closed to everybody but its owner."""

import hashlib
import os
import stat
from collections.abc import Mapping
from pathlib import Path

from facturier.embedded.account import Account
from facturier.embedded.errors import PathTooLong, UnsafeDirectory
from facturier.model.message import say

PORT = 5432
"""Only a part of the socket's name where the server does not listen on TCP."""

EVERYWHERE = Path("/tmp")  # noqa: S108 (the directory made in it is checked to be ours alone)

LONGEST = 107
"""Bytes in a Unix socket's path (sun_path of 108 with its closing zero; unix(7))."""


def socket_file(directory: Path, port: int) -> Path:
    return directory / f".s.PGSQL.{port}"


def choose_directory(
    data: Path, account: Account, port: int = PORT, environ: Mapping[str, str] = os.environ
) -> Path:
    """Where the socket of the cluster in `data` goes; the same answer for the same surroundings.

    XDG_RUNTIME_DIR is used only by a user for itself: an account that root drops to cannot enter it.
    Raises PathTooLong when no candidate is short enough.
    """
    name = f"facturier-{hashlib.sha256(os.fsencode(data.absolute())).hexdigest()[:12]}"
    runtime = environ.get("XDG_RUNTIME_DIR")
    bases = [Path(runtime)] if runtime and not account.dropped and Path(runtime).is_dir() else []
    bases.append(EVERYWHERE)
    for base in bases:
        if fits(base / name, port):
            return base / name
    raise PathTooLong(
        say(
            "The path of the database's socket would be longer than %(longest)s bytes: %(path)s. "
            "Set XDG_RUNTIME_DIR to a shorter directory.",
            longest=LONGEST,
            path=socket_file(bases[-1] / name, port),
        )
    )


def fits(directory: Path, port: int) -> bool:
    # PostgreSQL also makes a lock file beside it, but only the socket itself is limited.
    return len(os.fsencode(socket_file(directory, port))) <= LONGEST


def prepare_directory(directory: Path, account: Account) -> None:
    """Make the directory, 0700, owned by the account.

    Its name in /tmp can be guessed, so one that is there already is used only if it is a real
    directory, of the right owner, and closed to others. Raises UnsafeDirectory.
    """
    try:
        directory.mkdir(mode=0o700)
    except FileExistsError:
        _require_private(directory, account)
        return
    if account.dropped:
        os.chown(directory, account.uid, account.gid, follow_symlinks=False)


def _require_private(directory: Path, account: Account) -> None:
    found = directory.lstat()
    private = stat.S_ISDIR(found.st_mode) and stat.S_IMODE(found.st_mode) == 0o700
    if not private or found.st_uid != account.uid:
        raise UnsafeDirectory(
            say(
                "%(directory)s should be a directory of the user %(user)s that nobody else can enter, "
                "and it is not. Somebody else may have made it. Look at it, remove it, and start again.",
                directory=directory,
                user=account.name,
            )
        )
