"""What only a person can mend is tried ever more seldom, and at once when they have mended it."""

from datetime import timedelta

from tests.support.world import World, order

from facturier.flows.connections import keep, put
from facturier.flows.env import connector_of
from facturier.store.models import Alarm, Connection, Order, Standing, State


def test_a_wrong_token_is_tried_ever_more_seldom(world: World) -> None:
    world.sandbox.person.change_token()
    world.hear(order("1001"))
    world.run(until=timedelta(hours=2))
    asked = world.document().fence
    world.run(until=timedelta(days=2))
    assert world.document().state == State.READY
    assert asked >= 5
    assert world.document().fence - asked <= 16  # not once in ten minutes, which would be 288 times


def test_what_waited_is_sent_at_once_with_the_new_token(world: World) -> None:
    token = world.sandbox.person.change_token()
    world.hear(order("1001"))
    world.run(until=timedelta(days=2))
    row = Connection.objects.get(pk=world.system.pk)
    put(row, connector_of(row), {**row.settings, **row.secrets, "token": token})
    keep(world.env, row)
    world.run(until=timedelta(minutes=5))
    assert world.document().state == State.VERIFIED


def _spoilt(world: World) -> tuple[dict[str, str], dict[str, str]]:
    """As an older release kept the connection, whose form had other fields."""
    row = Connection.objects.get(pk=world.system.pk)
    known = (row.settings, row.secrets)
    row.settings = {}
    row.save()
    return known


def test_an_order_waits_for_a_connection_that_cannot_be_used(world: World) -> None:
    known = _spoilt(world)
    world.hear(order("1001"))
    world.run(until=timedelta(hours=3))
    waiting = Order.objects.get()
    assert waiting.standing == Standing.WAITING
    assert "incomplete or wrong" in str(waiting.reason)
    assert not Alarm.objects.filter(code="INTERNAL").exists()
    row = Connection.objects.get(pk=world.system.pk)
    put(row, connector_of(row), {**known[0], **known[1]})
    keep(world.env, row)
    world.run(until=timedelta(minutes=5))
    assert world.document().state == State.VERIFIED


def test_what_was_issued_before_stays_where_it_is(world: World) -> None:
    world.hear(order("1001"))
    world.run(until=timedelta(minutes=5))
    _spoilt(world)
    world.hear(order("1001", note="leave it at the door"))
    world.run(until=timedelta(hours=3))
    assert Order.objects.get().standing == Standing.VERIFIED
    assert not Alarm.objects.filter(code="INTERNAL").exists()
