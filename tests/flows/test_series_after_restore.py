"""After a restore every series is walked in which a document of ours may stand, whatever the backup names."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from tests.flows.test_reconcile import forget_everything_since, issue
from tests.support import cloud as in_italy
from tests.support.cloud import cloud
from tests.support.world import World

from facturier.flows import reconcile, walk
from facturier.flows.recover import enter, recover
from facturier.model.reference import Slot
from facturier.store import installation
from facturier.store.models import Document
from facturier.systems.smartbill.sandbox.seed import AWKWARD_SERIES


@pytest.fixture
def italian(transactional_db: None, tmp_path: Path) -> Iterator[Callable[..., World]]:
    """Makes a world that issues in Fatture in Cloud."""
    yield partial(in_italy.build, tmp_path, [])
    installation.identity.cache_clear()


def restored(world: World, series: str) -> None:
    """A backup from before the first order, whose route names this series."""
    forget_everything_since()
    world.settings(series=series)
    enter("older", world.env)


def test_a_series_that_the_route_was_given_since_the_backup_is_walked(world: World) -> None:
    issue(world, "1001")
    restored(world, AWKWARD_SERIES)
    assert recover(world.env)["SmartBill"].strays == 1
    issue(world, "1001")
    assert len(world.sandbox.ledger.entries()) == 1
    assert (world.document().series, world.document().number) == ("FCT", "0001")


def test_a_series_that_the_backup_does_not_know_is_walked_down_to_our_first(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More were issued in it since the backup than a restored book looks back anyway."""
    for _ in range(5):
        world.sandbox.person.issue("FCT", "10.00")
    issue(world, *(str(number) for number in range(1001, 1008)))
    restored(world, AWKWARD_SERIES)
    monkeypatch.setattr(reconcile, "RESTORED", 3)
    monkeypatch.setattr(walk, "LISTED_AT_ONCE", 2)
    found = recover(world.env)["SmartBill"]
    assert (found.strays, found.foreign) == (7, 2)


def test_a_suffix_that_the_settings_were_given_since_the_backup_is_walked(
    italian: Callable[..., World],
) -> None:
    world = italian()
    world.hear(in_italy.order("1001"))
    world.run()
    world.system.settings["suffixes"] = "/"
    world.system.save()
    restored(world, "/")
    assert recover(world.env)["Cloud"].strays == 1
    world.hear(in_italy.order("1001"))
    world.run()
    assert len(cloud(world).company().documents) == 1
    assert Document.objects.get().series == "/A/2026"


@pytest.mark.parametrize("days", [21, 37, 400])
def test_the_years_since_the_backup_are_walked(italian: Callable[..., World], days: int) -> None:
    """Numbers begin anew with each year, and those of the last are no longer compared in February."""
    world = italian(begin=datetime(2026, 12, 30, 8, tzinfo=UTC))
    world.hear(in_italy.order("1001"))
    world.run()
    restored(world, "/A")
    world.clock.advance(timedelta(days=days))
    assert recover(world.env)["Cloud"].strays == 1
    world.hear(in_italy.order("1001"))
    world.run()
    assert len(cloud(world).company().documents) == 1
    assert Document.objects.get().series == "/A/2026"


def test_the_year_in_which_the_book_last_sent_is_walked(italian: Callable[..., World]) -> None:
    """One was issued in its last days, after the backup."""
    world = italian(begin=datetime(2026, 12, 29, 8, tzinfo=UTC))
    world.hear(in_italy.order("1001"))
    world.run()
    lost = Slot("IT01234567897", "shop/1", "fiscal", "", 1).reference(installation.identity())
    cloud(world).person.issue("121.00", numeration="/A", subject=lost)
    world.clock.advance(timedelta(days=60))
    enter("older", world.env)
    assert recover(world.env)["Cloud"].strays == 1
