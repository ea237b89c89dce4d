"""Orders as they are told: complete, to the cent or held, and always the same sale."""

import pytest
from tests.conformance.arrangement import ShopArrangement, Subject
from tests.conformance.found import each_shop
from tests.conformance.front import Front, drafted, each_telling_shop

from facturier.drafting.decision import Outcome, holds
from facturier.drafting.refunds import net
from facturier.model.money import CENT, total
from facturier.ports.shop import Heard


def demonstration(subject: Subject[ShopArrangement]) -> list[Heard]:
    """Every demonstration order; each is heard once more or less, and the last time counts."""
    front = Front(subject, stocked=True)
    front.sweep()
    assert set(front.held) == set(front.arrangement.order_ids(front.sandbox))
    return list(front.held.values())


@each_shop
def test_every_demonstration_order_is_read_or_reported(subject: Subject[ShopArrangement]) -> None:
    heard = demonstration(subject)
    assert heard
    for one in heard:
        assert (one.order is None) == bool(one.trouble)
        assert one.remote_id
        assert one.number
        assert one.order is None or (one.order.remote_id, one.order.number) == (one.remote_id, one.number)
    assert any(one.order for one in heard)


@each_shop
def test_the_payload_is_kept_as_it_came(subject: Subject[ShopArrangement]) -> None:
    """Also of an order that cannot be read: its number stands in it."""
    for one in demonstration(subject):
        assert one.number.encode() in one.raw


@each_shop
def test_the_buyer_pays_what_the_shop_says(subject: Subject[ShopArrangement]) -> None:
    front = Front(subject, stocked=True)
    front.place(20)
    front.sweep()
    for remote_id, heard in front.held.items():
        if heard.order is not None:
            assert heard.order.payable == front.arrangement.payable_of(front.sandbox, remote_id)


@each_shop
def test_sums_are_right_to_the_cent_or_a_finding_says_why_not(subject: Subject[ShopArrangement]) -> None:
    """Of the whole way from the shop to a draft. Nothing is silent: what is not ready says why."""
    ready = 0
    for order in (one.order for one in demonstration(subject) if one.order):
        decision = drafted(subject.arrangement, order)
        apart = abs(total(line.gross for line in order.lines) - order.payable)
        if decision.outcome is Outcome.READY:
            ready += 1
            assert decision.draft is not None
            assert 2 * apart <= CENT
            expected = net(order).order.payable if order.refunds else order.payable
            if decision.draft.currency == order.currency:
                assert decision.draft.totals.payable == expected
        elif decision.outcome is Outcome.HELD:
            assert holds(decision.findings)
        else:
            assert decision.reason is not None
    assert ready


@each_shop
def test_lines_are_consistent_with_themselves(subject: Subject[ShopArrangement]) -> None:
    for order in (one.order for one in demonstration(subject) if one.order):
        assert len({line.id for line in order.lines}) == len(order.lines)
        assert len(order.currency) == 3
        for moment in (order.placed_at, order.changed_at):
            assert moment.tzinfo is not None
        for line in order.lines:
            assert line.discount >= 0
            assert line.quantity.ordered >= 0
            assert abs(line.tax) <= abs(line.gross)


@each_shop
def test_an_order_is_the_same_sale_through_every_connection(subject: Subject[ShopArrangement]) -> None:
    """However the shop's address was typed: origins are what two connections are told apart by."""
    front = Front(subject)
    placed = front.place(2)
    identity = front.shop.identity
    origins = [front.order(remote_id).origin for remote_id in placed]
    assert len(set(origins)) == len(placed)
    assert {origin.shop for origin in origins} == {identity}
    for values in front.arrangement.spellings(front.values):
        assert front.open(values).identity == identity


@each_shop
@pytest.mark.parametrize("act", ["pay", "cancel", "refund", "comment", "hold"])
def test_the_origin_outlives_every_change(subject: Subject[ShopArrangement], act: str) -> None:
    front = Front(subject)
    (remote_id,) = front.place()
    before = front.order(remote_id)
    front.clock.sleep(60)
    front.arrangement.acts()[act](front.sandbox, remote_id)
    after = front.order(remote_id)
    assert (after.origin, after.placed_at) == (before.origin, before.placed_at)


@each_telling_shop
def test_a_refund_is_heard_to_the_cent(subject: Subject[ShopArrangement]) -> None:
    """It asks for a credit of what was issued, so it must not be missed, by the poll least of all."""
    front = Front(subject)
    (remote_id,) = front.place()
    assert front.order(remote_id).refunds == ()
    for act in ("pay", "refund"):
        front.clock.sleep(60)
        front.arrangement.acts()[act](front.sandbox, remote_id)
    front.sweep()
    polled = front.held[remote_id].order
    assert polled is not None
    assert polled.refunds == front.order(remote_id).refunds
    assert total(refund.gross for refund in polled.refunds) == polled.payable
    assert len({refund.id for refund in polled.refunds}) == len(polled.refunds) == 1


@each_shop
def test_another_tools_document_is_seen(subject: Subject[ShopArrangement]) -> None:
    front = Front(subject)
    for words, number in front.arrangement.marks.items():
        (remote_id,) = front.place()
        before = front.order(remote_id)
        assert before.elsewhere == ()
        front.arrangement.write(front.sandbox, remote_id, words)
        for seen in (front.order(remote_id).elsewhere, front.shop.elsewhere(before)):
            assert [one.number for one in seen] == [number]
            assert all(one.tool for one in seen)
    front.sweep()
    assert all(one.order and one.order.elsewhere for one in front.held.values())


@each_shop
def test_what_is_no_document_is_not_taken_for_one(subject: Subject[ShopArrangement]) -> None:
    """Remarks, the shop's own words, and what we wrote ourselves."""
    front = Front(subject)
    (remote_id,) = front.place()
    for words in (*front.arrangement.harmless, front.comment(remote_id)):
        front.arrangement.write(front.sandbox, remote_id, words)
    assert front.order(remote_id).elsewhere == ()
