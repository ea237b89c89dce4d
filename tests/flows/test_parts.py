"""A sale that is invoiced parcel by parcel: a part that is not wanted any more is not sent."""

from datetime import timedelta
from decimal import Decimal

import pytest
from tests.support.world import World, line, order

from facturier.drafting.choices import QuantitySource
from facturier.flows import pausing
from facturier.flows.decide import decide
from facturier.model.order import Quantities
from facturier.store.models import Document, Order, Standing, State


def ships(world: World, count: int) -> None:
    """Of three, so many are on their way by now."""
    quantity = Quantities(Decimal(3), shipped=Decimal(count))
    world.hear(order("1001", line("1", "363.00", quantity=quantity)))


def second() -> Document:
    return Document.objects.get(part="2")


def made() -> list[Decimal]:
    return [one.total for one in Document.objects.exclude(number="").order_by("pk")]


@pytest.fixture
def ready(world: World) -> World:
    """The first parcel is invoiced; of the second one the invoice is ready, and sending is paused."""
    world.settings(quantity=QuantitySource.SHIPPED)
    ships(world, 1)
    world.run()
    pausing.pause(world.env, world.system, "Ana", "stocktaking")
    ships(world, 2)
    world.run(until=timedelta(minutes=5))
    assert second().state == State.READY
    return world


def resume(world: World) -> None:
    pausing.resume(world.env, world.system)
    world.run()


def test_a_parcel_that_was_taken_back_is_not_invoiced(ready: World) -> None:
    ships(ready, 1)
    ready.run(until=timedelta(minutes=5))
    resume(ready)
    assert second().state == State.WITHDRAWN
    assert made() == [Decimal("121.00")]
    assert Order.objects.get().standing == Standing.VERIFIED


def test_one_that_is_sent_out_after_all_is(ready: World) -> None:
    ships(ready, 1)
    ready.run(until=timedelta(minutes=5))
    ships(ready, 3)
    ready.run(until=timedelta(minutes=5))
    resume(ready)
    assert second().state == State.VERIFIED
    assert made() == [Decimal("121.00"), Decimal("242.00")]


def test_what_a_worker_has_just_now_is_decided_when_that_is_through(ready: World) -> None:
    now = ready.clock.now()
    Document.objects.filter(part="2").update(lease_until=now + timedelta(minutes=1))
    ships(ready, 1)
    decide(ready.env, Order.objects.get().pk)
    assert second().state == State.READY
    ready.run(until=timedelta(minutes=5))
    assert second().state == State.WITHDRAWN
    resume(ready)
    assert made() == [Decimal("121.00")]
