"""An invoice that somebody cancels in the system, and one that was cancelled from here and is restored there."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

import pytest
from msgspec.structs import replace
from tests.flows.test_gone import issued
from tests.flows.test_gone_credits import asked
from tests.support import books, oblio
from tests.support.world import START, World, order

from facturier.drafting.settings import PaymentMap
from facturier.flows import transmit_asked
from facturier.flows.ask import ask
from facturier.flows.issued import issued_of
from facturier.flows.reconcile import reconcile_system
from facturier.model.order import Payment
from facturier.store import installation
from facturier.store.models import Alarm, Document, Effect, State, Wish


@pytest.fixture
def world(transactional_db: None, tmp_path: Path) -> Iterator[World]:
    yield oblio.build(tmp_path)
    installation.identity.cache_clear()


def person(world: World) -> Any:
    return cast(Any, world.sandbox).person


def alarms() -> dict[str, str]:
    """What open ones say, by code and row."""
    rows = Alarm.objects.filter(closed_at=None)
    return {f"{one.code} {one.subject}": str(one.message) for one in rows}


def test_it_is_told_and_can_be_cancelled_here_too(world: World) -> None:
    document = issued(world)
    person(world).cancel("FCT", document.number)
    found = reconcile_system(world.env, world.system.pk)
    (told,) = alarms().items()
    assert told[0] == f"CANCELLED-THERE document:{document.pk}"
    assert told[1].startswith("Somebody cancelled FCT 0001 of order 1001 in Oblio.")
    assert [str(one) for one in found.drift] == [told[1]]
    assert asked(world, document, "cancel").state == Wish.State.DONE
    assert (document.cancelled_at is not None, alarms()) == (True, {})
    assert asked(world, document, "reissue").state == Wish.State.DONE
    assert [one.cancelled for one in world.sandbox.ledger.entries()] == [True, False]
    reconcile_system(world.env, world.system.pk)
    assert alarms() == {}


def test_what_is_restored_there_is_told_no_more_wherever_it_stands(world: World) -> None:
    document = issued(world)
    person(world).cancel("FCT", document.number)
    reconcile_system(world.env, world.system.pk)
    issued(world, "1002")
    reconcile_system(world.env, world.system.pk)
    assert list(alarms()) == [f"CANCELLED-THERE document:{document.pk}"]
    person(world).restore("FCT", document.number)
    world.clock.sleep(3600)
    reconcile_system(world.env, world.system.pk)
    assert alarms() == {}


def test_it_is_not_credited_as_well(world: World) -> None:
    document = issued(world)
    person(world).cancel("FCT", document.number)
    asked(world, document, "credit", whole=True)
    credit = Document.objects.get(original=document)
    assert credit.state == State.WITHDRAWN
    assert str(credit.reason).startswith("Somebody cancelled FCT 0001")
    assert f"CANCELLED-THERE document:{document.pk}" in alarms()
    assert len(world.sandbox.ledger.entries()) == 1


def test_no_payment_is_added_to_it(world: World) -> None:
    world.settings(payments=(PaymentMap("card", type="Card", record=True),))
    document = issued(world)
    person(world).cancel("FCT", document.number)
    reconcile_system(world.env, world.system.pk)
    paid = Payment(method="card", paid=Decimal("121.00"), paid_at=START)
    world.hear(replace(order("1001"), payment=paid))
    world.run()
    pay = Effect.objects.get(document=document, what="pay")
    assert (pay.state, str(pay.reason)) == (
        Effect.State.HELD,
        alarms()[f"CANCELLED-THERE document:{document.pk}"],
    )
    assert world.sandbox.ledger.entries()[0].paid == 0


def test_its_e_invoice_is_not_sent(world: World) -> None:
    document = issued(world)
    person(world).cancel("FCT", document.number)
    reconcile_system(world.env, world.system.pk)
    transmit_asked.first(world.env, document, "Ana")
    world.run(timedelta(minutes=5))
    send = Effect.objects.get(document=document, what="transmit")
    assert send.state == Effect.State.HELD
    assert str(send.reason) == alarms()[f"CANCELLED-THERE document:{document.pk}"]
    assert not cast(Any, world.sandbox.ledger.entries()[0]).transmitted


def test_what_was_cancelled_here_and_is_restored_there_is_told(world: World) -> None:
    document = issued(world)
    assert asked(world, document, "cancel").state == Wish.State.DONE
    issued(world, "1002")
    person(world).restore("FCT", document.number)
    world.clock.sleep(3600)
    reconcile_system(world.env, world.system.pk)
    (told,) = alarms().items()
    assert told[0] == f"RESTORED-THERE document:{document.pk}"
    assert "was cancelled from here, and somebody restored it in Oblio" in told[1]
    person(world).cancel("FCT", document.number)
    reconcile_system(world.env, world.system.pk)
    assert alarms() == {}


def test_a_list_that_lags_after_our_own_cancel_tells_nothing(world: World) -> None:
    document = issued(world)
    ask(world.env, document, Wish.What.CANCEL, "Ana")
    world.run(timedelta(seconds=30))
    person(world).restore("FCT", document.number)
    reconcile_system(world.env, world.system.pk)
    assert alarms() == {}


def test_in_the_book_by_another_connection(transactional_db: None, tmp_path: Path) -> None:
    world = books.build(tmp_path)
    document = issued(world)
    world.env.system(world.system, []).cancel(issued_of(document))
    reconcile_system(world.env, world.system.pk)
    assert list(alarms()) == [f"CANCELLED-THERE document:{document.pk}"]
    assert asked(world, document, "cancel").state == Wish.State.DONE
    assert alarms() == {}
    installation.identity.cache_clear()
