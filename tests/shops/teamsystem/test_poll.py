"""Changes are noticed by what the list shows, by reading open orders again, and by the list of updated ones."""

from datetime import timedelta

import httpx
import msgspec
import pytest
from tests.shops.teamsystem.support import ENTRY, ORDER, Desk, told

from facturier.ports.errors import NotNow
from facturier.shops.teamsystem.poll import Position
from facturier.shops.teamsystem.sandbox import people

UPDATED = "GET /orders/updated.json from={since}&to={until}&limit={limit}&skip={skip}"
NEVER = {"reread_hours": 0}


def test_a_quiet_shop_costs_two_calls() -> None:
    desk = Desk()
    desk.place()
    desk.sweep()
    mark = len(desk.asked)
    assert desk.read() == []
    assert len(desk.asked) - mark == 2


def test_a_new_status_is_noticed_although_it_moves_no_date() -> None:
    desk = Desk(NEVER)
    first, second = desk.place(), desk.place()
    desk.sweep()
    desk.merchant.pay(first)
    assert desk.read() == [first]
    desk.merchant.edit(second)
    assert desk.read() == [second]
    assert desk.read() == []


def test_an_order_in_another_charset_is_one_that_cannot_be_read() -> None:
    """It ended the poll, and with it every other order of the shop."""
    payload = msgspec.json.encode(ORDER).replace(b"Esempio", "Nicolò".encode("latin-1"))
    shop, _ = told({"/orders/order.json": httpx.Response(200, content=payload)})
    heard = shop.order(ENTRY["orderID"])
    assert (heard.remote_id, heard.order) == (ENTRY["orderID"], None)
    assert "UnicodeDecodeError" in heard.trouble


class TestReadingAgain:
    def test_what_the_list_hides_is_noticed_within_a_day(self) -> None:
        desk = Desk()
        id = desk.place(buyer=people.guest())
        desk.sweep()
        desk.merchant.change_buyer(id, people.firm())
        assert desk.read() == []
        desk.clock.advance(timedelta(hours=24))
        assert desk.read() == [id]
        assert desk.held[id].order == desk.order(id)
        assert desk.read() == []

    def test_a_finished_order_is_not_read_again(self) -> None:
        desk = Desk()
        desk.merchant.set_status(desk.place(), 5)
        desk.sweep()
        desk.clock.advance(timedelta(hours=24))
        assert desk.read() == []

    def test_it_can_be_switched_off(self) -> None:
        desk = Desk(NEVER)
        desk.place()
        desk.sweep()
        desk.clock.advance(timedelta(days=3))
        assert desk.read() == []


class TestTheWindow:
    def test_orders_too_old_to_be_watched_leave_the_cursor(self) -> None:
        desk = Desk({"watch_days": 10, **NEVER})
        old = desk.place()
        desk.sweep()
        desk.clock.advance(timedelta(days=11))
        new = desk.place()
        assert desk.read() == [new]
        position = Position.parse(desk.cursor)
        assert len(position.older | position.recent) == 1
        desk.merchant.pay(old)
        assert desk.read() == []

    def test_silence_makes_no_order_old(self) -> None:
        """The newest order's date is what days are counted from, not a clock of ours."""
        desk = Desk({"watch_days": 10, **NEVER})
        id = desk.place()
        desk.sweep()
        desk.clock.advance(timedelta(days=300))
        desk.sweep()
        desk.merchant.pay(id)
        assert desk.read() == [id]

    def test_everything_since_the_start_is_read_once_however_old(self) -> None:
        desk = Desk({"watch_days": 10})
        old = desk.place()
        desk.clock.advance(timedelta(days=100))
        new = desk.place()
        assert desk.read() == [old, new]

    def test_the_start_date_begins_at_midnight_in_the_shops_zone(self) -> None:
        desk = Desk({"start_date": "2026-11-21"})
        desk.clock.advance(timedelta(hours=14, minutes=59, seconds=50) - timedelta(seconds=7))
        desk.place()
        desk.clock.advance(timedelta(seconds=10) - timedelta(seconds=7))
        id = desk.place()
        assert desk.clock.now().isoformat() == "2026-11-20T23:00:00+00:00"
        assert desk.read() == [id]


