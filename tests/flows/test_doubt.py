"""A lost answer never becomes a second invoice, and never a missing one."""

from datetime import timedelta

import pytest
from tests.conftest import Make
from tests.support.world import Died, World, order

from facturier.flows import connections, person
from facturier.flows.advance import STEPS
from facturier.model.draft import Draft
from facturier.model.message import say
from facturier.ports.errors import Refused
from facturier.ports.system import Settlement, Verdict
from facturier.sandbox.faults import Fault, Trouble
from facturier.store.models import Alarm, Connection, Intent, Occupancy, Quarantine, State
from facturier.systems.smartbill.connector import SmartBill

CREATE = r"POST /SBORO/api/invoice/v2"
AFTER_EFFECT = [
    Trouble.LOST_ANSWER,
    Trouble.CUT_BODY,
    Trouble.EMPTY_BODY,
    Trouble.HTML_BODY,
    Trouble.ERROR_AFTER,
]
BEFORE_EFFECT = [Trouble.LOST_REQUEST, Trouble.ERROR_500_HTML, Trouble.ERROR_502_HTML, Trouble.ERROR_503]


def standing(world: World) -> list[str]:
    return [entry.number for entry in world.sandbox.ledger.entries() if entry.stands]


@pytest.mark.parametrize("fault", AFTER_EFFECT)
def test_an_answer_lost_after_the_effect_is_found_and_adopted(world: World, fault: Trouble) -> None:
    world.sandbox.faults.add(Fault(fault, match=CREATE, times=1))
    world.hear(order("1001"))
    world.run()
    document = world.document()
    assert document.state == State.VERIFIED
    assert standing(world) == [document.number]
    assert document.intents.get().outcome == "adopted"


@pytest.mark.parametrize("fault", BEFORE_EFFECT)
def test_a_request_that_had_no_effect_is_proved_absent_and_sent_again(world: World, fault: Trouble) -> None:
    world.sandbox.faults.add(Fault(fault, match=CREATE, times=1))
    world.hear(order("1001"))
    world.run()
    document = world.document()
    assert document.state == State.VERIFIED
    assert standing(world) == [document.number]
    assert [intent.outcome for intent in document.intents.order_by("id")] == ["absent", "issued"]


def test_nothing_is_called_absent_in_another_account(world: World) -> None:
    """Somebody turned the connection to another company while the answer was lost (seed 11300)."""
    world.sandbox.faults.add(Fault(Trouble.LOST_ANSWER, match=CREATE, times=1))
    world.hear(order("1001"))
    world.run(until=timedelta())
    right = world.system.settings
    Connection.objects.filter(pk=world.system.pk).update(settings={**right, "company": "87654329"})
    checks = connections.test(world.env, Connection.objects.get(pk=world.system.pk))
    assert [str(one.what) for one in checks if not one.ok] == ["Documents"]
    world.run()
    document = world.document()
    assert document.state == State.IN_DOUBT
    assert Alarm.objects.filter(code="CONNECTION", closed_at=None).exists()
    Connection.objects.filter(pk=world.system.pk).update(settings=right)
    world.run()
    assert world.document().state == State.VERIFIED
    assert len(world.sandbox.ledger.entries()) == 1


def test_nothing_is_noted_as_sent_to_another_company(world: World) -> None:
    """It is refused unsent; a worker that died over it would leave a doubt that only that account could end (seed
    1791)."""
    settings = {**world.system.settings, "company": "87654329"}
    Connection.objects.filter(pk=world.system.pk).update(settings=settings)
    world.hear(order("1001"))
    world.crash_at = "intent committed"
    world.run(until=timedelta())
    assert world.document().state == State.READY
    assert not Intent.objects.exists()


def test_nothing_is_called_absent_before_the_doubt_horizon(world: World) -> None:
    world.sandbox.faults.add(Fault(Trouble.LOST_REQUEST, match=CREATE, times=1))
    world.hear(order("1001"))
    world.run(until=timedelta(minutes=14))
    assert world.document().state == State.IN_DOUBT
    assert Occupancy.objects.count() == 1


@pytest.mark.parametrize("minutes", [1, 5, 10])
def test_a_commit_that_lands_minutes_later_is_still_adopted(world: World, minutes: int) -> None:
    world.sandbox.faults.add(Fault(Trouble.LATE_COMMIT, match=CREATE, times=1, seconds=minutes * 60))
    world.hear(order("1001"))
    world.run()
    document = world.document()
    assert document.state == State.VERIFIED
    assert standing(world) == [document.number]


def test_others_wait_while_a_series_is_in_doubt(world: World) -> None:
    world.sandbox.faults.add(Fault(Trouble.LATE_COMMIT, match=CREATE, times=1, seconds=300))
    world.hear(order("1001"))
    world.hear(order("1002"))
    world.run()
    assert {world.document("1001").state, world.document("1002").state} == {State.VERIFIED}
    assert sorted(standing(world)) == ["0001", "0002"]


@pytest.mark.parametrize(
    "point",
    ["position read", "intent committed", "answer read", "issued written", "verified written"],
)
def test_a_worker_that_dies_anywhere_leaves_one_document(world: World, point: str) -> None:
    one_document_although_a_worker_dies_at(point, world)


@pytest.mark.parametrize("fault", [Trouble.LOST_ANSWER, Trouble.LOST_REQUEST, Trouble.HTML_BODY])
def test_a_worker_that_dies_with_an_unclear_answer_leaves_one_document(world: World, fault: Trouble) -> None:
    world.sandbox.faults.add(Fault(fault, match=CREATE, times=1))
    one_document_although_a_worker_dies_at("answer kept", world)


