"""The disk of the machine: it may be full, and what was sent last is noted on it, outside the database."""

import errno
from dataclasses import dataclass
from pathlib import Path, PosixPath
from typing import Any

from facturier.model.message import Message
from facturier.ports.errors import Misconfigured


@dataclass
class Disk:
    """why: what stops everything that is sent from this machine, None where it has room. noted: the last attempt that
    was witnessed."""

    why: Message | None = None
    noted: int = 0

    def note(self, attempt: int) -> None:
        if self.why is not None:
            raise Misconfigured(self.why)
        self.noted = max(self.noted, attempt)


class Shelf(PosixPath):
    """A directory on that disk."""

    disk: Disk

    @classmethod
    def on(cls, disk: Disk, path: Path) -> "Shelf":
        made = cls(path)
        made.disk = disk
        return made

    def __truediv__(self, key: Any) -> "Shelf":
        return Shelf.on(self.disk, super().__truediv__(key))

    def write_bytes(self, data: Any) -> int:
        if self.disk.why is not None:
            raise OSError(errno.ENOSPC, "No space left on device")
        return super().write_bytes(data)
