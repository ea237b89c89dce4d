"""Files that are either the old or the new one after a crash, never half of each."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def write_durably(path: Path, content: bytes, mode: int = 0o600, directory: int | None = None) -> None:
    """Replace `path` by `content`: written beside it, fsynced, renamed, and the directory fsynced.

    directory: the open directory of `path`, where the caller has it.
    """
    if directory is None:
        with opened_directory(path.parent) as directory:
            write_durably(path, content, mode, directory)
        return
    beside = f".{path.name}.{os.getpid()}.new"
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, mode, dir_fd=directory)
    try:
        _write_whole(descriptor, content)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    os.replace(beside, path.name, src_dir_fd=directory, dst_dir_fd=directory)
    os.fsync(directory)


def _write_whole(descriptor: int, content: bytes) -> None:
    while content:
        content = content[os.write(descriptor, content) :]


def sync_file(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_directory(directory: Path) -> None:
    """Make the names in a directory durable, not only the files behind them."""
    with opened_directory(directory) as descriptor:
        os.fsync(descriptor)


@contextmanager
def opened_directory(directory: Path) -> Iterator[int]:
    """Its descriptor, to be fsynced, locked or named in."""
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield descriptor
    finally:
        os.close(descriptor)
