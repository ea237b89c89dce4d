"""News of an order while its document is on its way, or after it: nothing is sent as if nobody had said anything."""

from decimal import Decimal

import pytest
from tests.support.world import World, line, order

from facturier.flows import cure
from facturier.model.order import Elsewhere, OrderLine, OrderState, Quantities
from facturier.sandbox.faults import Fault, Trouble
from facturier.store.models import Alarm, Order, Standing, State

ANOTHER = (Elsewhere(tool="Other", series="X", number="5"),)


def two(cancelled: int = 0) -> tuple[OrderLine, OrderLine]:
    quantity = Quantities(Decimal(2), cancelled=Decimal(cancelled))
    return line("1", "242.00", quantity=quantity), line("2", "11.10", "11")


def total(world: World) -> list[Decimal]:
    return [entry.total for entry in world.sandbox.ledger.entries()]


def alarms() -> set[str]:
    return set(Alarm.objects.filter(closed_at=None).values_list("code", flat=True))


@pytest.fixture
def doubted(world: World) -> World:
    """Its request was lost, which nobody knows yet."""
    world.sandbox.faults.add(Fault(Trouble.LOST_REQUEST, match="POST .*/invoice/v2", times=1))
    world.hear(order("1001", *two(), payable=Decimal("253.10")))
    world.tick()
    world.tick()
    assert world.document().state == State.IN_DOUBT
    return world


def test_what_another_tool_invoiced_during_a_doubt_is_not_invoiced_again(doubted: World) -> None:
    doubted.hear(order("1001", *two(), payable=Decimal("253.10"), elsewhere=ANOTHER))
    doubted.run()
    assert total(doubted) == []
    assert "X 5" in str(Order.objects.get().reason)


def test_an_order_put_on_hold_during_a_doubt_waits(doubted: World) -> None:
    doubted.hear(order("1001", *two(), payable=Decimal("253.10"), state=OrderState.HELD))
    doubted.run()
    assert total(doubted) == []
    assert Order.objects.get().standing == Standing.WAITING


def test_a_thing_that_the_shop_cancels_during_a_doubt_is_not_invoiced(doubted: World) -> None:
    doubted.hear(order("1001", *two(cancelled=1), payable=Decimal("253.10")))
    doubted.run()
    assert total(doubted) == [Decimal("132.10")]


def test_a_correction_made_during_a_doubt_counts(doubted: World) -> None:
    cure.cure(doubted.env, Order.objects.get(), {"buyer.name": "Ana Corect"}, "Ana")
    doubted.run()
    (entry,) = doubted.sandbox.ledger.entries()
    assert entry.client == "Ana Corect"


def test_a_doubt_that_proves_right_is_not_asked_again_for_news_without_weight(doubted: World) -> None:
    doubted.hear(order("1001", *two(), payable=Decimal("253.10"), status="packed"))
    doubted.run()
    assert total(doubted) == [Decimal("253.10")]
    assert not alarms()


def test_a_thing_that_the_shop_cancels_after_issue_is_told(world: World) -> None:
    world.hear(order("1001", *two(), payable=Decimal("253.10")))
    world.run()
    world.hear(order("1001", *two(cancelled=1), payable=Decimal("253.10")))
    world.run()
    assert alarms() == {"EDITED-AFTER-ISSUE"}


def test_what_was_cancelled_before_issue_is_no_edit(world: World) -> None:
    for status in ("processing", "packed"):
        world.hear(order("1001", *two(cancelled=1), payable=Decimal("253.10"), status=status))
        world.run()
    assert total(world) == [Decimal("132.10")]
    assert not alarms()


def test_another_tool_s_document_after_issue_is_told(world: World) -> None:
    """The old plug-in was left on."""
    world.hear(order("1001"))
    world.run()
    world.hear(order("1001", elsewhere=ANOTHER))
    world.run()
    assert "X 5" in str(Alarm.objects.get(code="ISSUED-ELSEWHERE").message)


def test_another_tool_s_document_beside_our_draft_is_told(world: World) -> None:
    world.settings(prepare_only=True)
    world.hear(order("1001"))
    world.run()
    assert world.document().number == ""
    world.hear(order("1001", elsewhere=ANOTHER))
    world.run()
    assert "X 5" in str(Alarm.objects.get(code="ISSUED-ELSEWHERE").message)


def test_another_tool_s_document_that_comes_while_ours_is_made_is_told(world: World) -> None:
    world.hear(order("1001"))
    world.tick()
    world.hear(order("1001", elsewhere=ANOTHER))
    world.tick()
    world.run()
    assert (total(world) == []) != ("ISSUED-ELSEWHERE" in alarms())


def test_our_own_number_in_another_tool_s_field_is_no_second_document(world: World) -> None:
    """A shop's theme may show it there."""
    world.hear(order("1001"))
    world.run()
    number = world.document().number
    world.hear(order("1001", elsewhere=(Elsewhere(tool="Other", number=number),)))
    world.run()
    assert not alarms()
