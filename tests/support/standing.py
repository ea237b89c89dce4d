"""Which processes of an installation there are, by what they were started with, whoever is their parent by now."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Standing:
    """words: its command line."""

    pid: int
    words: Sequence[str]

    @property
    def page(self) -> bool:
        """Whether it is the server of the pages, or one of those that it starts to answer (they keep its words)."""
        return "page" in self.words


def of_home(root: Path) -> list[Standing]:
    """All that were told of this home; the database's own processes never are."""
    mark = f"FACTURIER_HOME={root}"
    return [
        Standing(int(entry.name), _parts(entry / "cmdline"))
        for entry in Path("/proc").iterdir()
        if entry.name.isdecimal() and mark in _parts(entry / "environ")
    ]


def _parts(path: Path) -> list[str]:
    """Nothing where the process has just ended."""
    try:
        return path.read_bytes().decode("utf-8", "replace").split("\0")
    except OSError:
        return []
