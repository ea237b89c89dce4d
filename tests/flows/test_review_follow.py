"""What follows from a document: wishes in any order, effects exactly once, and what a restored book may do."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import httpx
import pytest
from tests.support.world import START, Died, World, line, order

from facturier.drafting.choices import QuantitySource
from facturier.drafting.settings import PaymentMap
from facturier.flows import effects as flow
from facturier.flows import person
from facturier.flows.advance import advance
from facturier.flows.decide import decide
from facturier.flows.env import Env
from facturier.flows.find import poll
from facturier.flows.reconcile import reconcile_system
from facturier.flows.recover import enter, recover
from facturier.model.order import Payment, Quantities, Refund, RefundLine
from facturier.ports.errors import NotNow, Refused
from facturier.ports.http import Http
from facturier.sandbox.faults import Fault, Trouble
from facturier.store import accounts, wishes
from facturier.store.effects import Ending
from facturier.store.models import (
    Alarm,
    Connection,
    Document,
    Effect,
    Installation,
    Order,
    Standing,
    State,
    Wish,
)

CREATE = r"POST /SBORO/api/invoice/v2"
PAY = r"POST .*/payment"
LINES = (line("1", "242.00", quantity=Quantities(Decimal(2))), line("2", "11.10", "11"))


def issued(world: World, **parts: Any) -> Document:
    world.hear(order("1001", *LINES, **parts))
    world.run()
    return world.document()


def want(world: World, what: str, token: str, document: Document | None = None, **facts: Any) -> Wish:
    document = document or world.document()
    return wishes.wish(document.order, document, what, token, "Ana", world.clock.now(), **facts)


def standing_total(world: World) -> Decimal:
    there = [entry for entry in world.sandbox.ledger.entries() if not (entry.cancelled or entry.deleted)]
    return sum((entry.total for entry in there), Decimal(0))


def refund(identity: str = "9") -> Refund:
    lines = (RefundLine("2", Decimal(1), Decimal("11.10"), Decimal("1.10")),)
    return Refund(id=identity, at=START, gross=Decimal("11.10"), lines=lines)


@pytest.mark.parametrize("first", ["cancel", "credit"])
def test_cancel_and_credit_at_the_same_moment_never_give_less_than_nothing(world: World, first: str) -> None:
    issued(world)
    facts: dict[str, dict[str, bool]] = {"cancel": {}, "credit": {"whole": True}}
    (second,) = set(facts) - {first}
    for what in (first, second):
        want(world, what, "click", None, **facts[what])
    world.run()
    assert standing_total(world) == 0
    assert sorted(Wish.objects.values_list("what", "state")) == sorted([(first, "done"), (second, "held")])


def test_a_document_with_a_partial_credit_is_not_cancelled(world: World) -> None:
    issued(world)
    world.hear(order("1001", *LINES, refunds=(refund(),)))
    world.run()
    wanted = want(world, "cancel", "click")
    world.run()
    wanted.refresh_from_db()
    assert wanted.state == Wish.State.HELD
    assert standing_total(world) == Decimal("242.00")


def test_an_old_page_does_not_issue_a_third_document(world: World) -> None:
    """A second click on the first document, after it was issued again: that wish is fulfilled, not kept."""
    first = issued(world)
    want(world, "reissue", "click 1")
    world.run()
    late = want(world, "reissue", "click 2", document=first)
    world.run()
    late.refresh_from_db()
    assert late.state == Wish.State.DONE
    second = Document.objects.get(ordinal=2)
    want(world, "cancel", "click 3", document=second)
    world.run()
    world.hear(order("1001", *LINES, note="again"))
    world.run()
    assert Document.objects.count() == 2
    assert standing_total(world) == 0


def test_a_part_is_not_undone_for_a_reissue_that_cannot_come(world: World) -> None:
    world.settings(quantity=QuantitySource.SHIPPED)
    world.hear(order("1001", line("1", "242.00", quantity=Quantities(Decimal(2), shipped=Decimal(1)))))
    world.run()
    wanted = want(world, "reissue", "click")
    world.run()
    wanted.refresh_from_db()
    assert wanted.state == Wish.State.HELD
    assert standing_total(world) == Decimal("121.00")


def test_a_reissue_whose_undoing_is_refused_ends_and_undoes_nothing_later(world: World) -> None:
    issued(world)
    world.sandbox.person.change_token()
    wanted = want(world, "reissue", "click")
    world.run()
    wanted.refresh_from_db()
    assert wanted.state == Wish.State.HELD
    assert not Wish.objects.filter(state=Wish.State.WAITING).exists()


def test_cancelling_an_unsent_credit_leaves_its_order_open(world: World) -> None:
    original = issued(world)
    accounts.pause(world.route, None, "Ana", world.clock.now())
    want(world, "credit", "click", whole=True)
    world.run()
    credit = original.corrections.get()
    want(world, "cancel", "click", document=credit)
    accounts.resume(world.route, world.clock.now())
    world.run()
    order_row = Order.objects.get()
    assert order_row.closed_by == ""
    assert order_row.standing == Standing.VERIFIED


@pytest.mark.parametrize("state", [State.HELD, State.REFUSED, State.WITHDRAWN])
@pytest.mark.parametrize("what", ["cancel", "credit", "reissue"])
def test_every_wish_for_a_document_that_does_not_exist_ends(world: World, state: State, what: str) -> None:
    row = world.hear(order("1001"))
    decide(world.env, row.pk)
    Document.objects.update(state=state, look_at=None)
    wanted = want(world, what, "click")
    world.run()
    wanted.refresh_from_db()
    assert wanted.state == (Wish.State.DONE if what == "cancel" else Wish.State.HELD)
    assert world.sandbox.ledger.entries() == ()


def paid(world: World, until: timedelta = timedelta(hours=2)) -> None:
    world.settings(payments=(PaymentMap(method="banktransfer", type="Ordin plata", record=True),))
    issued(world)
    payment = Payment(method="banktransfer", paid=Decimal("253.10"), paid_at=START)
    world.hear(order("1001", *LINES, payment=payment))
    world.run(until)


def collected(world: World) -> list[Decimal]:
    return [entry.paid for entry in world.sandbox.ledger.entries()]


@pytest.mark.parametrize("seconds", [90, 300, 600])
def test_a_payment_that_lands_late_is_recorded_once(world: World, seconds: int) -> None:
    world.sandbox.faults.add(Fault(Trouble.LATE_COMMIT, match=PAY, times=1, seconds=seconds))
    paid(world)
    assert Effect.objects.get(what="pay").state == Effect.State.DONE
    assert collected(world) == [Decimal("253.10")]


def test_a_worker_that_dies_while_its_payment_is_on_the_way(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    pay = flow._DO["pay"]
    deaths: list[bool] = []

    def dies(env: Env, effect: Effect) -> Ending:
        if deaths:
            return pay(env, effect)
        deaths.append(True)
        world.sandbox.faults.add(Fault(Trouble.LATE_COMMIT, match=PAY, times=1, seconds=500))
        with pytest.raises(Exception, match="broke before"):
            pay(env, effect)
        raise Died("paying")

    monkeypatch.setitem(flow._DO, "pay", dies)
    with pytest.raises(Died):
        paid(world)
    world.run()
    assert collected(world) == [Decimal("253.10")]


def test_nothing_is_done_any_more_for_a_cancelled_document(world: World) -> None:
    world.sandbox.faults.add(Fault(Trouble.ERROR_503, match=PAY))
    paid(world, until=timedelta(minutes=1))
    want(world, "cancel", "click")
    world.run(until=timedelta(minutes=1))
    world.sandbox.faults.clear()
    world.run()
    assert Effect.objects.get(what="pay").state == Effect.State.DROPPED
    assert collected(world) == [Decimal(0)]


def test_an_effect_that_needs_a_person_is_an_alarm(world: World) -> None:
    world.hear(order("1001"))
    world.tick()
    while world.document().state != State.VERIFIED:
        world.tick()
    world.sandbox.person.change_token()
    world.run()
    assert Effect.objects.get(what="pdf").state == Effect.State.HELD
    assert Alarm.objects.filter(code="EFFECT", closed_at=None).exists()


def test_a_document_that_cannot_be_verified_says_why(world: World) -> None:
    row = world.hear(order("1001"))
    decide(world.env, row.pk)
    advance(world.env, world.document().pk)
    assert world.document().state == State.ISSUED
    world.sandbox.person.change_token()
    world.run(until=timedelta(minutes=5))
    assert world.document().reason is not None
    assert Connection.objects.get(pk=world.system.pk).trouble is not None


def test_a_call_that_may_outlast_its_lease_is_not_begun(world: World) -> None:
    calls: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        calls.append(request)
        return httpx.Response(200)

    http = Http(
        "http://system.test",
        scope="test",
        deadline=60,
        clock=world.clock,
        until=world.clock.now() + timedelta(seconds=90),
        transport=lambda: httpx.MockTransport(answer),
    )
    assert http.change("POST", "/").status == 200
    world.clock.advance(timedelta(seconds=31))
    with pytest.raises(NotNow):
        http.change("POST", "/")
    http.read("GET", "/")
    assert [request.method for request in calls] == ["POST", "GET"]


def test_a_worker_that_slept_before_its_call_does_not_send(world: World) -> None:
    """Its lease would end before the call does: nothing is sent, and the next look sends it."""
    row = world.hear(order("1001"))
    decide(world.env, row.pk)
    document = world.document()
    advance(replace(world.env, witness=lambda attempt: world.clock.sleep(60)), document.pk)
    assert world.document().state == State.READY
    assert world.sandbox.ledger.entries() == ()
    world.run()
    assert len(world.sandbox.ledger.entries()) == 1


def test_the_same_number_spelled_otherwise_is_still_another_orders(world: World) -> None:
    world.hear(order("1000"))
    world.run()
    world.sandbox.faults.add(Fault(Trouble.LOST_REQUEST, match=CREATE, times=1))
    world.hear(order("1001"))
    world.tick()
    world.tick()
    world.sandbox.person.issue("FCT", "121.00")
    world.run()
    document = world.document()
    assert document.state == State.HELD_IN_DOUBT
    with pytest.raises(Refused):
        person.this_is_it(world.env, document.pk, "1", "Ana")
    assert world.document().state == State.HELD_IN_DOUBT


def second_eye(world: World) -> Connection:
    """Another connection to the same account."""
    return Connection.objects.create(
        organisation=world.organisation,
        role=Connection.Role.SYSTEM,
        connector="smartbill",
        label="SmartBill again",
        settings=world.system.settings,
        secrets=world.system.secrets,
    )


def test_a_document_seen_through_a_second_connection_is_no_duplicate(world: World) -> None:
    issued(world)
    other = second_eye(world)
    world.route.pk, world.route.label, world.route.rank, world.route.system = None, "Other", 1, other
    world.route.save(force_insert=True)
    result = reconcile_system(world.env, other.pk, 1000)
    assert (result.read, result.drift) == (1, [])


def test_recovery_goes_on_while_a_document_cannot_be_read(world: World) -> None:
    """Whose it is could not be told: sending again now could make its sale a second invoice."""
    issued(world)
    Document.objects.update(number="", state=State.WITHDRAWN)
    enter("older", world.env)
    fault = world.sandbox.faults
    fault.add(Fault(Trouble.ERROR_502_HTML, match="GET /SBORO/api/invoice/pdf"))
    result = recover(world.env)
    assert result["SmartBill"].unread == 1
    assert Installation.objects.get().recovery is not None
    fault.clear()
    assert recover(world.env)["SmartBill"].strays == 1
    assert Installation.objects.get().recovery is None


def test_recovery_does_not_lift_the_stop_for_a_second_installation(world: World) -> None:
    issued(world)
    world.sandbox.person.issue("FCT", "121.00", mentions="FX-ZZZZ-AAAAAAAAAAAA")
    enter("older", world.env)
    recover(world.env)
    assert Installation.objects.get().recovery is not None


def test_two_polls_never_read_one_shop_at_once(world: World) -> None:
    seen: list[object] = []

    def shop(connection: Connection, *rest: object, **parts: object) -> Any:
        seen.append(Connection.objects.get(pk=connection.pk).look_at)
        raise RuntimeError("a bug in a connector")

    env = replace(world.env)
    object.__setattr__(env, "shop", shop)
    with pytest.raises(RuntimeError):
        poll(env, world.shop.pk)
    assert seen[0] is not None
    assert seen[0] > world.clock.now()  # type: ignore[operator]
