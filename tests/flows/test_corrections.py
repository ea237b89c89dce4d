"""Cancel, credit and re-issue: from the issued document, never more than it, never twice."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from tests.support.world import START, Died, World, line, order

from facturier.drafting.choices import QuantitySource, RefundsPolicy, StoredValue
from facturier.drafting.settings import PaymentMap
from facturier.flows import person
from facturier.model.kinds import LineKind
from facturier.model.order import OrderLine, OrderState, Payment, Quantities, Refund, RefundLine
from facturier.ports.shop import Heard
from facturier.sandbox.faults import Fault, Trouble
from facturier.store import orders, wishes
from facturier.store.models import Alarm, Document, Effect, Order, Standing, State, Wish

TWO_LINES = (
    line("1", "242.00", quantity=Quantities(Decimal(2))),
    line("2", "11.10", "11"),
)


def issued(world: World, **parts: object) -> Document:
    world.hear(order("1001", *TWO_LINES, **parts))
    world.run()
    document = world.document()
    assert document.state == State.VERIFIED
    return document


def wish(world: World, what: str, token: str = "click-1", **facts: Any) -> Wish:
    document = world.document()
    made = wishes.wish(document.order, document, what, token, "Ana", world.clock.now(), **facts)
    world.run()
    made.refresh_from_db()
    return made


def remote_total(world: World) -> Decimal:
    """What all numbered, uncancelled documents of the account come to."""
    entries = world.sandbox.ledger.entries()
    return sum((e.total for e in entries if not (e.cancelled or e.deleted or e.draft)), Decimal(0))


def test_a_cancelled_document_is_cancelled_there_and_stays_so(world: World) -> None:
    issued(world)
    assert wish(world, "cancel").state == Wish.State.DONE
    assert [entry.cancelled for entry in world.sandbox.ledger.entries()] == [True]
    world.hear(order("1001", *TWO_LINES))
    world.run()
    assert Document.objects.count() == 1
    assert Order.objects.get().standing == Standing.CLOSED


def test_an_order_is_closed_only_when_the_last_of_its_parts_is_cancelled(world: World) -> None:
    world.settings(quantity=QuantitySource.SHIPPED)
    for shipped in (1, 3):
        quantity = Quantities(Decimal(3), shipped=Decimal(shipped))
        world.hear(order("1001", line("1", "363.00", quantity=quantity)))
        world.run()
    found = []
    for part in Document.objects.order_by("pk"):
        wishes.wish(part.order, part, "cancel", "click", "Ana", world.clock.now())
        world.run()
        found.append(Order.objects.get().standing)
    assert found == [Standing.VERIFIED, Standing.CLOSED]


def test_a_cancel_whose_answer_is_lost_is_asked_again(world: World) -> None:
    issued(world)
    world.sandbox.faults.add(Fault(Trouble.LOST_ANSWER, match="PUT .*/cancel", times=1))
    assert wish(world, "cancel").state == Wish.State.DONE
    assert world.document().cancelled_at is not None


def test_a_whole_credit_reverses_the_document(world: World) -> None:
    issued(world)
    assert wish(world, "credit", whole=True).state == Wish.State.DONE
    assert remote_total(world) == 0
    original = world.document()
    assert original.credited == original.total
    assert original.retired_at is not None


def test_a_refund_after_issue_becomes_a_credit_note_once(world: World) -> None:
    issued(world)
    refund = Refund(
        id="9",
        at=START,
        gross=Decimal("121.00"),
        lines=(RefundLine("1", Decimal(1), Decimal("121.00"), Decimal("21.00")),),
    )
    for _ in range(3):
        world.hear(order("1001", *TWO_LINES, refunds=(refund,)))
        world.run()
    credit = Document.objects.get(kind="credit_note")
    assert credit.state == State.VERIFIED
    assert credit.total == Decimal("-121.00")
    assert remote_total(world) == Decimal("253.10") - Decimal("121.00")
    assert world.document().credited == Decimal("121.00")


def test_credits_never_exceed_what_was_issued(world: World) -> None:
    issued(world)
    lines = (RefundLine("1", Decimal(2), Decimal("242.00"), Decimal("42.00")),)
    first = Refund(id="9", at=START, gross=Decimal("242.00"), lines=lines)
    second = msgspec.structs.replace(first, id="10")
    world.hear(order("1001", *TWO_LINES, refunds=(first, second)))
    world.run()
    assert remote_total(world) == Decimal("11.10")
    assert sorted(Wish.objects.values_list("state", flat=True)) == ["done", "held"]


@pytest.mark.parametrize("fault", [Trouble.LOST_ANSWER, Trouble.LOST_REQUEST, Trouble.ERROR_AFTER])
@pytest.mark.parametrize("whole", [True, False])
def test_a_credit_whose_answer_is_lost_is_made_once(world: World, fault: Trouble, whole: bool) -> None:
    world.hear(order("1000"))
    issued(world)
    before = remote_total(world)
    match = "POST .*/reverse" if whole else "POST /SBORO/api/invoice/v2"
    world.sandbox.faults.add(Fault(fault, match=match, times=1))
    if whole:
        wish(world, "credit", whole=True)
        world.run()
        assert remote_total(world) == before - Decimal("253.10")
    else:
        lines = (RefundLine("2", Decimal(1), Decimal("11.10"), Decimal("1.10")),)
        refund = Refund(id="9", at=START, gross=Decimal("11.10"), lines=lines)
        world.hear(order("1001", *TWO_LINES, refunds=(refund,)))
        world.run()
        assert remote_total(world) == before - Decimal("11.10")


@pytest.mark.parametrize("trouble", [Trouble.BLOCKED, Trouble.LOST_REQUEST])
def test_a_credit_is_dated_the_day_on_which_it_is_sent(world: World, trouble: Trouble) -> None:
    """It was tried late on the last day of a month, and its answer was "not now" or was lost: it is of the next."""
    issued(world)
    world.clock.advance(datetime(2026, 11, 30, 21, 50, tzinfo=UTC) - world.clock.now())  # 23:50 in Bucharest
    world.sandbox.faults.add(Fault(trouble, match="POST /SBORO/api/invoice/v2", times=1))
    lines = (RefundLine("2", Decimal(1), Decimal("11.10"), Decimal("1.10")),)
    refund = Refund(id="9", at=START, gross=Decimal("11.10"), lines=lines)
    world.hear(order("1001", *TWO_LINES, refunds=(refund,)))
    world.run()
    credit = Document.objects.get(kind="credit_note")
    assert (credit.state, credit.issued_on) == (State.VERIFIED, date(2026, 12, 1))


@pytest.mark.parametrize("point", ["", "cancelled there"])
def test_reissue_undoes_and_opens_the_next_ordinal(world: World, point: str) -> None:
    issued(world)
    world.crash_at = point
    document = world.document()
    wishes.wish(document.order, document, "reissue", "click", "Ana", world.clock.now())
    try:
        world.run()
    except Died:
        world.run()
    documents = list(Document.objects.order_by("ordinal"))
    assert [(doc.ordinal, doc.cancelled_at is not None) for doc in documents] == [(1, True), (2, False)]
    assert documents[1].state == State.VERIFIED
    assert remote_total(world) == Decimal("253.10")
    assert documents[0].reference != documents[1].reference


def test_an_order_cancelled_before_it_was_sent_is_withdrawn(world: World) -> None:
    world.env = replace(world.env)
    row = world.hear(order("1001"))
    world.tick()
    world.hear(order("1001", state=OrderState.CANCELLED, changed_at=START))
    world.run()
    row.refresh_from_db()
    assert row.standing == Standing.WITHDRAWN
    assert world.sandbox.ledger.entries() == ()


def test_an_order_cancelled_while_in_doubt_waits_for_the_evidence(world: World) -> None:
    world.sandbox.faults.add(Fault(Trouble.LATE_COMMIT, match="POST .*/invoice/v2", times=1, seconds=120))
    world.hear(order("1001"))
    world.tick()
    world.tick()
    world.hear(order("1001", state=OrderState.CANCELLED, changed_at=START))
    world.run()
    assert world.document().state == State.VERIFIED
    assert Alarm.objects.filter(code="CANCELLED-AFTER-ISSUE").exists()


def test_an_edit_after_issue_never_makes_a_second_document(world: World) -> None:
    issued(world)
    world.hear(order("1001", *TWO_LINES, line("3", "5.00")))
    world.run(until=timedelta(days=1))
    assert Document.objects.count() == 1
    assert Alarm.objects.filter(code="EDITED-AFTER-ISSUE").exists()


CANCEL, CREDIT, REISSUE = {"what": "cancel"}, {"what": "credit", "whole": True}, {"what": "reissue"}
EDITED, CANCELLED = {"payable": Decimal("258.10")}, {"state": OrderState.CANCELLED}


@pytest.mark.parametrize(
    ("news", "undo"),
    [(EDITED, CANCEL), (EDITED, CREDIT), (EDITED, REISSUE), (CANCELLED, CANCEL), (CANCELLED, CREDIT)],
)
def test_what_asks_for_an_undoing_ends_with_it(
    world: World, news: dict[str, Any], undo: dict[str, Any]
) -> None:
    issued(world)
    edited = () if "state" in news else (line("3", "5.00"),)
    world.hear(order("1001", *TWO_LINES, *edited, **news))
    world.run()
    assert Alarm.objects.filter(closed_at=None).count() == 1
    wish(world, **undo)
    assert not Alarm.objects.filter(closed_at=None).exists()


def test_what_asks_for_it_is_told_until_the_last_part_is_undone(world: World) -> None:
    world.settings(quantity=QuantitySource.SHIPPED)
    for shipped, state in ((1, OrderState.OPEN), (3, OrderState.OPEN), (3, OrderState.CANCELLED)):
        quantity = Quantities(Decimal(3), shipped=Decimal(shipped))
        world.hear(order("1001", line("1", "363.00", quantity=quantity), state=state))
        world.run()
    found = []
    for part in Document.objects.order_by("pk"):
        wishes.wish(part.order, part, "cancel", "click", "Ana", world.clock.now())
        world.run()
        found.append(Alarm.objects.filter(code="CANCELLED-AFTER-ISSUE", closed_at=None).exists())
    assert found == [True, False]


@pytest.mark.parametrize("undo", ["cancel", "reissue"])
def test_a_dispute_ends_when_its_document_is_undone(world: World, undo: str) -> None:
    world.hear(order("1001"))
    while not world.sandbox.company().documents:
        world.tick()
    world.sandbox.company().documents[0].net -= 1
    world.run()
    assert Alarm.objects.filter(code="DISPUTED", closed_at=None).count() == 1
    wish(world, undo)
    assert Document.objects.get(ordinal=1, original=None).retired_at is not None
    assert not Alarm.objects.filter(code="DISPUTED", closed_at=None).exists()


def test_a_dispute_over_more_than_was_meant_outlives_the_refund_of_what_was_meant(world: World) -> None:
    """The system still has the rest of it: nobody would look any more."""
    world.hear(order("1001", *TWO_LINES))
    while not world.sandbox.company().documents:
        world.tick()
    world.sandbox.company().documents[0].net += 1
    world.run()
    everything = (
        RefundLine("1", Decimal(2), Decimal("242.00"), Decimal("42.00")),
        RefundLine("2", Decimal(1), Decimal("11.10"), Decimal("1.10")),
    )
    refund = Refund(id="7", at=START, gross=Decimal("253.10"), lines=everything)
    world.hear(order("1001", *TWO_LINES, refunds=(refund,)))
    world.run()
    original = world.document()
    assert (original.state, original.credited) == (State.DISPUTED, original.total)
    assert original.retired_at is None
    assert Alarm.objects.filter(code="DISPUTED", closed_at=None).count() == 1


@pytest.mark.parametrize("fault", [None, Trouble.LOST_ANSWER])
@pytest.mark.parametrize("off", ["-0.01", "0.01"])
def test_what_was_accepted_with_another_total_is_reversed_with_that(
    world: World, off: str, fault: Trouble | None
) -> None:
    world.hear(order("1001"))
    while not world.sandbox.company().documents:
        world.tick()
    world.sandbox.company().documents[0].net += Decimal(off)
    world.run()
    person.accept(world.env, world.document().pk, "Ana", "a cent")
    world.run()
    if fault:
        world.sandbox.faults.add(Fault(fault, match="POST .*/reverse", times=1))
    assert wish(world, "credit", whole=True).state == Wish.State.DONE
    original = world.document()
    assert (original.credited, original.total) == (Decimal("121.00") + Decimal(off), original.credited)
    assert original.retired_at is not None
    assert original.corrections.get().state == State.VERIFIED
    assert remote_total(world) == 0


def test_a_cancel_before_it_was_sent_closes_the_order(world: World) -> None:
    world.hear(order("1001"))
    world.tick()
    document = world.document()
    wishes.wish(document.order, document, "cancel", "click", "Ana", world.clock.now(), "Bought twice")
    world.run()
    world.hear(order("1001", note="changed"))
    world.run()
    assert world.document().state == State.WITHDRAWN
    assert Order.objects.get().standing == Standing.CLOSED
    assert world.sandbox.ledger.entries() == ()


def test_a_refund_before_issue_is_credited_where_the_route_says_so(world: World) -> None:
    world.settings(refunds=RefundsPolicy.INVOICE_PLUS_CREDIT)
    lines = (RefundLine("2", Decimal(1), Decimal("11.10"), Decimal("1.10")),)
    refund = Refund(id="9", at=START, gross=Decimal("11.10"), lines=lines)
    world.hear(order("1001", *TWO_LINES, refunds=(refund,)))
    world.run()
    assert remote_total(world) == Decimal("242.00")
    assert len(world.sandbox.ledger.entries()) == 2


def test_a_refund_before_issue_is_netted_by_default(world: World) -> None:
    lines = (RefundLine("2", Decimal(1), Decimal("11.10"), Decimal("1.10")),)
    refund = Refund(id="9", at=START, gross=Decimal("11.10"), lines=lines)
    world.hear(order("1001", *TWO_LINES, refunds=(refund,)))
    world.run()
    assert [entry.total for entry in world.sandbox.ledger.entries()] == [Decimal("242.00")]


def test_news_that_cannot_be_read_leaves_an_issued_order_alone(world: World) -> None:
    document = issued(world)
    heard = Heard(raw=b'{"half', order=None, remote_id="1001", number="1001", trouble="cut in half")
    orders.take_in(world.shop, heard, world.clock.now())
    world.run()
    assert Order.objects.get().standing == Standing.VERIFIED
    assert Alarm.objects.filter(code="PAYLOAD", closed_at=None).exists()
    assert world.document() == document


def test_who_closes_an_order_whose_news_cannot_be_read_is_asked_no_more(world: World) -> None:
    """What was asked of it ends as well, and it is not decided every minute (seed 4344)."""
    document = issued(world)
    wishes.wish(document.order, document, Wish.What.CANCEL, "click", "Ana", world.clock.now())
    world.run()
    heard = Heard(raw=b'{"half', order=None, remote_id="1001", number="1001", trouble="cut in half")
    orders.take_in(world.shop, heard, world.clock.now())
    world.run()
    again = wishes.wish(document.order, document, Wish.What.REISSUE, "once more", "Ana", world.clock.now())
    person.close_order(world.env, Order.objects.get(), "Bogdan", "it is not wanted")
    world.run()
    again.refresh_from_db()
    assert (again.state, str(again.reason)) == (
        Wish.State.HELD,
        "The order is closed. Open it again first.",
    )
    closed = Order.objects.get()
    assert (closed.standing, closed.look_at) == (Standing.CLOSED, None)


def test_news_that_can_be_read_again_ends_the_alarm_about_those_that_could_not(world: World) -> None:
    issued(world)
    heard = Heard(raw=b'{"half', order=None, remote_id="1001", number="1001", trouble="cut in half")
    orders.take_in(world.shop, heard, world.clock.now())
    world.run()
    issued(world)
    assert not Alarm.objects.filter(code="PAYLOAD", closed_at=None).exists()


def test_news_that_cannot_be_read_holds_what_was_not_sent_yet(world: World) -> None:
    """The first invoice was cancelled, and of the second a person said that it does not exist (seed 8881)."""
    document = issued(world)
    wishes.wish(document.order, document, Wish.What.REISSUE, "click", "Ana", world.clock.now())
    world.sandbox.faults.add(Fault(Trouble.LOST_REQUEST, match="POST /SBORO/api/invoice/v2", times=1))
    world.run(until=timedelta())
    heard = Heard(raw=b'{"half', order=None, remote_id="1001", number="1001", trouble="cut in half")
    orders.take_in(world.shop, heard, world.clock.now())
    world.run()
    second = Document.objects.get(ordinal=2)
    assert (second.state, str(second.reason)) == (
        State.HELD,
        "What the shop sent for this order cannot be read: cut in half",
    )
    assert Order.objects.get().standing == Standing.HELD
    world.hear(order("1001"))
    world.run()
    second.refresh_from_db()
    assert second.state == State.VERIFIED


def test_a_payment_that_arrives_after_the_invoice_is_recorded_once(world: World) -> None:
    world.settings(payments=(PaymentMap("banktransfer", type="Ordin plata", record=True),))
    issued(world)
    paid = Payment(method="banktransfer", paid=Decimal("253.10"), paid_at=START)
    world.sandbox.faults.add(Fault(Trouble.LOST_ANSWER, match="POST .*/payment", times=1))
    for _ in range(2):
        world.hear(order("1001", *TWO_LINES, payment=paid))
        world.run()
    assert [entry.paid for entry in world.sandbox.ledger.entries()] == [Decimal("253.10")]
    assert Effect.objects.get(what="pay").state == Effect.State.DONE


def test_a_payment_of_what_was_not_cancelled_is_recorded(world: World) -> None:
    """Two were ordered, one was never sent and is cancelled: the total still has both, and the buyer pays one."""
    world.settings(payments=(PaymentMap("banktransfer", type="Ordin plata", record=True),))
    one = line("1", "242.00", quantity=Quantities(Decimal(2), shipped=Decimal(1), cancelled=Decimal(1)))
    world.hear(order("1001", one))
    world.run()
    world.hear(order("1001", one, payment=Payment(method="banktransfer", paid=Decimal("121.00"))))
    world.run()
    assert [(entry.total, entry.paid) for entry in world.sandbox.ledger.entries()] == [
        (Decimal("121.00"), Decimal("121.00"))
    ]


@pytest.mark.parametrize("policy", [StoredValue.PAYMENT, StoredValue.DISCOUNT])
def test_a_payment_that_arrives_late_is_recorded_without_what_a_voucher_paid(
    world: World, policy: StoredValue
) -> None:
    world.settings(
        stored_value=policy, payments=(PaymentMap("banktransfer", type="Ordin plata", record=True),)
    )
    card = OrderLine("2", LineKind.GIFT_CARD, "Card", Quantities(Decimal(1)), Decimal(-30), Decimal(0), None)
    for paid in (0, 70):
        payment = Payment(method="banktransfer", paid=Decimal(paid))
        world.hear(order("1001", line("1", "100.00"), card, payment=payment))
        world.run()
    assert [entry.paid for entry in world.sandbox.ledger.entries()] == [Decimal("70.00")]


def test_a_payment_that_arrives_late_is_recorded_without_what_was_refunded_before_it(world: World) -> None:
    world.settings(
        stored_value=StoredValue.PAYMENT,
        payments=(PaymentMap("banktransfer", type="Ordin plata", record=True),),
    )
    card = OrderLine("2", LineKind.GIFT_CARD, "Card", Quantities(Decimal(1)), Decimal(-30), Decimal(0), None)
    refund = Refund(id="9", at=START, gross=Decimal(20), adjustment=Decimal(20))
    for paid in (0, 70):
        payment = Payment(method="banktransfer", paid=Decimal(paid))
        world.hear(order("1001", line("1", "100.00"), card, payment=payment, refunds=(refund,)))
        world.run()
    entries = world.sandbox.ledger.entries()
    assert [(entry.total, entry.paid) for entry in entries] == [(Decimal("80.00"), Decimal("50.00"))]


@pytest.mark.parametrize("early", [True, False])
def test_a_refund_that_was_deleted_in_the_shop_is_told(world: World, early: bool) -> None:
    """Taken off the invoice, or credited after it: the buyer owes that again, and no document says so."""
    lines = (RefundLine("2", Decimal(1), Decimal("11.10"), Decimal("1.10")),)
    refund = Refund(id="9", at=START, gross=Decimal("11.10"), lines=lines)
    for refunds in ((refund,) if early else (), (refund,), ()):
        world.hear(order("1001", *TWO_LINES, refunds=refunds))
        world.run()
    assert remote_total(world) == Decimal("242.00")
    (alarm,) = Alarm.objects.filter(code="REFUND-UNDONE", closed_at=None)
    assert str(alarm.message) == (
        "Refund 9 of order 1001 is no longer in the shop, but FCT 0001 was reduced by it. If no money went back, "
        "credit FCT 0001 and issue it again."
    )
    wish(world, "reissue")
    assert remote_total(world) == Decimal("253.10")
    assert not Alarm.objects.filter(closed_at=None).exists()


def test_a_refund_that_is_there_again_is_no_alarm(world: World) -> None:
    refund = Refund(id="9", at=START, gross=Decimal("11.10"), adjustment=Decimal("11.10"))
    for refunds in ((), (refund,), (), (refund,)):
        world.hear(order("1001", *TWO_LINES, refunds=refunds))
        world.run()
    assert not Alarm.objects.filter(closed_at=None).exists()


def test_a_refund_of_everything_that_was_deleted_in_the_shop_is_told(world: World) -> None:
    refund = Refund(id="9", at=START, gross=Decimal("253.10"), adjustment=Decimal("253.10"))
    for refunds in ((), (refund,), ()):
        world.hear(order("1001", *TWO_LINES, refunds=refunds))
        world.run()
    assert remote_total(world) == 0
    assert Alarm.objects.get(closed_at=None).code == "REFUND-UNDONE"
    first = Document.objects.get(original=None)
    wishes.wish(first.order, first, Wish.What.REISSUE, "click", "Ana", world.clock.now())
    world.run()
    assert remote_total(world) == Decimal("253.10")
    assert not Alarm.objects.filter(closed_at=None).exists()


def test_a_refund_of_shipping_that_the_route_leaves_out_concerns_no_document(world: World) -> None:
    """Shipping is invoiced elsewhere: of a refund with it, only the goods are credited here."""
    world.settings(include_shipping=False)
    sold = (line("1", "121.00"), line("ship", "24.20", kind=LineKind.SHIPPING))
    back = (RefundLine("1", Decimal(1), Decimal("121.00")), RefundLine("ship", Decimal(1), Decimal("24.20")))
    whole = Refund(id="9", at=START, gross=Decimal("145.20"), lines=back)
    alone = Refund(id="10", at=START, gross=Decimal("24.20"), lines=back[1:])
    for number, refund in (("1001", whole), ("1002", alone)):
        for refunds in ((), (refund,)):
            world.hear(order(number, *sold, refunds=refunds))
            world.run()
    entries = [entry.total for entry in world.sandbox.ledger.entries()]
    assert sorted(entries) == [Decimal("-121.00"), Decimal("121.00"), Decimal("121.00")]
    assert [wish.state for wish in Wish.objects.all()] == [Wish.State.DONE]
    assert not Alarm.objects.filter(closed_at=None).exists()


@pytest.mark.parametrize(
    ("policy", "credit"), [(StoredValue.PAYMENT, "-100.00"), (StoredValue.DISCOUNT, "-70.00")]
)
def test_what_goes_back_to_a_gift_card_is_credited_as_it_was_invoiced(
    world: World, policy: StoredValue, credit: str
) -> None:
    """As a payment it is no part of the price, and the whole of that is credited."""
    world.settings(stored_value=policy)
    card = OrderLine("2", LineKind.GIFT_CARD, "Card", Quantities(Decimal(1)), Decimal(-30), Decimal(0), None)
    back = (RefundLine("1", Decimal(1), Decimal(100)), RefundLine("2", Decimal(1), Decimal(-30)))
    refund = Refund(id="9", at=START, gross=Decimal(70), lines=back)
    for refunds in ((), (refund,)):
        world.hear(order("1001", line("1", "100.00"), card, refunds=refunds))
        world.run()
    assert min(entry.total for entry in world.sandbox.ledger.entries()) == Decimal(credit)
    assert remote_total(world) == 0
