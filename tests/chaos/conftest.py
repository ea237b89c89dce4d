"""Real worker processes on the test's own database; the simulator is served by threads of the test's process."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.chaos.place import Place
from tests.support.arrange import arrange

from facturier.flows.env import Env
from facturier.sandbox.clock import SandboxClock
from facturier.sandbox.serve import serve
from facturier.store import installation
from facturier.systems.smartbill.sandbox import create

MakePlace = Callable[[float], Place]


@contextmanager
def placed(scale: float, files: Path) -> Iterator[Place]:
    """A place in which every waiting time, the vendor's and ours, passes `scale` times faster."""
    sandbox = create(clock=SandboxClock(scale))
    with serve(sandbox) as served:
        installation.create(datetime.now(UTC))
        installation.identity.cache_clear()
        route = arrange(f"{served.url}{sandbox.account['path']}", dict(sandbox.account), None)
        route.system.offers = Env().system(route.system, []).offers()
        route.system.save()
        place = Place(served, route, scale, files)
        try:
            yield place
        finally:
            place.end_workers()
            installation.identity.cache_clear()


@pytest.fixture
def make_place(transactional_db: None, tmp_path: Path) -> Iterator[MakePlace]:
    with ExitStack() as stack:
        yield lambda scale: stack.enter_context(placed(scale, tmp_path))
