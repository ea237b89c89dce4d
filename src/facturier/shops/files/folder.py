"""Looking into the watched folder: which files have come to rest, and what is in them. Nothing is changed."""

import os
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from msgspec import Struct

from facturier.model.message import Message, say
from facturier.ports.clock import Clock
from facturier.shops.files.fault import Fault
from facturier.shops.files.reading import LARGEST_FILE
from facturier.shops.files.settings import Settings

READ, BAD = "read", "bad"
READY = ".ready"
REPORT = ".report.txt"
_UNFINISHED = (
    *(".part", ".partial", ".tmp", ".temp", ".crdownload", ".filepart", ".swp", ".lock", ".upload"),
    *(READY, "~"),
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NOT_OURS = frozenset(("thumbs.db", "desktop.ini"))


class Stamp(Struct, frozen=True):
    """A file as a look sees it; equal stamps, unchanged file. changed: nanoseconds since 1970."""

    path: Path
    size: int
    changed: int
    node: int
    mode: int

    @property
    def written(self) -> datetime:
        """When it was last written, aware UTC, to the microsecond."""
        return _EPOCH + timedelta(microseconds=self.changed // 1000)

    @property
    def name(self) -> str:
        return shown(self.path.name)

    def same(self, other: "Stamp") -> bool:
        """Whether it is the same file, unchanged, wherever it lies."""
        return (self.size, self.changed, self.node) == (other.size, other.changed, other.node)

    @property
    def age(self) -> tuple[int, str]:
        """What files are sorted by, the oldest first."""
        return self.changed, self.path.name


class Arrived(Struct, frozen=True):
    """A file with its content. fault: why there is none to be had."""

    stamp: Stamp
    body: bytes = b""
    fault: Fault | None = None

    @property
    def mark(self) -> str:
        """Tells this very file, as it is now, from every other."""
        told = f"{self.stamp.path.name}\0{self.stamp.changed}\0".encode(errors="surrogateescape")
        return sha256(told + self.body).hexdigest()[:20]


def at_rest(settings: Settings, clock: Clock) -> list[Stamp]:
    """Files that do not change while the clock moves on by the seconds of rest, the oldest first.

    With markers, a file counts when its marker lies beside it. Raises OSError where the folder cannot be read.
    """
    before = {stamp.path: stamp for stamp in stamps_in(settings.inbox)}
    if settings.ready_marker:
        before = {path: stamp for path, stamp in before.items() if marker_of(path).is_file()}
    if not before:
        return []
    clock.sleep(settings.settle_seconds)
    after = [stamp for stamp in stamps_in(settings.inbox) if before.get(stamp.path) == stamp]
    return sorted(after, key=lambda stamp: stamp.age)


def put_aside(settings: Settings) -> list[Stamp]:
    """Files that were read before."""
    folder = settings.inbox / READ
    return sorted(stamps_in(folder), key=lambda stamp: stamp.age) if folder.is_dir() else []


def shown(path: str | Path) -> str:
    """A name for people, also where it is no text."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def marker_of(path: Path) -> Path:
    return path.with_name(path.name + READY)


def stamps_in(folder: Path) -> Iterator[Stamp]:
    """Every file that may hold orders: no folder, nothing unfinished or hidden, and none of our reports."""
    with os.scandir(folder) as entries:
        for entry in entries:
            name = entry.name.lower()
            if name.startswith((".", "~$")) or name.endswith((*_UNFINISHED, REPORT)) or name in _NOT_OURS:
                continue
            try:
                seen = entry.stat(follow_symlinks=False)
            except FileNotFoundError:  # taken away since it was listed
                continue
            if not stat.S_ISDIR(seen.st_mode):
                yield _stamp(Path(entry.path), seen)


def stamp_of(path: Path) -> Stamp:
    """What lies there now."""
    return _stamp(path, path.lstat())


def _stamp(path: Path, seen: os.stat_result) -> Stamp:
    return Stamp(path, seen.st_size, seen.st_mtime_ns, seen.st_ino, seen.st_mode)


def opened(stamp: Stamp) -> Arrived | None:
    """Its content; None where it changed or went away meanwhile: the next look will see."""
    if stat.S_ISLNK(stamp.mode):
        return _barred(stamp, say("It is a link to another file. Put the file itself into the folder."))
    if not stat.S_ISREG(stamp.mode):
        return _barred(stamp, say("It is no ordinary file."))
    if stamp.size > LARGEST_FILE:
        return Arrived(
            stamp,
            fault=Fault(0, "", say("It is larger than %(size)s MB. Split it.", size=LARGEST_FILE >> 20)),
        )
    try:
        handle = os.open(stamp.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except FileNotFoundError:
        return None
    except OSError as error:
        return _barred(stamp, say("It cannot be opened: %(words)s.", words=error.strerror))
    with os.fdopen(handle, "rb") as file:
        body = file.read(LARGEST_FILE + 1)
        now = os.fstat(file.fileno())
    unchanged = _stamp(stamp.path, now).same(stamp) and len(body) == stamp.size
    return Arrived(stamp, body) if unchanged else None


def _barred(stamp: Stamp, why: Message) -> Arrived:
    return Arrived(stamp, fault=Fault(0, "", why))
