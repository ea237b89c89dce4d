import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import TransactionTestCase
from hypothesis import settings
from tests.support.chromium import LEFT_OUT, chromium
from tests.support.emptying import quick_teardown
from tests.support.world import World, build

from facturier.store import installation

Make = Callable[..., World]
# The same examples in every run: what a change breaks is then the change's own doing. HYPOTHESIS_PROFILE=search
# looks for new ones, and is worth a night now and then.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.register_profile("search", print_blob=True, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))
TransactionTestCase._fixture_teardown = quick_teardown  # type: ignore[attr-defined]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not chromium():
        terminalreporter.write_line(LEFT_OUT)


@pytest.fixture
def make_world(transactional_db: None, tmp_path: Path) -> Iterator[Make]:
    """A world with the given switches of the simulator."""

    def make(**switches: Any) -> World:
        return build(tmp_path, **switches)

    yield make
    installation.identity.cache_clear()


@pytest.fixture
def world(make_world: Make) -> World:
    return make_world()
