"""Which buttons there are: each act only where the flows would grant it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from tests.support.world import World, line, order

from facturier.drafting.context import ClaimedLine
from facturier.flows import credit, person
from facturier.flows.ask import ask
from facturier.flows.options import for_document, for_order
from facturier.model.order import OrderState
from facturier.sandbox.faults import Fault, Trouble
from facturier.store.models import Order, State, Wish

CREATE = r"POST /SBORO/api/invoice/v2"


def order_acts(world: World) -> set[str]:
    return {act.value for act in for_order(Order.objects.get())}


def document_acts(world: World) -> set[str]:
    return {act.value for act in for_document(world.env, world.document())}


def test_an_order_that_is_ready_may_be_issued_corrected_closed_or_withdrawn(world: World) -> None:
    world.hear(order("1001"))
    world.tick()
    assert order_acts(world) == {"issue", "send", "correct", "close"}
    assert document_acts(world) == {"withdraw"}


def test_a_document_that_a_worker_has_is_not_withdrawn(world: World) -> None:
    world.hear(order("1001"))
    world.tick()
    document = world.document()
    document.lease_until = world.clock.now() + timedelta(minutes=1)
    assert for_document(world.env, document) == frozenset()


def test_a_held_order_is_corrected_tried_again_or_closed(world: World) -> None:
    world.hear(order("1001", line("1", "121.00", kind="unknown")))
    world.run()
    assert order_acts(world) == {"correct", "try_again", "close", "send"}


def test_a_verified_document_may_be_undone_in_every_way(world: World) -> None:
    world.hear(order("1001"))
    world.run()
    assert order_acts(world) == set()
    assert document_acts(world) == {"view", "cancel", "credit", "reissue", "gone"}


def test_what_is_credited_is_not_cancelled_and_what_is_credited_whole_only_issued_again(world: World) -> None:
    world.hear(order("1001", line("1", "121.00"), line("2", "11.10")))
    world.run()
    part = credit.chosen([ClaimedLine("2", Decimal(1), Decimal("11.10"))])
    ask(world.env, world.document(), Wish.What.CREDIT, "Ana", **part)
    assert document_acts(world) == {"view"}, "one thing at a time"
    world.run()
    assert document_acts(world) == {"view", "credit", "reissue"}
    ask(world.env, world.document(), Wish.What.CREDIT, "Ana", whole=True)
    world.run()
    assert document_acts(world) == {"view", "reissue"}


def test_a_cancelled_document_may_be_issued_again(world: World) -> None:
    world.hear(order("1001"))
    world.run()
    ask(world.env, world.document(), Wish.What.CANCEL, "Ana")
    world.run()
    assert document_acts(world) == {"view", "reissue"}


def test_what_was_deleted_there_may_be_issued_again(world: World) -> None:
    world.hear(order("1001"))
    world.run()
    world.sandbox.person.delete_last("FCT")
    person.gone(world.env, world.document().pk, "Ana", "deleted by mistake")
    assert document_acts(world) == {"view", "reissue"}


def test_a_doubt_is_settled_and_nothing_else(world: World) -> None:
    world.sandbox.faults.add(Fault(Trouble.LOST_ANSWER, match=CREATE, times=1))
    world.sandbox.faults.add(Fault(Trouble.ERROR_502_HTML, match="GET /SBORO/api/invoice/pdf"))
    world.hear(order("1001"))
    world.tick()
    world.tick()
    assert (order_acts(world), document_acts(world)) == (set(), set())
    world.sandbox.person.issue("FCT", "55.00")
    world.run()
    assert document_acts(world) == {"settle"}
    assert order_acts(world) == set()


def test_a_dispute_is_accepted_or_undone(world: World) -> None:
    world.hear(order("1001"))
    for _ in range(3):
        world.tick()
        if world.sandbox.company().documents:
            break
    world.sandbox.company().documents[0].net += 1
    world.run()
    assert world.document().state == State.DISPUTED
    assert document_acts(world) >= {"accept", "cancel", "credit"}


def test_an_order_that_a_person_closed_is_only_opened_again(world: World) -> None:
    row = world.hear(order("1001"))
    world.tick()
    person.close_order(world.env, row, "Ana", "a gift")
    assert order_acts(world) == {"reopen"}


@pytest.mark.parametrize("state", [OrderState.CANCELLED])
def test_an_order_that_the_shop_cancelled_may_be_asked_about_again(world: World, state: OrderState) -> None:
    world.hear(order("1001", state=state))
    world.run()
    assert order_acts(world) == {"try_again", "close"}
