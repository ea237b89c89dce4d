"""Real worker processes on the test's own database; the simulator is served by threads of the test's process."""

from collections.abc import Callable, Iterator
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


@pytest.fixture
def make_place(transactional_db: None, tmp_path: Path) -> Iterator[MakePlace]:
    """A place in which every waiting time, the vendor's and ours, passes `scale` times faster."""
    made: list[Place] = []

    def make(scale: float) -> Place:
        sandbox = create(clock=SandboxClock(scale))
        served = serve(sandbox)
        installation.create(datetime.now(UTC))
        installation.identity.cache_clear()
        route = arrange(f"{served.url}{sandbox.account['path']}", dict(sandbox.account), None)
        route.system.offers = Env().system(route.system, []).offers()
        route.system.save()
        made.append(Place(served, route, scale, tmp_path))
        return made[-1]

    yield make
    for place in made:
        place.close()
    installation.identity.cache_clear()
