"""Both books agree (invariant I4), also after a restore, and with the documents of another tool."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from tests.support.world import World, order

from facturier.flows import person, presence, walk
from facturier.flows.env import Env
from facturier.flows.reconcile import reconcile_system
from facturier.flows.recover import enter, recover
from facturier.flows.strangers import UNKNOWN, Judge, Reconciled
from facturier.model.message import say
from facturier.model.reference import Slot
from facturier.ports.errors import NotNow
from facturier.ports.system import Candidate, System
from facturier.sandbox.faults import Fault, Trouble
from facturier.store import evidence, installation, outcomes, wishes
from facturier.store.models import (
    Alarm,
    Attempt,
    AuditEvent,
    Document,
    Effect,
    Installation,
    Intent,
    Look,
    Order,
    SeriesWalk,
    State,
    Stray,
    Wish,
)


def issue(world: World, *numbers: str) -> None:
    for number in numbers:
        world.hear(order(number))
    world.run()


def alarms() -> list[str]:
    return sorted(Alarm.objects.filter(closed_at=None).values_list("code", flat=True))


def test_a_clean_account_raises_nothing(world: World) -> None:
    issue(world, "1001", "1002")
    world.sandbox.person.issue("FCT", "10.00")
    issue(world, "1003")
    result = reconcile_system(world.env, world.system.pk)
    assert (result.read, result.foreign, result.drift) == (1, 1, [])
    assert alarms() == []


def test_what_was_walked_once_is_not_read_again(world: World) -> None:
    issue(world, "1001")
    world.sandbox.person.issue("FCT", "10.00")
    assert reconcile_system(world.env, world.system.pk).read == 1
    assert reconcile_system(world.env, world.system.pk).read == 0


def test_a_second_document_with_our_mark_is_an_alarm(world: World) -> None:
    issue(world, "1001")
    world.sandbox.person.issue("FCT", "121.00", mentions=world.document().reference)
    reconcile_system(world.env, world.system.pk)
    assert alarms() == ["DUPLICATE"]


def test_what_lies_below_our_first_number_is_seen(world: World) -> None:
    """A person said of the first one, whose answer was lost, that it was another number (seed 6288)."""
    world.sandbox.faults.add(Fault(Trouble.LOST_ANSWER, match="POST /SBORO/api/invoice/v2", times=1))
    world.hear(order("1001"))
    world.run(until=timedelta())
    other = world.sandbox.person.issue("FCT", str(world.document().total))
    intent = evidence.open_intent(world.document())
    assert intent is not None
    outcomes.held_in_doubt(world.document(), intent, say("?"), "", world.clock.now())
    person.this_is_it(world.env, world.document().pk, other, "Ana")
    reconcile_system(world.env, world.system.pk)
    assert alarms() == ["DUPLICATE"]


def test_a_document_deleted_by_hand_is_an_alarm(world: World) -> None:
    issue(world, "1001")
    world.sandbox.person.delete_last("FCT")
    reconcile_system(world.env, world.system.pk)
    assert alarms() == ["GONE"]


def test_what_is_disputed_is_there(world: World) -> None:
    """Its total differs from ours by itself. Only where it changed once more, or is gone, is there more to tell."""
    world.hear(order("1001"))
    while not world.sandbox.company().documents:
        world.tick()
    world.sandbox.company().documents[0].net += 1
    world.run()
    assert world.document().state == State.DISPUTED
    reconcile_system(world.env, world.system.pk)
    assert alarms() == ["DISPUTED"]
    world.sandbox.company().documents[0].net += 1
    reconcile_system(world.env, world.system.pk)
    assert alarms() == ["DISPUTED", "GONE"]


def test_a_deleted_number_that_is_not_given_again_is_an_alarm(world: World) -> None:
    """The next number does not fall back then."""
    world.sandbox.switches.deleted_number_free = False
    issue(world, "1001")
    reconcile_system(world.env, world.system.pk)
    world.sandbox.person.delete_last("FCT")
    issue(world, "1002")
    reconcile_system(world.env, world.system.pk)
    assert Alarm.objects.get(closed_at=None).subject == f"document:{world.document('1001').pk}"


def test_a_number_that_somebody_else_has_by_now_is_an_alarm(world: World) -> None:
    issue(world, "1001", "1002")
    reconcile_system(world.env, world.system.pk)
    world.sandbox.person.delete_last("FCT")
    world.sandbox.person.delete_last("FCT")
    world.sandbox.person.issue("FCT", "7.77")
    world.sandbox.person.issue("FCT", "8.88")
    issue(world, "1003")
    reconcile_system(world.env, world.system.pk)
    assert alarms() == ["GONE", "GONE"]


def test_one_of_ours_under_the_number_of_a_deleted_one_is_seen(world: World) -> None:
    """The backup that was restored knew the deleted one, and not what got its number afterwards."""
    issue(world, "1001")
    reconcile_system(world.env, world.system.pk)
    world.sandbox.person.delete_last("FCT")
    mark = Slot("RO12345674", "shop/9", "fiscal", "", 1).reference(installation.identity())
    world.sandbox.person.issue("FCT", "10.00", mentions=mark)
    reconcile_system(world.env, world.system.pk)
    assert alarms() == ["GONE", UNKNOWN]


def test_what_stood_when_it_was_looked_at_is_not_asked_for_again(world: World) -> None:
    """Of what was there last time, only the newest: before that one is deleted, none before it can be."""
    issue(world, *(str(number) for number in range(1001, 1006)))
    reconcile_system(world.env, world.system.pk)
    assert reconcile_system(world.env, world.system.pk).looked == 1


def test_a_walk_that_was_broken_off_goes_on_where_it_came_to(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(walk, "KEPT_EVERY", 2)
    issue(world, *(str(number) for number in range(1001, 1006)))
    looked = presence.missing

    def breaks_off(env: Env, document: Document, system: System) -> bool:
        if document.number == "0005":
            raise NotNow(say("Not now."), world.clock.now())
        return looked(env, document, system)

    monkeypatch.setattr(presence, "missing", breaks_off)
    with pytest.raises(NotNow):
        reconcile_system(world.env, world.system.pk)
    assert SeriesWalk.objects.get().walked_to == 5
    monkeypatch.undo()
    assert reconcile_system(world.env, world.system.pk).looked == 2


def test_the_last_number_of_a_year_that_the_first_of_the_next_got_is_an_alarm(world: World) -> None:
    issue(world, "1001")
    world.sandbox.person.delete_last("FCT")
    world.clock.advance(timedelta(days=60))
    issue(world, "1002")
    assert world.document("1002").number == world.document("1001").number
    reconcile_system(world.env, world.system.pk)
    assert Alarm.objects.get(closed_at=None).subject == f"document:{world.document('1001').pk}"


def test_a_series_that_begins_anew_with_the_year_is_no_alarm(world: World) -> None:
    issue(world, *(str(number) for number in range(1001, 1006)))
    world.clock.advance(timedelta(days=60))
    next(one for one in world.sandbox.company().series if one.name == "FCT").next = 1
    reconcile_system(world.env, world.system.pk)
    world.sandbox.company().numbered.clear()  # last year's are in another book
    issue(world, "1006")
    assert world.document("1006").number == world.document("1001").number
    reconcile_system(world.env, world.system.pk)
    assert alarms() == []


def test_another_installation_stops_sending(world: World) -> None:
    issue(world, "1001")
    world.sandbox.person.issue("FCT", "121.00", mentions="FX-ZZZZ-AAAAAAAAAAAA")
    reconcile_system(world.env, world.system.pk)
    assert alarms() == ["SECOND-INSTALLATION"]
    issue(world, "1002")
    assert world.document("1002").state == State.READY


def forget_everything_since() -> None:
    """What restoring a backup from before the first order does to the book."""
    from django.db import connection

    tables = [model._meta.db_table for model in (AuditEvent, Look, Attempt, Effect, Intent, Document, Order)]
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(tables)}, store_sale, store_snapshot CASCADE")


def test_after_a_restore_nothing_is_sent_and_what_was_issued_is_adopted(world: World) -> None:
    issue(world, "1001", "1002")
    before = world.sandbox.ledger.entries()
    forget_everything_since()
    enter("older", world.env)
    issue(world, "1001", "1002")
    assert set(Document.objects.values_list("state", flat=True)) == {State.READY}
    results = recover(world.env)
    assert results["SmartBill"].strays == 2
    Document.objects.update(look_at=world.clock.now())
    world.run()
    assert set(Document.objects.values_list("state", flat=True)) == {State.VERIFIED}
    assert world.sandbox.ledger.entries() == before
    assert sorted(Document.objects.values_list("number", flat=True)) == ["0001", "0002"]


def test_what_was_on_its_way_when_the_backup_was_restored_is_waited_for(world: World) -> None:
    """The lost book had sent it, and had no answer; SmartBill makes the invoice minutes later (seed 4846)."""
    world.sandbox.faults.add(
        Fault(Trouble.LATE_COMMIT, match="POST /SBORO/api/invoice/v2", times=1, seconds=600)
    )
    world.hear(order("1001"))
    world.run(until=timedelta())
    forget_everything_since()
    enter("older", world.env)
    waited: list[datetime] = []
    assert recover(world.env, waited.append)["SmartBill"].strays == 1
    assert waited
    world.hear(order("1001"))
    world.run()
    assert len(world.sandbox.ledger.entries()) == 1
    assert world.document().state == State.VERIFIED


@pytest.mark.parametrize("mark", [True, False], ids=["with its mark", "without a mark"])
def test_what_was_reversed_since_the_backup_is_told(world: World, mark: bool) -> None:
    """A storno may print its original's mark or none (seeds 4271, 5179)."""
    world.sandbox.switches.storno_keeps_mentions = mark
    issue(world, "1001")
    world.sandbox.person.reverse("FCT", "0001")
    forget_everything_since()
    enter("older", world.env)
    drift = recover(world.env)["SmartBill"].drift
    assert alarms() == ["REVERSED", UNKNOWN]
    assert str(drift[1]).startswith(
        "FCT 0002 (-121.00) seems to credit FCT 0001, and this book does not know"
    )
    issue(world, "1001")
    assert world.document().number == "0001"
    assert alarms() == ["REVERSED"]


