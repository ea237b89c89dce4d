"""What only a person can mend is tried ever more seldom, and at once when they have mended it."""

from datetime import timedelta

from tests.support.world import World, order

from facturier.flows.connections import keep, put
from facturier.flows.env import connector_of
from facturier.store.models import Connection, State


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
