"""“No document for this order” is said of the sale, whichever connection tells of it."""

from datetime import timedelta

import pytest
from tests.support.world import World, order

from facturier.drafting.decide import decide as decided
from facturier.flows import by_hand, person
from facturier.flows import decide as flow
from facturier.flows.ask import ask
from facturier.flows.decide import decide
from facturier.flows.preview import preview
from facturier.store import accounts, orders
from facturier.store.models import Connection, Document, Order, Standing, State, Wish


def news(world: World, *shops: Connection) -> None:
    """Something that a decision does not care for changed."""
    for shop in shops:
        world.hear(order("1001", note="changed"), shop)
    world.run()


def closed(world: World, row: Order) -> None:
    person.close_order(world.env, Order.objects.get(pk=row.pk), "Ana", "invoiced by hand as X 5")


def opened(world: World, row: Order) -> None:
    orders.reopen(Order.objects.get(pk=row.pk), "Ana", world.clock.now())
    decide(world.env, row.pk)
    world.run()


def stands_closed(row: Order) -> None:
    row.refresh_from_db()
    assert row.standing == Standing.CLOSED
    assert "Ana closed order 1001 of Shop" in str(row.reason)


def test_what_was_ready_of_the_closed_order_is_not_issued_through_another_connection(world: World) -> None:
    accounts.pause(world.route, None, "Ana", world.clock.now())
    row = world.hear(order("1001"))
    world.run(timedelta(minutes=1))
    other = world.second_eye().shop
    twin = world.hear(order("1001"), other)
    world.run(timedelta(minutes=1))
    closed(world, row)
    news(world, other, world.shop)
    assert world.sandbox.ledger.entries() == ()
    stands_closed(twin)


def test_an_order_that_is_told_of_later_is_closed_with_it(world: World) -> None:
    """Nothing of the sale was ready yet."""
    accounts.pause(world.route, None, "Ana", world.clock.now())
    row = world.hear(order("1001"))
    closed(world, row)
    twin = world.hear(order("1001"), world.second_eye().shop)
    world.run()
    assert Document.objects.count() == 0
    stands_closed(twin)
    assert preview(world.env, twin).decision.reason == twin.reason
    assert all(choice.why == twin.reason for choice in by_hand.choices(world.env, twin))


def test_what_was_ready_of_another_order_is_withdrawn(world: World) -> None:
    route = world.second_eye()
    accounts.pause(route, None, "Ana", world.clock.now())
    twin = world.hear(order("1001"), route.shop)
    world.run(timedelta(minutes=1))
    row = world.hear(order("1001"))
    world.run(timedelta(minutes=1))
    closed(world, row)
    world.run(timedelta(minutes=1))
    accounts.resume(route, world.clock.now())
    world.run()
    assert Document.objects.get().state == State.WITHDRAWN
    stands_closed(twin)


def test_a_close_during_the_decision_on_another_order_counts(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = world.hear(order("1001"))
    twin = world.hear(order("1001"), world.second_eye().shop)

    def drafted(*parts: object) -> object:
        if not Order.objects.get(pk=row.pk).closed_by:
            closed(world, row)
        return decided(*parts)  # type: ignore[arg-type]

    monkeypatch.setattr(flow, "drafted", drafted)
    decide(world.env, twin.pk)
    world.run()
    assert Document.objects.count() == 0
    stands_closed(twin)


def test_opening_it_again_frees_the_sale(world: World) -> None:
    row = world.hear(order("1001"))
    closed(world, row)
    twin = world.hear(order("1001"), world.second_eye().shop)
    world.run()
    stands_closed(twin)
    opened(world, row)
    assert world.document().state == State.VERIFIED
    assert len(world.sandbox.ledger.entries()) == 1


def test_opening_it_again_frees_it_for_the_other_order_too(world: World) -> None:
    """The first one's route is not active any more."""
    row = world.hear(order("1001"))
    closed(world, row)
    twin = world.hear(order("1001"), world.second_eye().shop)
    world.run()
    world.route.active = False
    world.route.save()
    opened(world, row)
    assert Document.objects.get().order == twin
    assert len(world.sandbox.ledger.entries()) == 1


def test_what_was_issued_of_another_order_goes_on(world: World) -> None:
    route = world.second_eye()
    twin = world.hear(order("1001"), route.shop)
    world.run()
    row = world.hear(order("1001"))
    world.run()
    closed(world, row)
    document = Document.objects.get()
    ask(world.env, document, Wish.What.REISSUE, "Ana")
    world.run()
    twin.refresh_from_db()
    assert twin.standing == Standing.VERIFIED
    assert [entry.stands for entry in world.sandbox.ledger.entries()] == [False, True]
