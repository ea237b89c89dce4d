"""Both books agree (invariant I4), also after a restore, and with the documents of another tool."""

import pytest
from tests.support.world import World, order

from facturier.flows.reconcile import reconcile_system
from facturier.flows.recover import enter, recover
from facturier.flows.takeover import take_over
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
    Standing,
    State,
    Stray,
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


def test_a_document_deleted_by_hand_is_an_alarm(world: World) -> None:
    issue(world, "1001")
    world.sandbox.person.delete_last("FCT")
    reconcile_system(world.env, world.system.pk)
    assert alarms() == ["GONE"]


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


def test_documents_of_another_tool_are_taken_over(world: World) -> None:
    world.settings(selection=type(world.route.settings.selection)(only_paid=True))
    number = world.sandbox.person.issue("FCT", "121.00", mentions="Comanda 1001")
    issue(world, "1001", "1002")
    result = take_over(world.env, world.route.pk, "FCT", [number, "0002"], "Ana")
    assert result.orders == {"1001": f"FCT {number}"}
    world.settings(selection=type(world.route.settings.selection)())
    issue(world, "1001", "1002")
    assert Order.objects.get(number="1001").standing == Standing.CLOSED
    assert world.document("1002").state == State.VERIFIED
    assert len(world.sandbox.ledger.entries()) == 2


@pytest.mark.parametrize("total", ["120.00", "122.00"])
def test_a_document_that_fits_only_half_is_reported_not_taken(world: World, total: str) -> None:
    world.settings(selection=type(world.route.settings.selection)(only_paid=True))
    number = world.sandbox.person.issue("FCT", total, mentions="Comanda 1001")
    issue(world, "1001")
    result = take_over(world.env, world.route.pk, "FCT", [number], "Ana")
    assert result.orders == {}
    assert len(result.unclear) == 1
