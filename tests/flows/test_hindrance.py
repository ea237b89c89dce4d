"""A machine that could not write down what it sends does not send, says so, and goes on when it can."""

import errno
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from tests.support.world import World, order

from facturier.flows.find import sweep
from facturier.model.message import Message, say
from facturier.store.models import Alarm, Attempt, Effect, Order, Standing, State


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


def test_a_pdf_that_no_disk_takes_is_kept_when_there_is_room_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk was filled after the document was sent. Waiting for room is no failure of ours."""
    why = full(world)
    why.clear()

    def no_room(path: Path, body: bytes) -> int:
        why.append(say("The disk is nearly full."))
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as filled:
        filled.setattr(Path, "write_bytes", no_room)
        world.hear(order("1001"))
        world.run(until=timedelta(seconds=10))
    effect = Effect.objects.get()
    assert (effect.state, effect.words) == (Effect.State.DUE, "[Errno 28] No space left on device")
    assert not Alarm.objects.filter(code="INTERNAL").exists()
    why.clear()
    world.run(until=timedelta(minutes=5))
    assert (world.env.files / world.document().pdf).read_bytes().startswith(b"%PDF")


def test_a_file_that_fails_for_another_reason_is_raised(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(path: Path, body: bytes) -> int:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "write_bytes", denied)
    world.hear(order("1001"))
    with pytest.raises(PermissionError):
        world.run()
