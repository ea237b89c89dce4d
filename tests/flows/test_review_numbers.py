"""Numbers that people move around, answers that come too late, and dates that a clock made up."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from tests.support.world import START, World, line, order

from facturier.drafting.choices import DateBasis
from facturier.flows import person
from facturier.flows.advance import advance
from facturier.flows.decide import decide
from facturier.flows.reconcile import reconcile_system
from facturier.model.message import say
from facturier.model.order import Refund, RefundLine
from facturier.ports.errors import Refused
from facturier.store import leases, outcomes
from facturier.store.models import Alarm, Document, Order, SeriesBook, State, Stray
from facturier.systems.smartbill.sandbox.seed import AWKWARD_SERIES

CREATE = r"POST /SBORO/api/invoice/v2"


def alarms() -> set[str]:
    return set(Alarm.objects.filter(closed_at=None).values_list("code", flat=True))


def standing(world: World) -> list[str]:
    return [entry.number for entry in world.sandbox.ledger.entries() if entry.stands]


def given_again(world: World) -> Document:
    """The first order's invoice was deleted, the second's got its number; of the first a person said so then."""
    world.hear(order("1001"))
    world.run()
    world.sandbox.person.delete_last("FCT")
    world.hear(order("1002"))
    world.run()
    return world.document("1002")


def test_a_number_that_was_deleted_and_given_again_is_never_sent_twice(world: World) -> None:
    """The system answered: this document exists. Nobody may say that it does not."""
    document = given_again(world)
    assert document.state == State.HELD_IN_DOUBT
    with pytest.raises(Refused):
        person.does_not_exist(world.env, document.pk, "Ana", "I do not see it")
    world.run()
    assert len(standing(world)) == 1


def test_what_got_a_number_again_and_was_deleted_as_well_can_be_issued(world: World) -> None:
    document = given_again(world)
    world.sandbox.person.delete_last("FCT")
    person.gone(world.env, world.document("1001").pk, "Ana", "deleted")
    world.clock.advance(timedelta(minutes=30))
    person.does_not_exist(world.env, document.pk, "Ana", "deleted, too")
    world.run()
    assert world.document("1002").state == State.VERIFIED
    assert len(standing(world)) == 1


def test_what_got_a_number_again_and_another_total_is_taken_by_its_mark_and_disputed(world: World) -> None:
    document = given_again(world)
    world.sandbox.company().documents[-1].net += Decimal("0.01")
    person.gone(world.env, world.document("1001").pk, "Ana", "deleted")
    person.this_is_it(world.env, document.pk, "0001", "Ana")
    world.run()
    assert world.document("1002").state == State.DISPUTED
    assert alarms() == {"DISPUTED"}


def test_a_stray_that_was_deleted_since_is_not_adopted(world: World) -> None:
    """Its number may be another order's by now."""
    row = world.hear(order("1001"))
    decide(world.env, row.pk)
    reference = world.document().reference
    Document.objects.update(look_at=None)
    world.sandbox.person.issue("FCT", "121.00", mentions=reference)
    reconcile_system(world.env, world.system.pk, 10)
    assert Stray.objects.count() == 1
    world.sandbox.person.delete_last("FCT")
    world.sandbox.person.issue("FCT", "121.00")
    Document.objects.update(look_at=world.clock.now())
    world.run()
    document = world.document()
    assert document.state == State.VERIFIED
    assert len(world.sandbox.ledger.mentioning(reference)) == 2
    assert document.number == "0002"


@pytest.mark.parametrize("state", [State.WITHDRAWN, State.HELD])
def test_our_mark_on_a_document_that_we_gave_up_is_an_alarm(world: World, state: State) -> None:
    row = world.hear(order("1001"))
    decide(world.env, row.pk)
    Document.objects.update(state=state, look_at=None)
    world.sandbox.person.issue("FCT", "121.00", mentions=world.document().reference)
    reconcile_system(world.env, world.system.pk, 10)
    assert alarms() == {"STRAY"}


def test_an_answer_that_comes_after_all_was_given_up_stops_the_second_sending(world: World) -> None:
    """A worker slept through lease and horizon with the answer in its hands; absent was concluded meanwhile."""
    row = world.hear(order("1001"))
    decide(world.env, row.pk)
    document = world.document()
    meanwhile = replace(world.env, crash=lambda point: None)

    def asleep(point: str) -> None:
        if point != "answer read" or world.document().state != State.SENDING:
            return
        world.sandbox.person.delete_last("FCT")
        world.clock.advance(timedelta(minutes=4))
        while world.document().state != State.READY:
            world.clock.advance(timedelta(minutes=2))
            advance(meanwhile, document.pk)
        world.sandbox.person.issue("FCT", "121.00", mentions=document.reference)

    advance(replace(world.env, crash=asleep), document.pk)
    assert "LATE-ANSWER" in alarms()
    world.run()
    assert len(standing(world)) == 1


def test_a_refused_credit_note_is_an_alarm(world: World) -> None:
    world.hear(order("1001", line("1", "242.00"), line("2", "11.10", "11")))
    world.run()
    refund = Refund(
        id="9", at=START, gross=Decimal("11.10"), lines=(RefundLine("2", Decimal(1), Decimal("11.10")),)
    )
    world.hear(order("1001", line("1", "242.00"), line("2", "11.10", "11"), refunds=(refund,)))
    world.tick()
    world.tick()
    credit = Document.objects.get(kind="credit_note")
    held = leases.lease(credit.pk, world.clock.now(), leases.DURATION)
    assert held is not None
    outcomes.refused(held, None, say("No."), "nu", world.clock.now())
    assert alarms() == {"CREDIT-REFUSED"}


def test_an_order_from_the_future_does_not_date_the_series_ahead(world: World) -> None:
    """A shop whose clock is a month fast: the document is of today, and so are all that follow."""
    world.settings(issue_date=DateBasis.ORDERED)
    world.hear(order("1001", placed_at=START + timedelta(days=30)))
    world.run()
    assert world.document().issued_on == START.date()
    assert SeriesBook.objects.get().last_date == START.date()


def test_a_series_dated_ahead_waits_for_a_person(world: World) -> None:
    """A clock was wrong and is right again: no document carries a date that has not come."""
    world.hear(order("1001"))
    world.run()
    SeriesBook.objects.update(last_date=START.date() + timedelta(days=40))
    world.hear(order("1002"))
    world.run()
    document = world.document("1002")
    assert document.state == State.READY
    assert document.reason is not None
    assert "SERIES-AHEAD" in alarms()
    world.clock.advance(timedelta(days=40))
    world.run()
    assert world.document("1002").state == State.VERIFIED
    assert alarms() == set()


def test_a_series_that_goes_on_says_nothing_of_one_that_is_dated_ahead(world: World) -> None:
    """Its alarm came and went with each document of the other."""
    world.hear(order("1001"))
    world.run()
    SeriesBook.objects.update(last_date=START.date() + timedelta(days=40))
    world.hear(order("1002"))
    world.run(until=timedelta(minutes=1))
    world.settings(series=AWKWARD_SERIES)
    world.hear(order("1003"))
    decide(world.env, Order.objects.get(number="1003").pk)
    Document.objects.filter(order__number="1003").update(fence=1)  # it was looked at once before
    Document.objects.filter(order__number="1002").update(look_at=world.clock.now() + timedelta(days=1))
    world.run(until=timedelta(minutes=1))
    assert world.document("1003").state == State.VERIFIED
    assert alarms() == {"SERIES-AHEAD"}
