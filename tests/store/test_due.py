"""What is due, and when is the next: the whole contract with the engine."""

from datetime import timedelta

import pytest
from tests.support.world import World, order

from facturier.flows.decide import decide
from facturier.store import leases
from facturier.store.due import Due, due, next_moment
from facturier.store.models import Document, Order


def backlog(world: World, count: int) -> list[Document]:
    """READY documents of as many orders."""
    for number in range(1001, 1001 + count):
        decide(world.env, world.hear(order(str(number))).pk)
    return list(Document.objects.order_by("pk"))


def documents(world: World, *several: str) -> list[Due]:
    return [one for one in due(world.clock.now(), 10, several) if one.what == "document"]


def test_while_one_is_sent_the_next_of_its_account_waits(world: World) -> None:
    first, second = backlog(world, 2)
    assert [one.row for one in documents(world)] == [first.pk, second.pk]
    leases.lease(first.pk, world.clock.now(), timedelta(minutes=3))
    assert documents(world) == []
    assert [one.row for one in documents(world, world.system.connector)] == [second.pk]


def test_what_nobody_asked_for_comes_after_what_was(world: World) -> None:
    first, second, third = backlog(world, 3)
    Document.objects.filter(pk=first.pk).update(asked=False)
    assert [one.row for one in documents(world)] == [second.pk, third.pk, first.pk]
    later = world.clock.now() + timedelta(hours=1)
    Document.objects.update(look_at=later)
    Document.objects.filter(pk=first.pk).update(look_at=later - timedelta(minutes=1))
    assert next_moment(world.clock.now()) == later - timedelta(minutes=1)


def test_no_more_of_an_account_than_asked_for_and_the_longest_waiting_first(world: World) -> None:
    waiting = [world.hear(order(str(number))).pk for number in range(1001, 1006)]
    found = [one.row for one in due(world.clock.now(), 3) if one.what == "order"]
    assert found == waiting[:3]


def test_deciding_can_wait_while_enough_documents_wait_to_be_sent(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("facturier.store.due.ENOUGH", 2)
    backlog(world, 1)
    world.hear(order("1009"))
    assert [one.can_wait for one in due(world.clock.now(), 10)] == [False, False]
    decide(world.env, world.hear(order("1008")).pk)
    assert {one.what: one.can_wait for one in due(world.clock.now(), 10)} == {
        "document": False,
        "order": True,
    }


def test_the_next_moment_is_when_a_lease_ends(world: World) -> None:
    (document,) = backlog(world, 1)
    now = world.clock.now()
    leases.lease(document.pk, now, timedelta(minutes=3))
    assert next_moment(now) == now + timedelta(minutes=3)


def test_what_waits_behind_a_lease_is_not_forgotten(world: World) -> None:
    """Somebody made it due while its holder was at work, and the holder died."""
    (document,) = backlog(world, 1)
    now = world.clock.now()
    leases.lease(document.pk, now, timedelta(minutes=3))
    Document.objects.update(look_at=now)
    assert next_moment(now) == now + timedelta(minutes=3)


def test_the_next_moment_is_that_of_whoever_comes_first(world: World) -> None:
    now = world.clock.now()
    early = world.hear(order("1001"))
    world.hear(order("1002"))
    Order.objects.update(look_at=now + timedelta(minutes=9))
    Order.objects.filter(pk=early.pk).update(look_at=now + timedelta(minutes=2))
    assert next_moment(now) == now + timedelta(minutes=2)
    assert next_moment(now + timedelta(minutes=2)) == now + timedelta(minutes=9)


def test_nothing_to_do_has_no_next_moment(world: World) -> None:
    assert next_moment(world.clock.now()) is None
