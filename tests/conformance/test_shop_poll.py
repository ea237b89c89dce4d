"""The poll: whatever the merchant does while it reads, and wherever it is broken off, nothing is lost."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import product
from random import Random

import pytest
from tests.conformance.arrangement import ShopArrangement, Subject, Switches
from tests.conformance.found import SHOPS_FOUND, each_shop
from tests.conformance.front import Front, each_telling_shop

from facturier.ports.errors import Misconfigured, Missing

SIZE, MANY = 4, 17
REFUNDS = 120
SEEDS = range(4)


def pagings() -> Iterator[object]:
    for subject in SHOPS_FOUND:
        for switches in subject.arrangement.paging:
            name = ",".join(f"{key}={value}" for key, value in switches.items())
            yield pytest.param(subject, switches, id=f"{subject.connector.name}-{name}")


each_paging = pytest.mark.parametrize(("subject", "switches"), list(pagings()))


@each_paging
def test_every_order_is_heard_page_by_page(subject: Subject[ShopArrangement], switches: Switches) -> None:
    """Also where the last page is given again and again, and with a last page that is exactly full."""
    for count in (0, 1, SIZE, 2 * SIZE, MANY):
        front = Front(subject, size=SIZE, **switches)
        placed = front.place(count)
        pages = front.sweep()
        heard = [one.remote_id for page in pages for one in page.orders]
        assert sorted(heard) == sorted(placed)
        assert all(len(page.orders) <= SIZE for page in pages)
        assert front.up_to_date()


@each_paging
@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_is_lost_while_the_merchant_works(
    subject: Subject[ShopArrangement], switches: Switches, seed: int
) -> None:
    """Orders are placed, paid, refunded, edited and cancelled between the pages of three sweeps."""
    random, front = Random(f"poll/{seed}"), Front(subject, size=SIZE, **switches)
    front.place(MANY)
    acts = sorted(front.arrangement.acts().items())

    def busy(page: int) -> None:
        for _ in range(random.randrange(3)):
            front.clock.sleep(random.choice((0, 1, 40)))
            _, act = random.choice(acts)
            act(front.sandbox, random.choice(front.arrangement.order_ids(front.sandbox)))
            if random.random() < 0.3:
                front.place()

    for _ in range(3):
        front.sweep(busy)
        front.clock.advance(timedelta(minutes=random.randrange(10)))
    front.sweep()
    assert front.up_to_date()


@each_telling_shop
def test_more_refunds_than_a_page_are_all_heard(subject: Subject[ShopArrangement]) -> None:
    """Of one page of orders, which is asked for its refunds in one go."""
    front = Front(subject, size=REFUNDS)
    placed = front.place(REFUNDS, apart=timedelta())
    for act, remote_id in product(("pay", "refund"), placed):
        front.arrangement.acts()[act](front.sandbox, remote_id)
    front.sweep()
    assert [len(heard.order.refunds) for heard in front.held.values() if heard.order] == [1] * REFUNDS


@each_shop
@pytest.mark.parametrize("broken_off", range(1, 5))
def test_a_poll_can_be_resumed_after_every_page(subject: Subject[ShopArrangement], broken_off: int) -> None:
    """The worker died after storing a page; the next one goes on from that page's cursor."""
    front = Front(subject, size=SIZE)
    placed = front.place(MANY, apart=timedelta(minutes=10))
    while len(front.held) < len(placed):
        known = len(front.held)
        front.sweep(pages=broken_off)
        front.shop = front.open(front.values)
        assert len(front.held) > known, "a restart must get on"
    assert front.up_to_date()


@each_shop
@pytest.mark.parametrize("broken_off", range(1, 5))
def test_a_poll_of_fresh_orders_can_be_broken_off(subject: Subject[ShopArrangement], broken_off: int) -> None:
    """Fresh changes may be read again; but none is passed over."""
    front = Front(subject, size=SIZE)
    front.place(MANY)
    for _ in range(3):
        front.sweep(pages=broken_off)
    front.sweep()
    assert front.up_to_date()


@each_shop
def test_a_page_that_was_not_stored_is_read_again(subject: Subject[ShopArrangement]) -> None:
    """A cursor belongs to its page: whoever stored only the first begins with the second."""
    front = Front(subject, size=SIZE)
    front.place(MANY)
    pages = list(front.shop.orders(""))
    for number, page in enumerate(pages):
        later = {one.remote_id for after in pages[number + 1 :] for one in after.orders}
        resumed = {one.remote_id for again in front.shop.orders(page.cursor) for one in again.orders}
        assert later <= resumed


@each_shop
def test_orders_of_one_second_can_be_resumed_in_their_middle(subject: Subject[ShopArrangement]) -> None:
    front = Front(subject, size=SIZE)
    placed = [front.arrangement.place(front.sandbox) for _ in range(MANY)]
    front.clock.advance(timedelta(hours=1))
    front.place()
    front.sweep(pages=2)
    front.shop = front.open(front.values)
    front.sweep()
    assert set(placed) < set(front.held)
    assert front.up_to_date()


@each_shop
def test_a_change_in_the_second_that_was_just_read_is_heard(subject: Subject[ShopArrangement]) -> None:
    """Its time is the cursor's own, and its place in the list lies before it."""
    front = Front(subject, size=SIZE)
    placed = front.place(MANY)
    front.sweep()
    for remote_id in placed[:3]:
        front.arrangement.acts()["cancel"](front.sandbox, remote_id)
        front.sweep()
        assert front.up_to_date()


@each_shop
def test_oldest_change_first(subject: Subject[ShopArrangement]) -> None:
    front = Front(subject, size=SIZE)
    front.place(MANY)
    heard = [one.order.changed_at for page in front.sweep() for one in page.orders if one.order]
    assert heard == sorted(heard)


@each_shop
def test_a_quiet_shop_costs_a_call_or_two(subject: Subject[ShopArrangement]) -> None:
    front = Front(subject, size=SIZE)
    front.place(3)
    front.sweep()
    front.clock.advance(timedelta(hours=3))
    front.place()
    front.sweep()
    front.clock.advance(timedelta(hours=3))
    mark = len(front.line.asked)
    front.sweep()
    assert len(front.line.asked) - mark <= 2


@each_shop
def test_a_cursor_for_a_moment_reads_everything_since(subject: Subject[ShopArrangement]) -> None:
    front = Front(subject, size=SIZE)
    front.place(3)
    front.clock.advance(timedelta(days=1))
    moment = front.clock.now()
    later = front.place(5)
    front.cursor = front.shop.cursor_at(moment)
    front.sweep()
    assert set(front.held) == set(later)


@each_shop
def test_a_damaged_cursor_is_a_persons_matter(subject: Subject[ShopArrangement]) -> None:
    front = Front(subject)
    with pytest.raises(Misconfigured):
        list(front.shop.orders("no cursor of ours"))


@each_shop
def test_an_order_that_is_not_there_is_missing(subject: Subject[ShopArrangement]) -> None:
    with pytest.raises(Missing):
        Front(subject).shop.order("987654321")


@each_shop
def test_one_order_is_heard_as_the_poll_hears_it(subject: Subject[ShopArrangement]) -> None:
    front = Front(subject)
    for remote_id in front.place(3):
        front.sweep()
        alone = front.shop.order(remote_id)
        assert (alone.order, alone.remote_id) == (front.held[remote_id].order, remote_id)
        assert alone.number == front.held[remote_id].number
