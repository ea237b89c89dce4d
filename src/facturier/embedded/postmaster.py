"""What `postmaster.pid` says, and whether the process it names can be the server at all.

After a power cut the file names a process number that may since belong to anything; in a container it
usually does. `pg_ctl status` then says "running", and PostgreSQL refuses to start.
"""

from dataclasses import dataclass
from pathlib import Path

_PID, _PORT, _SOCKET_DIRECTORY = 0, 3, 4


@dataclass(frozen=True)
class PidFile:
    """The lines of `postmaster.pid` that we use."""

    pid: int
    port: int
    socket_directory: Path


def read_pid_file(data: Path) -> PidFile | None:
    """None when there is no such file, or PostgreSQL has not finished writing it."""
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return None
    # The line of the socket directory stands there empty until the socket exists.
    if len(lines) <= _SOCKET_DIRECTORY or not lines[_SOCKET_DIRECTORY]:
        return None
    try:
        return PidFile(int(lines[_PID]), int(lines[_PORT]), Path(lines[_SOCKET_DIRECTORY]))
    except ValueError:
        return None


def is_stranger(pid: int, data: Path) -> bool:
    """Whether process `pid` is proved not to be the server of `data`.

    False means "perhaps it is", also where the system shows no command lines. Command lines are readable
    whoever owns the process, and a server keeps the one it was started with; only its children change theirs.
    """
    try:
        raw = Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False
    arguments = [part.decode("utf-8", "replace") for part in raw.split(b"\0") if part]
    if not arguments:
        # A dead process that nobody has waited for, or a thread of the kernel.
        return True
    if Path(arguments[0]).name != "postgres":
        return True
    if "-D" not in arguments[:-1]:
        return False
    named = Path(arguments[arguments.index("-D") + 1])
    return named.is_absolute() and named.resolve() != data.resolve()
