"""After a restore, what was issued before is taken over: its mark was seen in an account, under a number."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from tests.flows.test_reconcile import forget_everything_since
from tests.support import oblio
from tests.support.world import World, build, order, smartbill_connection

from facturier.flows.decide import decide
from facturier.flows.issued import issued_of
from facturier.flows.recover import enter, recover
from facturier.model.document import Issued
from facturier.model.kinds import DocumentKind
from facturier.sandbox.faults import Trouble
from facturier.sandbox.transport import InProcess
from facturier.store import installation
from facturier.store.models import Alarm, Connection, State, Stray
from facturier.systems.smartbill.sandbox import create
from facturier.systems.smartbill.sandbox.app import SmartBillSandbox


def told(code: str) -> bool:
    return Alarm.objects.filter(code=code, closed_at=None).exists()


def restored(world: World) -> Issued:
    """An order's document is issued, and the book that knew of it is lost."""
    world.hear(order("1001"))
    world.run()
    found = issued_of(world.document())
    forget_everything_since()
    enter("older", world.env)
    recover(world.env)
    assert Stray.objects.count() == 1
    return found


def beside(world: World, sandbox: SmartBillSandbox) -> Connection:
    """The route names a new connection from now on."""
    Connection.objects.filter(pk=world.system.pk).update(label="Old")
    there = smartbill_connection(world.organisation, sandbox)
    sandboxes = {world.system.pk: world.sandbox, there.pk: sandbox}
    world.env = replace(world.env, transport=lambda row: lambda: InProcess(sandboxes[row.pk]))
    there.offers = world.env.system(there, []).offers()
    there.save()
    turn(world, there)
    return there


def turn(world: World, system: Connection) -> None:
    world.route.system = system
    world.route.save()


@pytest.fixture
def other(world: World) -> SmartBillSandbox:
    """Another account, to which the route was turned after the restore; the order asks for its document."""
    restored(world)
    sandbox = create(clock=world.clock)
    beside(world, sandbox)
    world.hear(order("1001"))
    return sandbox


def test_it_is_not_issued_again_in_another_account(world: World, other: SmartBillSandbox) -> None:
    world.run()
    document = world.document()
    assert document.state == State.HELD
    assert "FCT 0001 in Old carries the mark of this sale" in str(document.reason)
    assert other.ledger.entries() == ()
    turn(world, world.system)
    decide(world.env, document.order_id)
    world.run()
    document.refresh_from_db()
    assert (document.state, document.number, document.system_id) == (State.VERIFIED, "0001", world.system.pk)
    assert len(world.sandbox.ledger.entries()) == 1


def test_what_was_deleted_there_is_issued_here(world: World, other: SmartBillSandbox) -> None:
    world.sandbox.person.delete_last("FCT")
    world.run()
    assert world.document().state == State.VERIFIED
    assert len(other.ledger.entries()) == 1


def test_an_account_that_nobody_can_read_any_more_is_told(world: World, other: SmartBillSandbox) -> None:
    world.sandbox.person.change_token()
    world.run()
    document = world.document()
    assert document.state == State.HELD
    assert "may be this document, and that account cannot be read" in str(document.reason)
    assert other.ledger.entries() == ()
    assert not told("CONNECTION")


def test_it_waits_while_the_account_does_not_answer(world: World, other: SmartBillSandbox) -> None:
    world.sandbox.faults.add(Trouble.ERROR_503)
    world.run(until=timedelta(minutes=5))
    assert world.document().state == State.READY
    assert Connection.objects.get(pk=world.system.pk).silent_since is not None
    assert Connection.objects.get(pk=world.document().system_id).silent_since is None
    world.sandbox.faults.clear()
    world.run()
    assert world.document().state == State.HELD


def test_it_is_taken_over_through_another_connection_to_the_same_account(world: World) -> None:
    restored(world)
    there = beside(world, world.sandbox)
    world.hear(order("1001"))
    world.run()
    document = world.document()
    assert (document.state, document.number, document.system_id) == (State.VERIFIED, "0001", there.pk)
    assert len(world.sandbox.ledger.entries()) == 1


def test_two_accounts_that_number_alike_are_told_apart(world: World) -> None:
    """The number of the first is not called deleted: it stands in its own account."""
    world.hear(order("1001"))
    world.run()
    beside(world, create(clock=world.clock))
    world.hear(order("1002"))
    world.run()
    document = world.document("1002")
    assert document.state == State.HELD_IN_DOUBT
    assert "SmartBill gave the number FCT 0001, which order 1001 has in Old" in str(document.reason)
    assert not told("GONE")


def test_two_connections_to_one_account_tell_that_a_number_was_given_again(world: World) -> None:
    world.hear(order("1001"))
    world.run()
    beside(world, world.sandbox)
    world.sandbox.person.delete_last("FCT")
    world.hear(order("1002"))
    world.run()
    assert world.document("1002").state == State.HELD_IN_DOUBT
    assert Alarm.objects.get(code="GONE", closed_at=None).subject == f"document:{world.document().pk}"


@pytest.fixture(params=["smartbill", "oblio"])
def proforma(request: pytest.FixtureRequest, transactional_db: None, tmp_path: Path) -> Iterator[World]:
    """A world whose documents are proformas, in systems that tell them by their paper alone."""
    world = build(tmp_path) if request.param == "smartbill" else oblio.build(tmp_path)
    world.settings(kind=DocumentKind.PROFORMA, series="PF")
    yield world
    installation.identity.cache_clear()


def test_a_proforma_is_taken_over(proforma: World) -> None:
    restored(proforma)
    proforma.hear(order("1001"))
    proforma.run()
    document = proforma.document()
    assert (document.state, int(document.number)) == (State.VERIFIED, 1)
    assert not Alarm.objects.filter(closed_at=None).exists()


def test_a_proforma_that_was_deleted_meanwhile_is_made_again(proforma: World) -> None:
    made = restored(proforma)
    proforma.env.system(proforma.system, []).delete(made)
    proforma.hear(order("1001"))
    proforma.run()
    assert proforma.document().state == State.VERIFIED
    assert Stray.objects.count() == 0
