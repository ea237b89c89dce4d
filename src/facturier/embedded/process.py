"""Running PostgreSQL's programs: as the right account, with a clean environment, in English."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

from facturier.embedded.account import Account
from facturier.embedded.errors import ProgramFailed
from facturier.model.message import say


def clean_environment() -> dict[str, str]:
    """No PG* variable may change which server a program talks to, and no locale its words."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}


def run_as(
    account: Account,
    argv: Sequence[str | Path],
    *,
    stdin: str = "",
    environ: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run to the end and return the result, whatever its return code.

    Raises PermissionError or FileNotFoundError when the account cannot execute the program.
    """
    return subprocess.run(  # noqa: S603 (a fixed program, an argument list, no shell)
        [str(part) for part in argv],
        input=stdin,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
        cwd="/",
        env={**clean_environment(), **(environ or {})},
        user=account.drop_to_uid,
        group=account.drop_to_gid,
        extra_groups=account.drop_groups,
    )


def succeed_as(
    account: Account,
    argv: Sequence[str | Path],
    *,
    stdin: str = "",
    environ: Mapping[str, str] | None = None,
) -> str:
    """Run to the end and return its output. Raises ProgramFailed with the program's own words."""
    result = run_as(account, argv, stdin=stdin, environ=environ)
    if result.returncode != 0:
        program = Path(argv[0]).name
        raise ProgramFailed(
            say("%(program)s failed. Read its words, cure the cause and try again.", program=program),
            words=(result.stderr or result.stdout).strip(),
        )
    return result.stdout


def launch_as(
    account: Account, argv: Sequence[str | Path], *, output: IO[bytes], environ: Mapping[str, str]
) -> subprocess.Popen[bytes]:
    """Start a server in a session of its own, so that Ctrl-C in a terminal reaches only its owner."""
    return subprocess.Popen(  # noqa: S603 (a fixed program, an argument list, no shell)
        [str(part) for part in argv],
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        cwd="/",
        env={**clean_environment(), **environ},
        start_new_session=True,
        user=account.drop_to_uid,
        group=account.drop_to_gid,
        extra_groups=account.drop_groups,
    )
