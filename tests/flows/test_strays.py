"""What is seen under our mark and this book does not know: issued after the backup that was restored."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from tests.support.world import World, line, order

from facturier.drafting.choices import QuantitySource
from facturier.flows import person
from facturier.flows.decide import decide
from facturier.flows.reconcile import reconcile_system
from facturier.model.order import OrderState, Quantities
from facturier.store import accounts
from facturier.store.models import Alarm, Order, State, Stray


def alarms() -> set[str]:
    return set(Alarm.objects.filter(closed_at=None).values_list("code", flat=True))


def standing(world: World) -> list[str]:
    return [entry.number for entry in world.sandbox.ledger.entries() if entry.stands]


def cancelled(world: World) -> None:
    world.hear(order("1001", state=OrderState.CANCELLED))


def held(world: World) -> None:
    world.hear(order("1001", payable=Decimal("120.00")))


def withdrawn(world: World) -> None:
    person.cancel_unsent(world.env, world.document().pk, "Ana")


def closed(world: World) -> None:
    person.close_order(world.env, Order.objects.get(), "Ana", "not wanted")


def seen_while_ready(world: World) -> None:
    """After a restore: the backup has it ready, and what the lost book issued for it was seen since."""
    accounts.pause(world.route, None, "Ana", world.clock.now())
    world.hear(order("1001"))
    world.run(until=timedelta(minutes=1))
    world.sandbox.person.issue("FCT", "121.00", mentions=world.document().reference)
    reconcile_system(world.env, world.system.pk, 10)
    assert (Stray.objects.count(), alarms()) == (1, set())


@pytest.mark.parametrize("given_up", [cancelled, held, withdrawn, closed])
def test_what_was_seen_is_told_when_its_order_is_given_up_afterwards(
    world: World, given_up: Callable[[World], None]
) -> None:
    seen_while_ready(world)
    given_up(world)
    world.run(until=timedelta(minutes=1))
    accounts.resume(world.route, world.clock.now())
    world.run()
    assert alarms() == {"STRAY"}
    assert "FCT 0001 carries the mark of order 1001" in str(Alarm.objects.get().message)
    assert len(standing(world)) == 1


def test_what_was_told_so_and_is_adopted_after_all_is_no_alarm_any_more(world: World) -> None:
    seen_while_ready(world)
    withdrawn(world)
    assert alarms() == {"STRAY"}
    accounts.resume(world.route, world.clock.now())
    decide(world.env, Order.objects.get().pk)
    world.run()
    assert world.document().state == State.VERIFIED
    assert (len(standing(world)), alarms()) == (1, set())


def test_what_was_seen_whole_is_not_issued_in_parts(world: World) -> None:
    """It was sent, though not by this book."""
    seen_while_ready(world)
    world.settings(quantity=QuantitySource.SHIPPED)
    world.hear(order("1001", line(quantity=Quantities(Decimal(1), shipped=Decimal(1)))))
    world.run(until=timedelta(minutes=1))
    accounts.resume(world.route, world.clock.now())
    world.run()
    assert len(standing(world)) == 1
    assert alarms() == {"STRAY"}