@pytest.mark.parametrize("mark", [True, False], ids=["with its mark", "without a mark"])
def test_what_was_reversed_since_a_backup_that_knows_it_is_told(world: World, mark: bool) -> None:
    world.sandbox.switches.storno_keeps_mentions = mark
    issue(world, "1001")
    enter("older", world.env)
    world.sandbox.person.reverse("FCT", "0001")
    recover(world.env)
    assert alarms() == ["REVERSED"]


def test_a_part_that_was_credited_since_the_backup_is_told_as_such(world: World) -> None:
    """Oblio's partial storno shows the mark of its invoice (seed 11161)."""
    issue(world, "1001")
    seen = Candidate("0002", Decimal("-1.00"), world.document().reference)
    Judge(world.env, world.system, "FCT", result := Reconciled()).judge(seen)
    assert str(result.drift[0]).startswith("FCT 0002 (-1.00) seems to credit FCT 0001")
    assert alarms() == ["REVERSED"]


def test_a_credit_note_of_ours_that_is_there_twice_is_told_as_such(world: World) -> None:
    """Of two with its mark, neither credits it (seed 1130)."""
    issue(world, "1001")
    document = world.document()
    wishes.wish(document.order, document, Wish.What.CREDIT, "click", "Ana", world.clock.now(), whole=True)
    world.run()
    credit = Document.objects.get(original=document)
    seen = Candidate("0009", credit.total, credit.reference)
    Judge(world.env, world.system, "FCT", Reconciled()).judge(seen)
    assert alarms() == ["DUPLICATE"]


def test_two_under_one_mark_that_the_book_lost_are_told(world: World) -> None:
    issue(world, "1001")
    world.sandbox.person.issue("FCT", "121.00", mentions=world.document().reference)
    forget_everything_since()
    enter("older", world.env)
    recover(world.env)
    assert alarms() == ["DUPLICATE", UNKNOWN]


def test_an_order_that_comes_back_after_recovery_is_adopted_too(world: World) -> None:
    issue(world, "1001")
    forget_everything_since()
    enter("older", world.env)
    recover(world.env)
    assert Stray.objects.count() == 1
    issue(world, "1001")
    assert len(world.sandbox.ledger.entries()) == 1
    assert world.document().state == State.VERIFIED


def test_the_same_database_is_not_recovery(world: World) -> None:
    assert enter("same", world.env) is None
    assert Installation.objects.get().recovery is None
