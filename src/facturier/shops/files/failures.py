"""What the file system says, as the errors that flows know."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from facturier.model.message import say
from facturier.ports.clock import Clock
from facturier.ports.errors import Misconfigured, NotNow

_PAUSE = timedelta(minutes=1)
_A_PERSONS = frozenset(
    (
        *(errno.EACCES, errno.EPERM, errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.EROFS),
        *(errno.ENAMETOOLONG, errno.ELOOP, errno.EEXIST, errno.EINVAL),
    )
)


@contextmanager
def told(folder: Path, clock: Clock) -> Iterator[None]:
    """Raises Misconfigured where a person must act (a folder that is not there, a missing right), else NotNow (a
    full disk, a share that does not answer)."""
    try:
        yield
    except OSError as error:
        words = error.strerror or str(error)
        if error.errno in _A_PERSONS:
            raise Misconfigured(
                say(
                    "The folder %(folder)s cannot be used. It must be there, and the user that Facturier runs as "
                    "must be able to read, write and rename in it.",
                    folder=folder,
                ),
                f"{words}: {error.filename}" if error.filename else words,
            ) from error
        raise NotNow(
            say("The folder %(folder)s cannot be used just now.", folder=folder), clock.now() + _PAUSE, words
        ) from error
