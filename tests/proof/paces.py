"""Waiting times of the flows that only cost statements here: how often somebody knocks at a door that stays shut.

Nothing that guards anything is among them: leases, horizons and the pauses between looks are as in the product.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from unittest.mock import patch

from facturier.flows import find, hooks, issue
from facturier.ports.errors import NotNow
from facturier.ports.http import Http

_not_now = Http.not_now
SLOWER = {
    (find, "EVERY"): timedelta(days=400),  # a shop is polled when the plan says so,
    (hooks, "READ"): timedelta(days=401),  # or when it calls
    (issue, "ROOM_PAUSE"): timedelta(seconds=7),
    (issue, "DOUBT_PAUSE"): timedelta(minutes=3),
}


def _later(self: Http, words: str = "", after: timedelta = timedelta(minutes=10)) -> NotNow:
    """A remote that is away for six hours is not asked every half minute."""
    return _not_now(self, words, after)


@contextmanager
def slower() -> Iterator[None]:
    with ExitStack() as stack:
        for (room, name), pause in SLOWER.items():
            stack.enter_context(patch.object(room, name, pause))
        stack.enter_context(patch.object(Http, "not_now", _later))
        yield