def one_document_although_a_worker_dies_at(point: str, world: World) -> None:
    world.hear(order("1001"))
    world.crash_at = point
    with pytest.raises(Died):
        world.run()
    world.run()
    document = world.document()
    assert document.state == State.VERIFIED
    assert standing(world) == [document.number]


@pytest.mark.parametrize(("price", "state"), [("55.00", State.VERIFIED), ("121.00", State.HELD_IN_DOUBT)])
def test_a_document_that_a_person_made_meanwhile_is_never_adopted(
    world: World, price: str, state: State
) -> None:
    """One with our very total and no mark of anybody cannot be told apart by a machine: a person decides."""
    world.hear(order("1000"))
    world.run()
    world.sandbox.faults.add(Fault(Trouble.LOST_REQUEST, match=CREATE, times=1))
    world.hear(order("1001"))
    world.tick()
    world.tick()
    by_hand = world.sandbox.person.issue("FCT", price)
    world.run()
    document = world.document()
    assert document.state == state
    assert document.number != by_hand


def test_what_cannot_be_told_is_held_for_a_named_person(world: World) -> None:
    held_in_doubt(world)
    document = world.document()
    assert document.state == State.HELD_IN_DOUBT
    assert Alarm.objects.filter(code="HELD-IN-DOUBT", closed_at=None).exists()
    assert Occupancy.objects.count() == 0
    assert Quarantine.objects.filter(freed_at=None).exists()


def test_this_is_it_checks_the_total(world: World) -> None:
    held_in_doubt(world)
    document = world.document()
    with pytest.raises(Refused):
        person.this_is_it(world.env, document.pk, "0002", "Ana")
    person.this_is_it(world.env, document.pk, "0001", "Ana")
    world.run()
    assert world.document().number == "0001"
    assert not Alarm.objects.filter(code="HELD-IN-DOUBT", closed_at=None).exists()


def test_it_does_not_exist_looks_once_more_and_then_sends_again(world: World) -> None:
    world.sandbox.faults.add(Fault(Trouble.LOST_REQUEST, match=CREATE, times=1))
    world.sandbox.faults.add(Fault(Trouble.ERROR_502_HTML, match="GET /SBORO/api/invoice/pdf"))
    world.hear(order("1001"))
    world.tick()
    world.tick()
    world.sandbox.person.issue("FCT", "55.00")
    world.run()
    document = world.document()
    assert document.state == State.HELD_IN_DOUBT
    world.sandbox.faults.clear()
    assert person.does_not_exist(world.env, document.pk, "Ana", "I looked in SmartBill") is Verdict.ABSENT
    world.run()
    assert world.document().state == State.VERIFIED
    assert document.watches.count() == 1


def test_it_does_not_exist_is_corrected_by_what_is_found(world: World) -> None:
    held_in_doubt(world)
    world.sandbox.faults.clear()
    document = world.document()
    assert person.does_not_exist(world.env, document.pk, "Ana", "I saw nothing") is Verdict.FOUND
    world.run()
    assert standing(world).count(world.document().number) == 1
    assert not Alarm.objects.filter(closed_at=None).exists()


def held_in_doubt(world: World) -> None:
    """The document exists, but its PDF cannot be read until further notice."""
    world.sandbox.faults.add(Fault(Trouble.LOST_ANSWER, match=CREATE, times=1))
    world.sandbox.faults.add(Fault(Trouble.ERROR_502_HTML, match="GET /SBORO/api/invoice/pdf"))
    world.hear(order("1001"))
    world.tick()
    world.tick()
    world.sandbox.person.issue("FCT", "55.00")
    world.run()


def test_who_may_not_look_asks_a_person(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A doubt whose every look is refused would last for ever, and the series with it."""

    def refuses(*_: object) -> Settlement:
        raise Refused(say("No."), "Nu aveti acces.")

    monkeypatch.setattr(SmartBill, "settle", refuses)
    world.sandbox.faults.add(Fault(Trouble.LOST_REQUEST, match=CREATE, times=1))
    world.hear(order("1001"))
    world.run(until=timedelta(minutes=14))
    assert world.document().state == State.IN_DOUBT
    world.run()
    document = world.document()
    assert (document.state, document.words) == (State.HELD_IN_DOUBT, "Nu aveti acces.")
    assert Alarm.objects.filter(code="HELD-IN-DOUBT", closed_at=None).exists()
    assert not Occupancy.objects.exists()
    person.does_not_exist(world.env, document.pk, "Ana", "It is not in SmartBill.")
    world.run()
    assert world.document().state == State.VERIFIED
    assert standing(world) == ["0001"]


def test_a_frozen_draft_is_what_was_sent(world: World) -> None:
    world.sandbox.faults.add(Fault(Trouble.LOST_ANSWER, match=CREATE, times=1))
    world.hear(order("1001"))
    world.tick()
    world.tick()
    frozen: Draft = Intent.objects.get().draft
    world.clock.advance(timedelta(days=1))
    world.run()
    document = world.document()
    assert document.draft == frozen
    assert document.issued_on == frozen.issue_date


def test_every_state_has_a_step() -> None:
    assert set(STEPS) == set(State)


def test_second_installations_stop_both(make_world: Make) -> None:
    world = make_world()
    world.hear(order("1001"))
    world.run()
    stranger = "FX-ZZZZ-AAAAAAAAAAAA"
    world.sandbox.faults.add(Fault(Trouble.LOST_REQUEST, match=CREATE, times=1))
    world.hear(order("1002"))
    world.tick()
    world.tick()
    world.sandbox.person.issue("FCT", "121.00", mentions=stranger)
    world.run()
    assert Alarm.objects.filter(code="SECOND-INSTALLATION", closed_at=None).exists()
    world.hear(order("1003"))
    world.run()
    assert world.document("1003").state == State.READY
