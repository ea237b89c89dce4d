"""One sale, one document, also when routes, shops and persons change their minds around a decision."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import msgspec
import pytest
from tests.support.world import START, World, line, order

from facturier.drafting.choices import QuantitySource, RefundsPolicy
from facturier.drafting.decide import decide as decided
from facturier.flows import ask, person
from facturier.flows import decide as flow
from facturier.flows.advance import advance
from facturier.flows.decide import decide
from facturier.model.order import OrderState, Origin, Quantities, Refund, RefundLine
from facturier.ports.shop import Heard
from facturier.sandbox.faults import Fault, Trouble
from facturier.store import leases, orders, slots, wishes
from facturier.store.models import (
    Alarm,
    Company,
    Document,
    Occupancy,
    Order,
    Standing,
    State,
    Wish,
)

CREATE = r"POST /SBORO/api/invoice/v2"


def ready() -> list[Document]:
    return list(Document.objects.filter(state=State.READY))


def standing_total(world: World) -> Decimal:
    gone = [entry for entry in world.sandbox.ledger.entries() if not (entry.cancelled or entry.deleted)]
    return sum((entry.total for entry in gone), Decimal(0))


def at_drafting(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """`act` happens once, between what a decision reads and what it writes."""
    done: list[bool] = []

    def drafted(*parts: object) -> object:
        decision = decided(*parts)  # type: ignore[arg-type]
        if not done:
            done.append(True)
            act()
        return decision

    monkeypatch.setattr(flow, "drafted", drafted)


def in_parts(world: World) -> None:
    world.settings(quantity=QuantitySource.SHIPPED)


def shipped(count: int, of: int = 3) -> Quantities:
    return Quantities(Decimal(of), shipped=Decimal(count))


def test_another_company_on_the_route_takes_the_document_over(world: World) -> None:
    row = world.hear(order("1001"))
    decide(world.env, row.pk)
    facts = msgspec.structs.replace(world.company.facts, tax_id="RO14399840")
    world.route.company = Company.objects.create(
        organisation=world.organisation, issuer="RO14399840", facts=facts
    )
    world.route.save()
    decide(world.env, row.pk)
    assert [document.company.issuer for document in ready()] == ["RO14399840"]


def test_an_order_with_another_number_has_one_document(world: World) -> None:
    row = world.hear(order("1001"))
    decide(world.env, row.pk)
    world.hear(order("1001", remote_id="1001", origin=Origin("shop.exemplu.test", "1001-1")))
    world.run()
    row.refresh_from_db()
    assert row.number == "1001-1"
    assert len(world.sandbox.ledger.entries()) == 1


@pytest.mark.parametrize("unsent", [State.READY, State.HELD])
def test_a_route_that_changes_to_parts_before_anything_was_sent(world: World, unsent: State) -> None:
    row = world.hear(order("1001", line("1", "363.00", quantity=shipped(1))))
    decide(world.env, row.pk)
    Document.objects.update(state=unsent)
    in_parts(world)
    decide(world.env, row.pk)
    world.run()
    assert [entry.total for entry in world.sandbox.ledger.entries()] == [Decimal("121.00")]
    assert Order.objects.get().standing == Standing.VERIFIED
    assert Document.objects.get(state=State.VERIFIED).part == "2"  # a whole sale's has no name (seed 9387)


def test_what_was_refunded_before_the_first_part_is_in_no_later_one(world: World) -> None:
    """The first part takes the refund off; the second was made for the very goods that were returned (proof, seed
    1284)."""
    in_parts(world)
    lines = (RefundLine("1", Decimal(2), Decimal("242.00")),)
    back = Refund("r1", START, Decimal("242.00"), lines)
    for told in ("", "changed"):
        sold = line("1", "363.00", quantity=shipped(3))
        world.hear(order("1001", sold, line("2", "121.00"), refunds=(back,), note=told))
        world.run()
    assert [entry.total for entry in world.sandbox.ledger.entries()] == [Decimal("121.00")]
    sold = line("1", "363.00", quantity=shipped(3))
    more = line("2", "121.00", quantity=shipped(1, 1))
    world.hear(order("1001", sold, more, refunds=(back,)))
    world.run()
    assert standing_total(world) == Decimal("242.00")


def test_parts_of_a_sale_are_made_of_one_connections_order_alone(world: World) -> None:
    """What was invoiced already is reckoned from one order's documents; and parts that were begun as a whole are not
    counted like those of the other (proof, seed 144)."""
    facts = order("1001", line("1", "363.00", quantity=shipped(1)))
    row = world.hear(facts)
    decide(world.env, row.pk)
    in_parts(world)
    decide(world.env, row.pk)
    other = world.second_eye().shop
    twin = world.hear(facts, other)
    decide(world.env, twin.pk)
    world.run()
    world.hear(order("1001", line("1", "363.00", quantity=shipped(3))), other)
    world.run()
    assert [entry.total for entry in world.sandbox.ledger.entries()] == [Decimal("121.00")]
    twin.refresh_from_db()
    assert twin.standing == Standing.CLOSED
    assert "already has its document" in str(twin.reason)


def test_what_a_person_cancelled_is_not_invoiced_again_through_another_connection(world: World) -> None:
    facts = order("1001")
    world.hear(facts)
    other = world.second_eye().shop
    twin = world.hear(facts, other)
    world.run()
    (document,) = Document.objects.all()
    ask.ask(world.env, document, Wish.What.CANCEL, "Ana", "a mistake", "token")
    world.run()
    for shop in (world.shop, other):
        world.hear(order("1001", note="changed"), shop)
    world.run()
    assert Document.objects.count() == len(world.sandbox.ledger.entries()) == 1
    twin.refresh_from_db()
    assert twin.standing == Standing.CLOSED


def test_a_route_that_changes_to_whole_before_anything_was_sent(world: World) -> None:
    in_parts(world)
    row = world.hear(order("1001", line("1", "363.00", quantity=shipped(1))))
    decide(world.env, row.pk)
    world.settings(quantity=QuantitySource.ORDERED)
    decide(world.env, row.pk)
    world.run()
    assert [entry.total for entry in world.sandbox.ledger.entries()] == [Decimal("363.00")]


def test_a_route_that_changes_after_the_first_part_holds_the_rest_for_a_person(world: World) -> None:
    in_parts(world)
    world.hear(order("1001", line("1", "363.00", quantity=shipped(1))))
    world.run()
    world.settings(quantity=QuantitySource.ORDERED)
    world.hear(order("1001", line("1", "363.00", quantity=shipped(3))))
    world.run()
    assert Order.objects.get().standing == Standing.HELD
    assert standing_total(world) == Decimal("121.00")


def test_a_part_proved_absent_and_the_next_part_never_overlap(world: World) -> None:
    in_parts(world)
    row = world.hear(order("1001", line("1", "363.00", quantity=shipped(1))))
    world.sandbox.faults.add(Fault(Trouble.LOST_REQUEST, match=CREATE, times=1))
    world.tick()
    world.tick()
    world.hear(order("1001", line("1", "363.00", quantity=shipped(2))))
    decide(world.env, row.pk)
    assert Document.objects.count() == 2
    Document.objects.filter(part="2").update(look_at=None)
    world.clock.advance(timedelta(minutes=17))
    first = Document.objects.get(part="1")
    while first.state == State.IN_DOUBT:
        world.clock.advance(timedelta(minutes=1))
        advance(world.env, first.pk)
        first.refresh_from_db()
    assert first.state == State.READY
    decide(world.env, row.pk)
    Document.objects.filter(state=State.READY).update(look_at=world.clock.now())
    world.run()
    assert standing_total(world) == Decimal("242.00")
    world.hear(order("1001", line("1", "363.00", quantity=shipped(3))))
    world.run()
    assert standing_total(world) == Decimal("363.00")


def test_a_part_that_was_sent_while_the_next_one_was_reckoned(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The decider saw part 1 unsent and reckoned all that is shipped into it; part 1 left with less."""
    in_parts(world)
    row = world.hear(order("1001", line("1", "363.00", quantity=shipped(1))))
    decide(world.env, row.pk)
    world.hear(order("1001", line("1", "363.00", quantity=shipped(2))))
    at_drafting(monkeypatch, lambda: advance(world.env, ready()[0].pk))
    decide(world.env, row.pk)
    world.run()
    assert standing_total(world) == Decimal("242.00")


