"""What is particular to Oblio: its list is where everything about an invoice is read."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from tests.support.oblio import build
from tests.support.world import World, order

from facturier.store import installation
from facturier.store.models import Alarm, State

Make = Callable[..., World]


@pytest.fixture
def make_world(transactional_db: None, tmp_path: Path) -> Iterator[Make]:
    yield partial(build, tmp_path)
    installation.identity.cache_clear()


@pytest.mark.parametrize("seconds", [5, 600])
def test_a_list_that_lags_disputes_nothing(make_world: Make, seconds: int) -> None:
    world = make_world(list_lag=seconds)
    world.hear(order("1001"))
    world.run(until=timedelta(seconds=1))
    document = world.document()
    assert (document.state, str(document.reason)) == (State.ISSUED, "Oblio does not show FCT 0001 yet.")
    world.run()
    document = world.document()
    assert (document.state, document.reason) == (State.VERIFIED, None)
    assert not Alarm.objects.exists()


def test_what_the_list_never_shows_is_disputed(make_world: Make) -> None:
    world = make_world(list_lag=10**6)
    world.hear(order("1001"))
    world.run()
    document = world.document()
    assert document.state == State.DISPUTED
    assert "which it issued" in str(document.reason)
