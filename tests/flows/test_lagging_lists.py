"""A list that lags behind by seconds, and a document that comes back: what is there is not called deleted."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import cast

import pytest
from tests.support import cloud, oblio
from tests.support.cloud import order as cloud_order
from tests.support.world import World, order

from facturier.flows import person, presence
from facturier.flows.ask import ask
from facturier.flows.reconcile import reconcile_system
from facturier.ports.errors import Refused
from facturier.store import installation
from facturier.store.models import Alarm, Document, State, Wish
from facturier.systems.oblio.sandbox import OblioSandbox

AT_ONCE = timedelta()


@pytest.fixture(autouse=True)
def forgotten(transactional_db: None) -> Iterator[None]:
    yield
    installation.identity.cache_clear()


def alarms() -> list[str]:
    return sorted(Alarm.objects.filter(closed_at=None).values_list("code", flat=True))


def in_italy(tmp_path: Path, **switches: float) -> World:
    world = cloud.build(tmp_path, [], switches=switches)
    world.hear(cloud_order("1001"))
    world.run(until=AT_ONCE)
    return world


def credit(world: World) -> Wish:
    wish = ask(world.env, world.document(), Wish.What.CREDIT, "Ana", whole=True)
    world.run()
    wish.refresh_from_db()
    return wish


def test_what_was_just_issued_is_credited_although_no_list_shows_it(tmp_path: Path) -> None:
    world = in_italy(tmp_path, list_lag=60)
    assert credit(world).state == Wish.State.DONE
    assert Document.objects.get(original__isnull=False).state == State.VERIFIED
    assert alarms() == []


def test_it_cannot_be_called_deleted(tmp_path: Path) -> None:
    world = in_italy(tmp_path, list_lag=60)
    with pytest.raises(Refused, match="is there"):
        person.gone(world.env, world.document().pk, "Ana", "I do not see it")


def test_what_is_not_verified_yet_is_not_called_deleted(tmp_path: Path) -> None:
    """In Oblio, too, where only the list tells of an invoice."""
    world = oblio.build(tmp_path, list_lag=60)
    world.hear(order("1001"))
    world.run(until=timedelta(seconds=1))
    assert reconcile_system(world.env, world.system.pk).drift == []
    world.run()
    assert (world.document().state, alarms()) == (State.VERIFIED, [])


def test_what_was_taken_out_of_the_bin_is_told_of_no_more(tmp_path: Path) -> None:
    """Nor is it forgotten that its credit note was not made meanwhile."""
    world = in_italy(tmp_path)
    company = cloud.cloud(world).company()
    cloud.cloud(world).person.delete_last("/A")
    wish = credit(world)
    assert (wish.state, alarms()) == (Wish.State.HELD, ["GONE", "WISH"])
    (binned,) = company.bin.items()
    company.documents[binned[0]] = company.bin.pop(binned[0])
    reconcile_system(world.env, world.system.pk)
    assert alarms() == ["WISH"]
    assert credit(world).state == Wish.State.DONE
    assert alarms() == []


def test_what_could_not_be_credited_is_told_of_no_more_once_it_is_gone(tmp_path: Path) -> None:
    world = in_italy(tmp_path)
    cloud.cloud(world).person.delete_last("/A")
    credit(world)
    person.gone(world.env, world.document().pk, "Ana", "I deleted it")
    assert alarms() == []


def test_what_somebody_made_dearer_is_told_for_as_long_as_it_is_so(tmp_path: Path) -> None:
    """Whoever looks at it before it is credited sees that it is ours, and not as it was."""
    world = in_italy(tmp_path)
    document = world.document()
    made = cloud.cloud(world).company().documents[int(document.remote_id)]
    made["amount_gross"] += 1
    reconcile_system(world.env, world.system.pk)
    assert alarms() == ["GONE"]
    assert presence.vanished(world.env, document, world.env.system(world.system, [])) is None
    assert alarms() == ["GONE"]


def test_what_is_there_again_is_told_of_no_more_wherever_it_stands(tmp_path: Path) -> None:
    """No walk comes by it: another one was issued since."""
    world = oblio.build(tmp_path)
    world.hear(order("1001"))
    world.run()
    company = cast(OblioSandbox, world.sandbox).company()
    (made,) = company.documents
    world.sandbox.person.delete_last("FCT")
    reconcile_system(world.env, world.system.pk)
    assert alarms() == ["GONE"]
    made.deleted = False
    series = company.find_series("FCT", made.kind)
    assert series is not None
    series.next = 2
    world.hear(order("1002"))
    world.run()
    assert world.document("1002").number == "0002"
    world.clock.sleep(3600)
    reconcile_system(world.env, world.system.pk)
    assert alarms() == []
