"""Waiting for calls, where nobody waits for what is read."""

from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from facturier.flows.env import Env
from facturier.ports.errors import Spent

T = TypeVar("T")
LONGEST = timedelta(hours=1)
SHORTEST = 0.1
"""Seconds."""


def patiently(env: Env, look: Callable[[], T]) -> T:
    """It goes on when there are calls again. Raises Spent where that is too far off, as with a limit of a month."""
    while True:
        try:
            return look()
        except Spent as spent:
            wait = spent.retry_at - env.clock.now()
            if wait > LONGEST:
                raise
            env.clock.sleep(max(wait.total_seconds(), SHORTEST))
