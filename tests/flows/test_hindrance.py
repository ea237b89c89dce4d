"""A machine that could not write down what it sends does not send, says so, and goes on when it can."""

from dataclasses import replace
from datetime import timedelta

from tests.support.world import World, order

from facturier.flows.find import sweep
from facturier.model.message import Message, say
from facturier.store.models import Alarm, Attempt, Order, Standing, State


def full(world: World) -> list[Message]:
    """The disk is full for as long as the list that is returned holds something."""
    why = [say("The disk is nearly full.")]
    world.env = replace(world.env, hindrance=lambda: why[0] if why else None)
    return why


def test_nothing_is_sent_while_the_disk_is_nearly_full(world: World) -> None:
    full(world)
    world.hear(order("1001"))
    world.run(until=timedelta(minutes=30))
    document = world.document()
    assert (document.state, document.reason) == (State.READY, say("The disk is nearly full."))
    assert Attempt.objects.count() == 0
    assert world.sandbox.ledger.entries() == ()


def test_one_alarm_is_open_however_many_documents_wait(world: World) -> None:
    full(world)
    for number in range(1001, 1006):
        world.hear(order(str(number)))
    world.run(until=timedelta(minutes=5))
    assert [str(alarm.message) for alarm in Alarm.objects.filter(closed_at=None)] == [
        "The disk is nearly full."
    ]


def test_sending_goes_on_by_itself_when_there_is_room_again(world: World) -> None:
    why = full(world)
    world.hear(order("1001"))
    world.run(until=timedelta(minutes=5))
    why.clear()
    world.run(until=timedelta(minutes=5))
    sweep(world.env)
    assert world.document().state == State.VERIFIED
    assert Order.objects.get().standing == Standing.VERIFIED
    assert not Alarm.objects.filter(closed_at=None).exists()


def test_what_was_sent_already_is_settled_on_a_full_disk(world: World) -> None:
    """Only new documents are held back: a lost answer is looked up, for that ends a doubt."""
    world.sandbox.faults.add("lost_answer", r"POST /SBORO/api/invoice/v2", times=1)
    world.hear(order("1001"))
    world.tick()
    world.tick()
    assert world.document().state == State.IN_DOUBT
    full(world)
    world.run(until=timedelta(minutes=5))
    assert world.document().state == State.VERIFIED
