"""Orders through the flows into the book, end to end: nothing lost, nothing double, whatever dies on the way."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from tests.flows.test_reconcile import forget_everything_since
from tests.support.books import build
from tests.support.world import START, Died, World, line, order
from tests.systems.book.tamper import found

from facturier.drafting.settings import PaymentMap
from facturier.flows.issued import issued_of
from facturier.flows.pausing import resume
from facturier.flows.reconcile import reconcile_system
from facturier.flows.recover import enter, recover, restored
from facturier.model.document import Statement
from facturier.model.kinds import DocumentKind
from facturier.model.order import Payment, Refund, RefundLine
from facturier.sandbox.faults import Fault, Trouble
from facturier.store import installation, wishes
from facturier.store.models import Intent, State, Wish
from facturier.systems.book.connector import Book
from facturier.systems.book.models import Document as Written
from facturier.systems.book.models import Ledger
from facturier.systems.book.service import issuing
from facturier.systems.book.service.stating import stated

CREATE = "POST /documents"
POINTS = [
    "position read",
    "intent committed",
    "answer read",
    "issued written",
]
Make = Callable[..., World]


@pytest.fixture
def make_world(transactional_db: None, tmp_path: Path) -> Iterator[Make]:
    yield partial(build, tmp_path)
    installation.identity.cache_clear()


@pytest.fixture
def world(make_world: Make) -> World:
    return make_world()


def written(world: World) -> list[str]:
    rows = Written.objects.filter(ledger=ledger(world)).select_related("series").order_by("pk")
    return [str(row) for row in rows]


def ledger(world: World) -> Ledger:
    return Ledger.objects.get(name=world.system.settings["name"])


def whole(world: World) -> bool:
    return found(ledger(world)) == []


def test_orders_become_numbered_documents_with_their_pdf(world: World, tmp_path: Path) -> None:
    for number in ("1001", "1002", "1003"):
        world.hear(order(number))
    world.run()
    assert written(world) == ["FCT 0001", "FCT 0002", "FCT 0003"]
    document = world.document("1002")
    assert (document.state, document.total, document.currency) == (State.VERIFIED, Decimal("121.00"), "RON")
    assert (tmp_path / document.pdf).read_bytes().startswith(b"%PDF")
    assert whole(world)


def test_what_the_answer_says_is_not_asked_for_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def asked(*_: object) -> None:
        raise AssertionError("the book was asked for a statement")

    monkeypatch.setattr(Book, "statement", asked)
    world.hear(order("1001"))
    world.run()
    document = world.document()
    assert document.state == State.VERIFIED
    assert document.stated is not None
    assert (document.stated.total, document.stated.unpaid) == (Decimal("121.00"), Decimal("121.00"))


def test_another_total_in_the_answer_is_asked_for_before_it_is_disputed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wrong(document: Written, now: datetime) -> Statement:
        return replace(stated(document, now), total=Decimal("121.01"))

    monkeypatch.setattr(issuing, "stated", wrong)
    world.hear(order("1001"))
    world.run()
    document = world.document()
    assert document.state == State.VERIFIED
    assert document.stated is not None
    assert document.stated.total == Decimal("121.00")


@pytest.mark.parametrize("point", POINTS)
def test_a_worker_that_dies_anywhere_leaves_one_document(world: World, point: str) -> None:
    world.hear(order("1001"))
    world.hear(order("1002"))
    world.crash_at = point
    with pytest.raises(Died):
        world.run()
    world.run()
    assert {world.document("1001").state, world.document("1002").state} == {State.VERIFIED}
    assert sorted([world.document("1001").number, world.document("1002").number]) == ["0001", "0002"]
    assert written(world) == ["FCT 0001", "FCT 0002"]
    assert whole(world)


@pytest.mark.parametrize(
    "fault",
    [Trouble.LOST_ANSWER, Trouble.CUT_BODY, Trouble.HTML_BODY, Trouble.ERROR_AFTER, Trouble.LATE_COMMIT],
)
def test_an_answer_that_is_lost_after_the_effect_is_adopted(make_world: Make, fault: Trouble) -> None:
    world = make_world(faulty=True)
    world.sandbox.faults.add(Fault(fault, match=CREATE, times=1, seconds=20))
    world.hear(order("1001"))
    world.run()
    assert world.document().state == State.VERIFIED
    assert written(world) == ["FCT 0001"]
    assert Intent.objects.get().outcome == "adopted"


@pytest.mark.parametrize("fault", [Trouble.LOST_REQUEST, Trouble.ERROR_503])
def test_what_never_arrived_is_issued_again_within_minutes(make_world: Make, fault: Trouble) -> None:
    world = make_world(faulty=True)
    world.sandbox.faults.add(Fault(fault, match=CREATE, times=1))
    world.hear(order("1001"))
    world.run(until=timedelta(minutes=6))
    assert world.document().state == State.VERIFIED
    assert written(world) == ["FCT 0001"]


def test_one_in_doubt_keeps_no_other_waiting(make_world: Make) -> None:
    """The book itself keeps numbers apart: nobody occupies its series."""
    world = make_world(faulty=True)
    world.sandbox.faults.add(Fault(Trouble.LOST_REQUEST, match=CREATE, times=1))
    world.hear(order("1001"))
    world.hear(order("1002"))
    for _ in range(4):
        world.tick()
    states = {world.document("1001").state, world.document("1002").state}
    assert states == {State.IN_DOUBT, State.VERIFIED}


def test_a_refund_becomes_a_credit_note_in_the_series_of_its_invoice(world: World) -> None:
    world.hear(order("1001", line("1", "121.00"), line("2", "50.00")))
    world.run()
    back = Refund("r1", START, Decimal("50.00"), (RefundLine("2", Decimal(1), Decimal("50.00")),))
    world.hear(order("1001", line("1", "121.00"), line("2", "50.00"), refunds=(back,)))
    world.run()
    assert written(world) == ["FCT 0001", "FCT 0002"]
    credit = Written.objects.get(kind=DocumentKind.CREDIT_NOTE)
    assert (credit.total, str(credit.original)) == (Decimal("-50.00"), "FCT 0001")
    assert whole(world)


def test_credits_have_a_series_of_their_own_where_it_is_set(make_world: Make) -> None:
    world = make_world(credit_series="KOR")
    world.hear(order("1001"))
    world.run()
    assert wish(world, "credit", whole=True).state == Wish.State.DONE
    assert written(world) == ["FCT 0001", "KOR 0001"]
    assert {row.state for row in world.document().corrections.all()} == {State.VERIFIED}


def wish(world: World, what: str, **facts: Any) -> Wish:
    document = world.document()
    made = wishes.wish(document.order, document, what, "click", "Ana", world.clock.now(), **facts)
    world.run()
    made.refresh_from_db()
    return made


def test_a_cancelled_document_stays_in_the_book(world: World) -> None:
    world.hear(order("1001"))
    world.run()
    assert wish(world, "cancel").state == Wish.State.DONE
    document = world.document()
    assert document.cancelled_at is not None
    assert world.env.system(world.system, []).statement(issued_of(document)).cancelled
    assert written(world) == ["FCT 0001"]
    assert whole(world)


def test_both_books_agree(world: World) -> None:
    for number in ("1001", "1002"):
        world.hear(order(number))
    world.run()
    seen = reconcile_system(world.env, world.system.pk)
    assert (seen.drift, seen.strays, seen.foreign) == ([], 0, 0)


def test_a_paid_order_is_paid_in_the_book(world: World) -> None:
    """With the document where it was paid before; afterwards where the money came later."""
    paying = PaymentMap("card", type="card", record=True)
    world.settings(payments=(paying,))
    world.hear(order("1001", payment=Payment(method="card", paid=Decimal("121.00"), paid_at=START)))
    world.hear(order("1002", payment=Payment(method="card")))
    world.run()
    assert world.env.system(world.system, []).statement(issued_of(world.document("1002"))).paid == 0
    world.hear(order("1002", payment=Payment(method="card", paid=Decimal("121.00"), paid_at=START)))
    world.run()
    for number in ("1001", "1002"):
        stated = world.env.system(world.system, []).statement(issued_of(world.document(number)))
        assert (stated.paid, stated.unpaid) == (Decimal("121.00"), Decimal(0))
    assert whole(world)


def test_over_new_year_the_route_stays_and_the_series_begins_anew(make_world: Make) -> None:
    world = make_world(yearly=True)
    world.clock.advance(datetime(2026, 12, 31, 21, 59, tzinfo=UTC) - world.clock.now())
    world.hear(order("1001"))
    world.run(until=timedelta(seconds=30))
    world.clock.advance(timedelta(minutes=2))
    world.hear(order("1002"))
    world.hear(order("1003"))
    world.run()
    assert written(world) == ["FCT-2026 0001", "FCT-2027 0001", "FCT-2027 0002"]
    assert {world.document(one).state for one in ("1001", "1002", "1003")} == {State.VERIFIED}
    assert reconcile_system(world.env, world.system.pk).drift == []
    assert whole(world)


def test_after_a_restore_a_series_that_begins_anew_each_year_is_read(make_world: Make) -> None:
    """A name for routes, which has no numbers of its own, is nothing to read."""
    world = make_world(yearly=True)
    world.hear(order("1001"))
    world.run()
    forget_everything_since()
    enter("older", world.env)
    (found,) = recover(world.env).values()
    assert (found.strays, found.unread) == (1, 0)
    assert not installation.recovering()


def test_a_book_of_another_time_zone_waits_for_the_company_s_day(make_world: Make) -> None:
    """As of each country whose zone the book does not know. Half past midnight in Bucharest is yesterday in UTC."""
    world = make_world(zone="UTC")
    world.clock.advance(datetime(2026, 11, 20, 22, 30, tzinfo=UTC) - world.clock.now())
    paid = Payment(paid=Decimal("121.00"), paid_at=world.clock.now())
    world.hear(order("1001", payment=paid))
    world.run(until=timedelta(hours=1))
    assert world.document("1001").state == State.READY
    world.run()
    document = world.document("1001")
    assert (document.state, document.issued_on) == (State.VERIFIED, date(2026, 11, 21))


def test_a_restored_book_gives_no_number_again_before_a_person_agrees(make_world: Make) -> None:
    """What it issued after the backup went with it; the buyer of FCT 0002 has his invoice all the same."""
    world = make_world()
    world.hear(order("1001"))
    world.run()
    restored(world.env)
    (found,) = recover(world.env).values()
    assert not installation.recovering()
    assert ["FCT 2" in told.render() for told in found.drift] == [True]
    world.hear(order("1002"))
    world.run()
    assert written(world) == ["FCT 0001"]
    reason = world.document("1002").reason
    assert reason is not None
    assert "went back with the database" in reason.render()
    resume(world.env, world.system)
    world.run()
    assert written(world) == ["FCT 0001", "FCT 0002"]