class TestListedAndYetRefused:
    def test_an_order_that_is_deleted_meanwhile_is_told(self) -> None:
        desk = Desk()
        first, second = desk.place(), desk.place()

        def delete(request: object) -> None:
            if "order.json" in desk.asked[-1] and first in desk.sandbox.shop.orders:
                desk.merchant.delete(first)

        desk.between = delete
        assert desk.read() == [first, second]
        assert (desk.held[first].order, desk.held[first].number) == (None, first)
        assert "Order not found" in desk.held[first].trouble
        assert first.encode() in desk.held[first].raw
        assert desk.read() == []


class TestTheListOfUpdatedOrders:
    def desk(self) -> Desk:
        return Desk({"updated_orders": UPDATED, **NEVER}, updated_path="/orders/updated.json")

    def test_it_tells_what_no_other_list_does(self) -> None:
        desk = self.desk()
        id = desk.place(buyer=people.guest())
        for _ in range(2):  # the first minutes are read twice
            desk.sweep()
            desk.clock.advance(timedelta(hours=1))
        assert desk.read() == []
        desk.merchant.change_buyer(id, people.firm())
        assert desk.read() == [id]
        assert desk.held[id].order == desk.order(id)

    def test_orders_too_old_to_be_watched_are_heard_through_it(self) -> None:
        desk = self.desk()
        old = desk.place()
        desk.sweep()
        desk.clock.advance(timedelta(days=40))
        desk.place()
        for _ in range(2):
            desk.sweep()
            desk.clock.advance(timedelta(hours=1))
        desk.merchant.cancel(old)
        desk.clock.advance(timedelta(minutes=5))
        assert desk.read() == [old]

    def test_orders_before_the_start_are_left_alone(self) -> None:
        desk = self.desk()
        id = desk.place()
        desk.sweep()
        desk.clock.advance(timedelta(days=2))
        desk.merchant.cancel(id)
        shop = desk.opened({**desk.values, "start_date": "2026-11-22"})
        assert [one for page in shop.orders(desk.cursor) for one in page.orders] == []

    def test_its_own_limit_is_kept(self) -> None:
        """Five calls a minute: the sixth is told to wait, and the orders that were read stay read."""
        desk = self.desk()
        with pytest.raises(NotNow):
            self.hurry(desk)
        desk.clock.advance(timedelta(minutes=1))
        desk.sweep()
        assert set(desk.held) == set(desk.sandbox.shop.orders)

    def hurry(self, desk: Desk) -> None:
        for _ in range(9):
            desk.place()
            desk.sweep()

    def test_nobody_asks_for_it_where_its_path_is_unknown(self) -> None:
        desk = Desk()
        desk.place()
        desk.sweep()
        assert not [asked for asked in desk.asked if "updated" in asked]


class TestAGreatMany:
    """More orders than can be looked at every minute: 21 pages and more."""

    def desk(self, apart: timedelta = timedelta(hours=2)) -> Desk:
        desk = Desk({"page_size": 2, "vat_source": "usual", **NEVER})
        for _ in range(44):
            desk.clock.advance(apart)
            desk.place()
        desk.sweep()
        return desk

    def test_most_polls_look_at_the_recent_ones_alone(self) -> None:
        desk = self.desk()
        mark = len(desk.asked)
        assert desk.read() == []
        assert len(desk.asked) - mark == 2
        new = desk.place()
        assert desk.read() == [new]

    def test_a_change_of_an_older_one_is_noticed_a_minute_later(self) -> None:
        desk = self.desk()
        old, *_ = desk.sandbox.shop.orders
        desk.merchant.pay(old)
        assert desk.read() == []
        desk.clock.advance(timedelta(seconds=66))
        assert desk.read() == [old]
        assert desk.read() == []

    def test_a_recent_one_that_changes_back_is_read_both_times(self) -> None:
        desk = self.desk(timedelta(seconds=10))
        *_, id = desk.sandbox.shop.orders
        for status in (1, 0, 1):
            desk.merchant.set_status(id, status)
            assert desk.read() == [id]
        assert desk.read() == []

    def test_nothing_is_read_twice_as_recent_ones_grow_old(self) -> None:
        desk = self.desk()
        for _ in range(3):
            new = desk.place()
            assert desk.read() == [new]
            desk.clock.advance(timedelta(hours=1))
            assert desk.read() == []


def test_a_cursor_says_what_it_knows() -> None:
    position = Position(1, 2, 3, 4, frozenset({"4Yc/BEOg", "6bjVygBk"}), frozenset({"9XOVf+gd"}))
    assert str(position) == "since 1 newest 2 looked 3 updated 4 4Yc/BEOg 6bjVygBk | 9XOVf+gd"
    for one in (position, Position(7)):
        assert Position.parse(str(one)) == one
