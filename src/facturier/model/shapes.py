"""Shapes that several threads read values of.

msgspec finds out about a struct when it first meets it. Another thread that meets it meanwhile reads what is only
half found out, and the process dies of it. So a shape that threads read is introduced once, under a lock.
"""

import threading
from typing import Any, TypeVar

import msgspec

T = TypeVar("T")
_introducing = threading.Lock()
_known: set[Any] = set()


def known(shape: type[T]) -> type[T]:
    """The same shape, safe to be read by any thread from now on."""
    if shape not in _known:
        with _introducing:
            msgspec.json.Decoder(shape)
            _known.add(shape)
    return shape
