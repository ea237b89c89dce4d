"""The disk-low alarm: sending stops while PostgreSQL can still write what was sent."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from facturier.model.message import Message, say

MEBIBYTE = 1024 * 1024

LOW = 1024 * MEBIBYTE
"""Free bytes below which nothing is sent: four times the largest write-ahead log (settings.py)."""

SCARCE = 2 * LOW
"""Free bytes below which the alarm is only shown."""

FEW_FILES = 1000
"""Free file entries below which nothing is sent."""

Statvfs = Callable[[Path], os.statvfs_result]


@dataclass(frozen=True)
class DiskRoom:
    """Room on the disk of `path`, for a user without rights; `files_free` None: files are not counted."""

    path: Path
    bytes_free: int
    files_free: int | None

    @property
    def low(self) -> bool:
        return self.bytes_free < LOW or (self.files_free is not None and self.files_free < FEW_FILES)

    @property
    def scarce(self) -> bool:
        return self.low or self.bytes_free < SCARCE

    @property
    def message(self) -> Message:
        if self.low:
            return say(
                "The disk of %(path)s is nearly full (%(free)s MB free), so nothing is sent. Free some room; "
                "sending goes on by itself above %(low)s MB.",
                path=self.path,
                free=self.bytes_free // MEBIBYTE,
                low=LOW // MEBIBYTE,
            )
        return say(
            "%(free)s MB are free on the disk of %(path)s; sending stops below %(low)s MB.",
            path=self.path,
            free=self.bytes_free // MEBIBYTE,
            low=LOW // MEBIBYTE,
        )


def disk_room(path: Path, statvfs: Statvfs = os.statvfs) -> DiskRoom:
    """Measure. Cheap enough to be asked before every send."""
    found = statvfs(path)
    # Some file systems (btrfs) do not count files and say 0 of 0.
    files = found.f_favail if found.f_files else None
    return DiskRoom(path, found.f_bavail * found.f_frsize, files)
