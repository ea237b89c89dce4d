"""Waiting for what other threads bring about."""

import threading
from collections.abc import Callable

PATIENCE = 60.0
"""Seconds after which nobody believes in it any more."""


def until(condition: Callable[[], bool]) -> None:
    """Raises AssertionError where it does not come true."""
    pause = threading.Event()
    for _ in range(int(PATIENCE / 0.02)):
        if condition():
            return
        pause.wait(0.02)
    raise AssertionError("it never came true")
