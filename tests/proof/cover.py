"""Which lines of the rooms `flows` and `systems` the stories visit: what no story comes by, no seed can break.

The simulators are left out: they are the stage, written to be played against, and a line of theirs that no story
needs promises nothing to anybody. So are methods of the ports that no flow calls, and those that only refuse what
their system cannot do; the conformance suite looks at both.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import coverage
from msgspec import Struct

HOME = Path(__file__).parents[2] / "src" / "facturier"
ROOMS = (HOME / "flows", HOME / "systems")
LEFT_OUT = ("*/sandbox/*", "*/sandbox.py", "*/stock.py")
UNASKED = r"def (restore|delete|stock|levels)\("
"""What no flow asks of a system."""
REFUSES = r"def \w+\([^)]*\)[^:]*:\n(\s+\"\"\"[^\"]*\"\"\"\n)?\s+raise Refused\("
"""A method that is nothing but a refusal."""
WANTED = 95.0
"""Percent of the lines of both rooms together."""


class Visited(Struct, frozen=True):
    """One module. path: below the package. missing: ranges of lines, such as `12-14, 20`."""

    path: str
    lines: int
    visited: int
    missing: str


@contextmanager
def watched(place: Path) -> Iterator[None]:
    """What is visited is kept in `place`, in a file of this process's own. Nothing of the rooms may be loaded yet."""
    watching = _coverage(place, data_suffix=True)
    watching.start()
    try:
        yield
    finally:
        watching.stop()
        watching.save()


def visited(place: Path) -> list[Visited]:
    """Of every module of the rooms, from what all processes kept in `place`."""
    together = _coverage(place)
    together.combine([str(place)])
    return [
        _of(together, path) for room in ROOMS for path in sorted(room.rglob("*.py")) if not _is_left_out(path)
    ]


def _coverage(place: Path, data_suffix: bool | None = None) -> coverage.Coverage:
    made = coverage.Coverage(
        data_file=str(place / "visited"),
        data_suffix=data_suffix,
        source=[str(room) for room in ROOMS],
        omit=LEFT_OUT,
        config_file=False,
    )
    for lines in ("if TYPE_CHECKING:", UNASKED, REFUSES):
        made.exclude(lines)
    return made


def _is_left_out(path: Path) -> bool:
    return "sandbox" in path.relative_to(HOME).parts or path.name in ("sandbox.py", "stock.py")


def _of(together: coverage.Coverage, path: Path) -> Visited:
    _, lines, _, missing, told = together.analysis2(str(path))
    return Visited(str(path.relative_to(HOME)), len(lines), len(lines) - len(missing), told)
