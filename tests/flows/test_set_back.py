"""A clock that was ahead for a while: what it dated is not waited for once it is right."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest
from tests.support.world import Died, World, order

from facturier.flows import set_back
from facturier.flows.advance import advance
from facturier.flows.decide import decide
from facturier.flows.env import Env
from facturier.model.message import say
from facturier.ports.clock import Clock
from facturier.sandbox.faults import Fault, Trouble
from facturier.store import accounts
from facturier.store.due import due
from facturier.store.models import Alarm, Document, Intent, LimitScope, Order, Outcome, State
from facturier.store.permits import SharedBudget

TWO_DAYS = timedelta(days=2)


@dataclass
class Wrong:
    """A clock that is off."""

    clock: Clock
    by: timedelta

    def now(self) -> datetime:
        return self.clock.now() + self.by

    def monotonic(self) -> float:
        return self.clock.monotonic()

    def sleep(self, seconds: float) -> None:
        self.clock.sleep(seconds)


def ahead(world: World, by: timedelta = TWO_DAYS) -> Env:
    return replace(world.env, clock=Wrong(world.clock, by))


def put_off(world: World, env: Env) -> Document:
    """An order comes in, and its document cannot be sent just now."""
    world.hear(order("1001"))
    full = replace(env, hindrance=lambda: say("The disk is full."))
    decide(full, Order.objects.get().pk)
    advance(full, world.document().pk)
    return world.document()


def test_what_was_put_off_while_it_was_ahead_is_done_once_it_is_right(world: World) -> None:
    wrong = ahead(world)
    set_back.heed(wrong)
    put_off(world, wrong)
    accounts.read_again(world.shop, wrong.clock.now() + timedelta(minutes=1))
    assert not due(world.clock.now() + timedelta(days=1), 10)
    set_back.heed(world.env)
    assert {item.what for item in due(world.clock.now(), 10)} >= {"document", "shop"}
    world.run()
    assert world.document().state == State.VERIFIED


def test_a_worker_that_died_while_it_was_ahead_is_not_waited_for(world: World) -> None:
    wrong = ahead(world)
    set_back.heed(wrong)
    world.hear(order("1001"))
    decide(wrong, Order.objects.get().pk)
    world.crash_at = "intent committed"
    with pytest.raises(Died):
        advance(wrong, world.document().pk)
    set_back.heed(world.env)
    world.run()
    assert Intent.objects.get().outcome == Outcome.ABSENT
    assert Alarm.objects.filter(code="SERIES-AHEAD").exists()  # the date that it showed


def test_a_remote_that_shut_us_out_for_minutes_is_not_kept_away_from_for_days(world: World) -> None:
    wrong = ahead(world)
    set_back.heed(wrong)
    world.sandbox.faults.add(Fault(Trouble.BLOCKED, times=1))
    world.hear(order("1001"))
    decide(wrong, Order.objects.get().pk)
    advance(replace(wrong, budget=lambda: SharedBudget(wrong.clock)), world.document().pk)
    assert LimitScope.objects.filter(blocked_until__gt=world.clock.now() + timedelta(days=1)).exists()
    set_back.heed(world.env)
    assert not LimitScope.objects.filter(blocked_until__gt=world.clock.now() + timedelta(hours=1)).exists()


def test_a_person_is_told_of_hours_for_documents_bear_the_date(world: World) -> None:
    set_back.heed(ahead(world))
    set_back.heed(world.env)
    set_back.heed(world.env)
    assert "48 h" in str(Alarm.objects.get(code="CLOCK-SET-BACK").message)


@pytest.mark.parametrize("minutes", [2, 59])
def test_of_minutes_nobody_is_told_but_they_are_made_good(world: World, minutes: int) -> None:
    wrong = ahead(world, timedelta(minutes=minutes))
    set_back.heed(wrong)
    put_off(world, wrong)
    set_back.heed(world.env)
    assert world.document().look_at == world.clock.now()
    assert not Alarm.objects.filter(code="CLOCK-SET-BACK").exists()


def test_seconds_are_nothing(world: World) -> None:
    wrong = ahead(world, timedelta(seconds=50))
    set_back.heed(wrong)
    later = put_off(world, wrong).look_at
    set_back.heed(world.env)
    assert world.document().look_at == later


def test_a_process_that_saw_it_later_than_others_makes_good_what_it_dated_meanwhile(world: World) -> None:
    """Each measures the database's time at a moment of its own."""
    wrong = ahead(world)
    shown = set_back.heed(wrong)
    set_back.heed(world.env)
    put_off(world, wrong)
    set_back.heed(world.env, shown)
    assert world.document().look_at == world.clock.now()


def test_a_clock_that_goes_on_puts_nothing_forward(world: World) -> None:
    set_back.heed(world.env)
    later = put_off(world, world.env).look_at
    world.clock.advance(timedelta(seconds=1))
    set_back.heed(world.env)
    assert world.document().look_at == later


def test_a_process_that_stands_still_as_it_looks_takes_no_time_back(world: World) -> None:
    """Others have noted a later moment before it goes on. It cut their leases, and made doubts end too early."""

    @dataclass
    class Still(Wrong):
        """While it is read, others go on for nine minutes."""

        def now(self) -> datetime:
            shown, self.by = self.clock.now(), self.by - timedelta(minutes=9)
            if self.by >= timedelta():
                world.clock.advance(timedelta(minutes=9))
                set_back.heed(world.env)
            return shown

    set_back.heed(world.env)
    accounts.read_again(world.shop, world.clock.now() + timedelta(days=1))
    set_back.heed(replace(world.env, clock=Still(world.clock, timedelta(minutes=9))))
    assert not due(world.clock.now(), 10)
