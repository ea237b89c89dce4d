"""Take-over: what another tool invoiced already is found, and not invoiced again."""

from datetime import timedelta

import pytest
from tests.support.world import World, order

from facturier.drafting.settings import Selection
from facturier.flows import takeover
from facturier.flows.ask import ask
from facturier.flows.takeover import TakenOver, take_over
from facturier.model.kinds import DocumentKind
from facturier.store import accounts, leases
from facturier.store.models import Document, Order, Standing, State, Wish


def told(world: World, *numbers: str) -> None:
    for number in numbers:
        world.hear(order(number))
    world.run()


def only_paid(world: World) -> None:
    world.settings(selection=Selection(only_paid=True))


def ready(world: World) -> None:
    """The way somebody moves over: all is set up and paused, and the shop's orders are there."""
    accounts.pause(world.route, None, "Ana", world.clock.now())
    told(world, "1001")
    assert world.document().state == State.READY


def resumed(world: World) -> None:
    accounts.resume(world.route, world.clock.now())
    world.run()


def taken(world: World, number: str) -> TakenOver:
    return take_over(world.env, world.route.pk, "FCT", [number], "Ana")


def test_documents_of_another_tool_are_taken_over(world: World) -> None:
    only_paid(world)
    number = world.sandbox.person.issue("FCT", "121.00", mentions="Comanda 1001")
    told(world, "1001", "1002")
    result = take_over(world.env, world.route.pk, "FCT", [number, "0002"], "Ana")
    assert result.orders == {"1001": f"FCT {number}"}
    world.settings(selection=Selection())
    told(world, "1001", "1002")
    assert Order.objects.get(number="1001").standing == Standing.CLOSED
    assert world.document("1002").state == State.VERIFIED
    assert len(world.sandbox.ledger.entries()) == 2


@pytest.mark.parametrize("total", ["120.00", "122.00"])
def test_a_document_that_fits_only_half_is_reported_not_taken(world: World, total: str) -> None:
    only_paid(world)
    number = world.sandbox.person.issue("FCT", total, mentions="Comanda 1001")
    told(world, "1001")
    result = taken(world, number)
    assert result.orders == {}
    assert len(result.unclear) == 1


@pytest.mark.parametrize("state", [State.READY, State.HELD, State.REFUSED])
def test_an_order_that_is_ready_or_held_is_not_invoiced_after_it(world: World, state: State) -> None:
    number = world.sandbox.person.issue("FCT", "121.00", mentions="Comanda 1001")
    ready(world)
    Document.objects.update(state=state)
    assert taken(world, number).orders == {"1001": f"FCT {number}"}
    assert world.document().state == State.WITHDRAWN
    resumed(world)
    told(world, "1001")
    order_row = Order.objects.get()
    assert (order_row.standing, str(order_row.reason)) == (
        Standing.CLOSED,
        f"Issued elsewhere as FCT {number}; taken over by Ana.",
    )
    assert len(world.sandbox.ledger.entries()) == 1


def test_a_document_that_a_worker_has_just_now_is_left_and_told(world: World) -> None:
    number = world.sandbox.person.issue("FCT", "121.00", mentions="Comanda 1001")
    ready(world)
    held = leases.lease(world.document().pk, world.clock.now(), timedelta(minutes=3))
    assert held is not None
    result = taken(world, number)
    assert (result.orders, len(result.unclear)) == ({}, 1)
    assert world.document().state == State.READY
    leases.release(held, None)
    assert taken(world, number).orders == {"1001": f"FCT {number}"}


@pytest.mark.parametrize(("kind", "series"), [(DocumentKind.INVOICE, "FCT"), (DocumentKind.PROFORMA, "PF")])
def test_an_order_with_a_document_of_its_own_is_told_of(
    world: World, kind: DocumentKind, series: str
) -> None:
    """Two tools invoiced it; or a proforma stands here, of which somebody made the invoice elsewhere."""
    world.settings(kind=kind, series=series)
    number = world.sandbox.person.issue("FCT", "121.00", mentions="Comanda 1001")
    told(world, "1001")
    result = taken(world, number)
    assert result.orders == {}
    assert str(world.document()) in str(result.unclear[0])
    assert world.document().state == State.VERIFIED
    assert Order.objects.get().standing == Standing.VERIFIED


def test_our_own_invoice_is_no_other_tools_for_a_second_connection(world: World) -> None:
    """Two connections tell of one sale, and the order's number is printed on what was issued for it."""
    world.settings(observations="Comanda %(order)s")
    world.hear(order("1001"))
    other = world.second_eye()
    twin = world.hear(order("1001"), other.shop)
    world.run()
    document = Document.objects.get()
    result = take_over(world.env, other.pk, "FCT", [document.number], "Ana")
    assert result == TakenOver(read=1)
    twin.refresh_from_db()
    assert twin.closed_by == ""
    ask(world.env, document, Wish.What.REISSUE, "Ana")
    world.run(timedelta(days=1))
    assert [entry.stands for entry in world.sandbox.ledger.entries()] == [False, True]


def test_a_document_whose_paper_cannot_be_read_is_told(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A scan, perhaps. It may be anybody's: nothing is closed, and nobody thinks that it was looked at."""
    only_paid(world)
    number = world.sandbox.person.issue("FCT", "121.00", mentions="Comanda 1001")
    told(world, "1001")
    monkeypatch.setattr(takeover, "text_of", lambda pdf: None)
    result = taken(world, number)
    assert (result.read, result.orders) == (1, {})
    assert [str(why) for why in result.unclear] == [
        f"The PDF of FCT {number} (121.00) cannot be read, so it is not known which order it is for. Look at it."
    ]


def test_a_sale_that_is_invoiced_through_another_connection_is_told_of(world: World) -> None:
    """Somebody issued one by hand as well: it is no reason to forget that there are two."""
    world.hear(order("1001"))
    other = world.second_eye()
    world.hear(order("1001"), other.shop)
    world.run()
    document = Document.objects.get()
    number = world.sandbox.person.issue("FCT", "121.00", mentions="Comanda 1001")
    result = take_over(world.env, other.pk, "FCT", [number], "Ana")
    assert result.orders == {}
    assert str(document) in str(result.unclear[0])
    assert not document.sale.elsewhere
