"""Programs that the server's account can really run.

A virtualenv often lies under somebody's 0700 home. Opening that directory would be opening somebody
else's door, so the programs are copied once into the data home instead.
"""

import shutil
from pathlib import Path

from facturier.embedded.account import Account
from facturier.embedded.binaries import PACKAGE, Programs, wheel_version
from facturier.embedded.errors import NoAccount
from facturier.embedded.process import run_as
from facturier.model.message import say


def reachable(programs: Programs, account: Account, copies: Path) -> Programs:
    """`programs` where the account can run them, else a copy below `copies`, made once per wheel and version.

    Raises NoAccount when the account cannot reach the copy either, because a directory above the data
    home is closed to it.
    """
    if _runs(programs, account):
        return programs
    copied = _copy(programs, copies)
    if _runs(copied, account):
        return copied
    raise unreachable(account, copies)


def unreachable(account: Account, directory: Path) -> NoAccount:
    """The error for a directory that the account cannot pass into. We do not open it ourselves."""
    return NoAccount(
        say(
            "The database runs as the user %(user)s, who cannot reach %(directory)s. Put the data elsewhere "
            "with FACTURIER_HOME (for example /var/lib/facturier), or let that user pass through the "
            "directories above it (chmod o+x).",
            user=account.name,
            directory=directory,
        )
    )


def can_enter(account: Account, directory: Path) -> bool:
    """Whether the account can pass into the directory, asked as that account."""
    return run_as(account, ["/bin/sh", "-c", 'cd -- "$0"', directory]).returncode == 0


def _runs(programs: Programs, account: Account) -> bool:
    # initdb needs libpq from beside the package, so its answer proves more than the server's would.
    needed = programs.prefix / "share" / "postgresql" / "postgres.bki"
    try:
        runs = run_as(account, [programs.path("initdb"), "--version"]).returncode == 0
    except (PermissionError, FileNotFoundError):
        return False
    return runs and run_as(account, ["/bin/sh", "-c", 'test -r "$0"', needed]).returncode == 0


def _copy(programs: Programs, copies: Path) -> Programs:
    target = copies / f"{wheel_version()}-{programs.version}"
    copied = Programs(target / PACKAGE / programs.prefix.name, programs.version)
    if target.exists():
        return copied
    partial = copies / f"{target.name}.partial"
    if partial.exists():
        shutil.rmtree(partial)
    package = programs.prefix.parent
    # The programs find their libraries by a path relative to themselves, so the layout is kept.
    for part in ("bin", "lib", "share"):
        shutil.copytree(
            programs.prefix / part,
            partial / PACKAGE / programs.prefix.name / part,
            ignore=shutil.ignore_patterns("*.a", "pgxs"),
        )
    libraries = f"{PACKAGE}.libs"
    if (package.parent / libraries).is_dir():
        shutil.copytree(package.parent / libraries, partial / libraries)
    _let_others_read(partial)
    partial.rename(target)
    return copied


def _let_others_read(copy: Path) -> None:
    """Our own copy only: a wheel installed under a strict umask is closed to everybody else."""
    copy.chmod(0o755)
    for path in copy.rglob("*"):
        if path.is_symlink():
            continue
        executable = path.is_dir() or path.stat().st_mode & 0o100
        path.chmod(0o755 if executable else 0o644)
