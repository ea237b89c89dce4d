"""Threads come and go here."""

import gc
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def no_connection_left() -> Iterator[None]:
    """Connections of threads that ended are closed now, not when it suits the collector: the database is
    emptied, and at the end removed."""
    yield
    gc.collect()
