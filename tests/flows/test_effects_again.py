"""What could not be done after a document is tried again on a person's word, and still done once (invariant I9)."""

from datetime import timedelta

import pytest
from tests.support.world import World, order

from facturier.flows import effects
from facturier.flows.ask import ask
from facturier.model.message import say
from facturier.ports.errors import Refused
from facturier.store import journal
from facturier.store.models import Alarm, AuditEvent, Effect, Wish


def hold(world: World, tries: int = 1) -> Effect:
    """A PDF that was refused, and would be given now."""
    world.hear(order("1001"))
    world.run()
    effect = Effect.objects.get(what="pdf")
    why = say("It was refused.")
    Effect.objects.filter(pk=effect.pk).update(
        state=Effect.State.HELD, look_at=None, tries=tries, done_at=None, reason=why
    )
    effect.refresh_from_db()
    journal.raise_alarm("EFFECT", effect, why, world.clock.now(), world.organisation.pk)
    return effect


def test_it_is_done_at_once_and_its_alarm_ends(world: World) -> None:
    effect = hold(world)
    effects.again(world.env, effect, "Ana")
    world.run(until=timedelta(seconds=30))
    effect.refresh_from_db()
    assert (effect.state, effect.reason) == (Effect.State.DONE, None)
    assert not Alarm.objects.filter(code="EFFECT", closed_at=None).exists()
    assert AuditEvent.objects.filter(actor="Ana").exists()


def test_lost_writes_may_land_first(world: World) -> None:
    effect = hold(world, tries=effects.PATIENCE)
    effects.again(world.env, effect, "Ana")
    world.run(until=timedelta(minutes=10))
    effect.refresh_from_db()
    assert effect.state == Effect.State.DUE
    world.run(until=effects.HORIZON)
    effect.refresh_from_db()
    assert effect.state == Effect.State.DONE


def test_what_is_not_held_is_left_alone(world: World) -> None:
    effect = hold(world)
    effects.again(world.env, effect, "Ana")
    with pytest.raises(Refused):
        effects.again(world.env, effect, "Ion")


@pytest.mark.parametrize("tried_again", [False, True])
def test_what_is_held_over_a_cancelled_document_is_no_longer_needed(world: World, tried_again: bool) -> None:
    effect = hold(world)
    if tried_again:
        effects.again(world.env, effect, "Ana")
        world.sandbox.faults.add("error_503", "GET .*/invoice/pdf", times=1)
        effects.run(world.env, effect.pk)
    ask(world.env, world.document(), Wish.What.CANCEL, "Ana")
    world.run(until=timedelta(hours=1))
    effect.refresh_from_db()
    assert (effect.state, effect.look_at) == (Effect.State.DROPPED, None)
    assert not Alarm.objects.filter(code="EFFECT", closed_at=None).exists()


def test_nor_is_what_a_worker_died_over_meanwhile(world: World) -> None:
    effect = hold(world)
    Effect.objects.filter(pk=effect.pk).update(state=Effect.State.RUNNING, look_at=world.clock.now())
    ask(world.env, world.document(), Wish.What.CANCEL, "Ana")
    world.run(until=timedelta(hours=1))
    effect.refresh_from_db()
    assert effect.state == Effect.State.DROPPED
    assert not Alarm.objects.filter(code="EFFECT", closed_at=None).exists()
