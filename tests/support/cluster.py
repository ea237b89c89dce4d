"""A PostgreSQL of the test run's own, unless DATABASE_URL names one. Loaded before Django reads its settings."""

import atexit
import os
import tempfile
from contextlib import ExitStack
from pathlib import Path

_stack = ExitStack()


def _start() -> None:
    from facturier.embedded.temporary import temporary_cluster
    from facturier.store import secrets

    cluster = _stack.enter_context(temporary_cluster())
    os.environ["DATABASE_URL"] = cluster.address().conninfo
    place = Path(_stack.enter_context(tempfile.TemporaryDirectory(prefix="facturier-key-")))
    secrets.create(place / "secret.key")
    os.environ["FACTURIER_SECRET"] = str(place / "secret.key")


if "PYTEST_XDIST_WORKER" not in os.environ and "DATABASE_URL" not in os.environ:
    _start()
    atexit.register(_stack.close)
