"""A small disk of its own: a file with a file system in it, where mounting is permitted; and filling it."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SIZE = 3 * 1024**3
"""Bytes; sparse. Room above the alarm for a database, its log and the files of 5,000 orders."""
LOW = 500 * 1024**2
"""Bytes left when the disk is nearly full: far below the alarm, far above nothing."""
BLOCK = 4096


@dataclass(frozen=True)
class Disk:
    """own: whether it is ours alone, and may be filled. why: the reason where it is not."""

    place: Path
    own: bool = True
    why: str = ""

    def fill(self, leave: int) -> None:
        """Take the room that is free, down to `leave` bytes; with 0 down to the last block."""
        with self._filler.open("ab") as file:
            step = 1 << 32
            while step >= BLOCK:
                room = shutil.disk_usage(self.place).free - leave
                # Others write meanwhile: what is free may be gone already.
                if room < step or not _taken(file.fileno(), step):
                    step >>= 1
            while leave == 0 and _written(file.fileno()):
                continue

    def free(self) -> None:
        self._filler.unlink()

    @property
    def _filler(self) -> Path:
        return self.place / "filler"


def _taken(descriptor: int, size: int) -> bool:
    """Whether the file could be made longer by so much."""
    try:
        os.posix_fallocate(descriptor, os.fstat(descriptor).st_size, size)
    except OSError:
        return False
    return True


def _written(descriptor: int) -> bool:
    try:
        os.write(descriptor, b"\0" * BLOCK)
    except OSError:
        return False
    return True


@contextmanager
def small_disk(above: Path) -> Iterator[Disk]:
    """Beneath `above`. Where nothing can be mounted, an ordinary directory, which is never filled."""
    image, place = above / "disk.img", above / "disk"
    place.mkdir()
    with image.open("wb") as file:
        file.truncate(SIZE)
    made = _run("mkfs.ext4", "-q", "-m", "0", str(image)) or _run(
        "mount", "-o", "loop", str(image), str(place)
    )
    # The database's own account passes through it.
    place.chmod(0o711)
    if made:
        yield Disk(place, own=False, why=made)
        return
    try:
        yield Disk(place)
    finally:
        failed = _run("umount", str(place))
        if failed:
            _run("umount", "--lazy", str(place))
            raise RuntimeError(failed)


def _run(*command: str) -> str:
    """Why it failed; empty where it did not."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError as error:
        return str(error)
    return done.stderr.strip() or f"{command[0]} failed" if done.returncode else ""