def test_a_cure_that_comes_while_the_order_is_decided_is_not_lost(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    buyer = msgspec.structs.replace(order().buyer, name="")
    row = world.hear(order("1001", buyer=buyer))
    world.clock.advance(timedelta(seconds=1))
    at_drafting(
        monkeypatch,
        lambda: orders.cure(row, "buyer.name", "Ana Exemplu", "Ana", world.clock.now()),
    )
    world.run()
    assert world.document().state == State.VERIFIED


def test_news_while_a_worker_has_the_document_is_decided_afterwards(world: World) -> None:
    """The worker had to give up for the moment; nothing may be stuck then, and the news counts."""
    row = world.hear(order("1001"))
    decide(world.env, row.pk)
    held = leases.lease(world.document().pk, world.clock.now(), leases.DURATION)
    assert held is not None
    world.hear(order("1001", line("1", "242.00")))
    decide(world.env, row.pk)
    leases.release(held, world.clock.now())
    world.run(until=timedelta(minutes=10))
    assert [entry.total for entry in world.sandbox.ledger.entries()] == [Decimal("242.00")]


@pytest.mark.parametrize("state", [OrderState.CANCELLED, OrderState.OPEN])
def test_what_no_longer_qualifies_while_a_worker_has_it_is_not_sent(world: World, state: OrderState) -> None:
    row = world.hear(order("1001"))
    decide(world.env, row.pk)
    held = leases.lease(world.document().pk, world.clock.now(), leases.DURATION)
    assert held is not None
    if state is OrderState.OPEN:
        world.route.active = False
        world.route.save()
    world.hear(order("1001", state=state, changed_at=START))
    decide(world.env, row.pk)
    leases.release(held, world.clock.now() + timedelta(minutes=1))
    world.run()
    row.refresh_from_db()
    assert row.standing == (Standing.WITHDRAWN if state is OrderState.CANCELLED else Standing.CLOSED)
    assert world.sandbox.ledger.entries() == ()


def test_a_document_that_was_prepared_while_a_person_closed_the_order_is_not_sent(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = world.hear(order("1001"))
    decide(world.env, row.pk)
    at_drafting(monkeypatch, lambda: person.close_order(world.env, row, "Ana", "a test"))
    decide(world.env, row.pk)
    world.run()
    assert world.sandbox.ledger.entries() == ()
    assert world.document().state == State.WITHDRAWN


def test_a_sale_that_was_taken_over_meanwhile_is_not_sent(world: World) -> None:
    row = world.hear(order("1001"))
    decide(world.env, row.pk)
    sale = world.document().sale
    slots.issued_elsewhere(
        sale.issuer, sale.origin, world.route.settings.kind.document_class, "OLD 7", world.organisation.pk
    )
    world.run()
    assert world.sandbox.ledger.entries() == ()


def test_a_document_that_is_issued_while_its_order_is_decided_shows_as_issued(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = world.hear(order("1001"))
    decide(world.env, row.pk)
    document = world.document()

    def issue() -> None:
        world.clock.advance(timedelta(seconds=1))
        for _ in range(2):
            advance(world.env, document.pk)

    world.settings(selection=type(world.route.settings.selection)(only_paid=True))
    at_drafting(monkeypatch, issue)
    decide(world.env, row.pk)
    world.run()
    row.refresh_from_db()
    assert row.standing == Standing.VERIFIED


def test_an_older_snapshot_never_wins_whatever_came_between(world: World) -> None:
    late = order("1001", line("1", "121.00"))
    newer = msgspec.structs.replace(order("1001", line("1", "242.00")), changed_at=START)
    for facts in (newer, None, late):
        raw = msgspec.json.encode(facts) if facts else b'{"half'
        heard = Heard(raw=raw, order=facts, remote_id="1001", number="1001", trouble="" if facts else "cut")
        orders.take_in(world.shop, heard, world.clock.now())
    snapshot = Order.objects.get().snapshot
    assert snapshot is not None
    assert snapshot.facts is None


def test_a_document_prepared_yesterday_is_decided_anew_before_it_is_sent(world: World) -> None:
    """Rates of exchange and of VAT, and the due date, go by the day."""
    world.settings(due_days=10)
    row = world.hear(order("1001"))
    decide(world.env, row.pk)
    before = world.document().drafted_on
    world.clock.advance(timedelta(days=3))
    world.run()
    document = world.document()
    assert document.state == State.VERIFIED
    assert before is not None
    assert document.drafted_on == before + timedelta(days=3)


def test_a_room_that_a_dead_worker_left_behind_is_taken_over(world: World) -> None:
    """The order was cancelled after the worker died with the series' room: others may still issue."""
    row = world.hear(order("1001"))
    decide(world.env, row.pk)
    world.crash_at = "position read"
    with pytest.raises(BaseException, match="position read"):
        advance(world.env, world.document().pk)
    assert Occupancy.objects.exists()
    world.clock.advance(timedelta(minutes=4))
    world.hear(order("1001", state=OrderState.CANCELLED, changed_at=START))
    decide(world.env, row.pk)
    world.hear(order("1002"))
    world.run()
    assert world.document("1002").state == State.VERIFIED


def test_a_paused_route_does_not_keep_the_series_from_others(world: World) -> None:
    row = world.hear(order("1001"))
    decide(world.env, row.pk)
    world.crash_at = "position read"
    with pytest.raises(BaseException, match="position read"):
        advance(world.env, world.document().pk)
    world.clock.advance(timedelta(minutes=4))
    occupant = world.document()
    other = world.hear(order("1002"))
    decide(world.env, other.pk)
    advance(world.env, world.document("1002").pk)
    assert world.document("1002").state == State.ISSUED
    assert occupant.state == State.READY


def test_who_lost_its_room_does_not_send(world: World) -> None:
    """The lease ran out while the position was read, and another document took the series' room."""
    row = world.hear(order("1001"))
    decide(world.env, row.pk)
    document = world.document()
    other = world.hear(order("1002"))
    decide(world.env, other.pk)

    def overtaken(point: str) -> None:
        if point == "position read" and world.document("1002").state == State.READY:
            world.clock.advance(timedelta(minutes=4))
            advance(replace(world.env, crash=lambda point: None), world.document("1002").pk)

    advance(replace(world.env, crash=overtaken), document.pk)
    assert world.document("1002").state == State.ISSUED
    assert world.document("1001").state == State.READY
    world.run()
    assert len(world.sandbox.ledger.entries()) == 2


def refund(identity: str = "9", gross: str = "11.10") -> Refund:
    lines = (RefundLine("2", Decimal(1), Decimal(gross), Decimal("1.10")),)
    return Refund(id=identity, at=START, gross=Decimal(gross), lines=lines)


LINES = (line("1", "242.00", quantity=Quantities(Decimal(2))), line("2", "11.10", "11"))


@pytest.mark.parametrize("policy", list(RefundsPolicy))
def test_a_refund_counts_once_though_the_route_changes_its_policy(
    world: World, policy: RefundsPolicy
) -> None:
    world.settings(refunds=policy)
    facts = order("1001", *LINES, refunds=(refund(),))
    world.hear(facts)
    world.run()
    (other,) = set(RefundsPolicy) - {policy}
    world.settings(refunds=other)
    world.hear(facts)
    world.run()
    assert standing_total(world) == Decimal("242.00")


def test_a_refund_heard_in_doubt_and_netted_afterwards_counts_once(world: World) -> None:
    world.sandbox.faults.add(Fault(Trouble.LOST_REQUEST, match=CREATE, times=1))
    world.hear(order("1001", *LINES))
    world.tick()
    world.tick()
    world.hear(order("1001", *LINES, refunds=(refund(),)))
    world.tick()
    assert Wish.objects.get().state == Wish.State.WAITING
    world.clock.advance(timedelta(days=1))
    world.run()
    assert standing_total(world) == Decimal("242.00")
    assert not Wish.objects.filter(state=Wish.State.WAITING).exists()


def test_a_refund_counts_on_the_document_that_was_issued_again(world: World) -> None:
    world.settings(refunds=RefundsPolicy.INVOICE_PLUS_CREDIT)
    world.hear(order("1001", *LINES, refunds=(refund(),)))
    world.run()
    assert standing_total(world) == Decimal("242.00")
    document = world.document()
    wishes.wish(document.order, document, "reissue", "click", "Ana", world.clock.now())
    world.run()
    assert standing_total(world) == Decimal("242.00")
    assert Document.objects.filter(original=None).count() == 2


@pytest.mark.parametrize("how", ["inactive", "another kind", "closed"])
def test_a_refund_after_issue_counts_whatever_became_of_the_route(world: World, how: str) -> None:
    row = world.hear(order("1001", *LINES))
    world.run()
    if how == "inactive":
        world.route.active = False
        world.route.save()
    elif how == "another kind":
        world.settings(selection=type(world.route.settings.selection)(only_paid=True))
    else:
        orders.close(row, "Ana", "no more", world.clock.now())
    world.hear(order("1001", *LINES, refunds=(refund(),)))
    world.run()
    assert standing_total(world) == Decimal("242.00")
    assert Alarm.objects.filter(closed_at=None).count() == 0
