"""One supervisor per cluster: a lock that the kernel frees when its holder dies, however it dies."""

import fcntl
import os
from pathlib import Path

from facturier.embedded.errors import AlreadyOwned
from facturier.model.message import say

_held: set[int] = set()


class Ownership:
    """The right to start and stop one cluster. Held from `take` to `release` or the end of the process."""

    def __init__(self, lock_file: Path, *, create: bool = True) -> None:
        self._path = lock_file
        self._flags = os.O_RDWR | os.O_CLOEXEC | (os.O_CREAT if create else 0)
        self._descriptor: int | None = None

    @property
    def held(self) -> bool:
        """Whether this process holds it. A forked child never does."""
        return self._descriptor in _held

    def take(self) -> None:
        """Take the lock without waiting; nothing happens if we hold it.

        Raises AlreadyOwned, and FileNotFoundError when the file is missing and not to be created.
        """
        if self.held:
            return
        # Not inherited by programs (PEP 446), so the server never keeps its supervisor's lock.
        descriptor = os.open(self._path, self._flags, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.read(descriptor, 32).decode("ascii", "replace").strip() or "?"
            os.close(descriptor)
            raise AlreadyOwned(
                say(
                    "Another Facturier (process %(pid)s) is in charge of this database. Use that one, "
                    "or stop it first.",
                    pid=holder,
                )
            ) from error
        os.ftruncate(descriptor, 0)
        os.write(descriptor, f"{os.getpid()}\n".encode())
        self._descriptor = descriptor
        _held.add(descriptor)

    def release(self) -> None:
        """Free the lock. The file stays: removing it would let two processes lock two different files."""
        if self._descriptor is not None and self.held:
            _held.discard(self._descriptor)
            os.close(self._descriptor)
        self._descriptor = None


def _forget_in_child() -> None:
    """A forked worker shares its parent's lock; it must not keep it when the parent dies."""
    for descriptor in _held:
        os.close(descriptor)
    _held.clear()


os.register_at_fork(after_in_child=_forget_in_child)
