"""The poll: every change is heard, whatever moves while it reads."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from tests.shops.magento.support import Table, found, order, reply, shop

from facturier.ports.errors import Misconfigured, NotNow
from facturier.ports.shop import Page
from facturier.shops.magento.connector import MagentoShop

BEGIN = datetime(2026, 3, 1, 12, tzinfo=UTC)
OVERLAP = 300


def words(second: int) -> str:
    return (BEGIN + timedelta(seconds=second)).strftime("%Y-%m-%d %H:%M:%S")


def ids(pages: list[Page]) -> list[int]:
    return [int(heard.remote_id) for page in pages for heard in page.orders]


def connected(table: Table, **more: Any) -> MagentoShop:
    return shop(table.answer, **{"page_size": 2, **more})


def filled(count: int, apart: int = 60) -> Table:
    table = Table()
    for entity in range(1, count + 1):
        table.put(entity, words(entity * apart))
    return table


class TestPages:
    def test_all_pages_are_read_oldest_first(self) -> None:
        pages = list(connected(filled(5)).orders(""))
        assert [len(page.orders) for page in pages] == [2, 2, 1]
        assert ids(pages) == [1, 2, 3, 4, 5]
        assert {page.total for page in pages} == {5}

    def test_an_empty_shop_gives_one_empty_page_and_the_start_as_cursor(self) -> None:
        (page,) = connected(Table()).orders("")
        assert (page.orders, page.cursor) == ((), "2025-12-31 22:00:00/0")

    def test_the_cursor_stays_behind_the_newest_change_by_the_overlap(self) -> None:
        pages = list(connected(filled(7)).orders(""))
        assert pages[-1].cursor == f"{words(7 * 60 - OVERLAP)}/0"

    def test_within_the_settled_past_the_cursor_is_exact(self) -> None:
        pages = list(connected(filled(9, apart=600)).orders(""))
        assert pages[0].cursor == f"{words(2 * 600)}/2"

    def test_many_orders_of_one_second_can_be_resumed_in_their_middle(self) -> None:
        table = Table()
        for entity in range(1, 8):
            table.put(entity, words(0))
        table.put(8, words(9999))
        first = next(connected(table).orders(""))
        assert first.cursor == f"{words(0)}/2"
        assert ids(list(connected(table).orders(first.cursor))) == [3, 4, 5, 6, 7, 8]

    def test_a_cursor_can_be_made_for_a_moment(self) -> None:
        table = filled(5)
        cursor = connected(table).cursor_at(BEGIN + timedelta(seconds=240))
        assert ids(list(connected(table).orders(cursor))) == [4, 5]

    def test_orders_placed_before_the_start_are_not_read(self) -> None:
        table = filled(1)
        table.put(2, words(100), created_at="2025-12-31 21:59:59")
        table.put(3, words(100), created_at="2025-12-31 22:00:00")
        assert ids(list(connected(table).orders(""))) == [1, 3]

    def test_the_usual_poll_is_one_call(self) -> None:
        calls = []
        table = filled(1)

        def counted(request: httpx.Request) -> httpx.Response:
            calls.append(request)
            return table.answer(request)

        list(shop(counted).orders(f"{words(0)}/0"))
        assert len(calls) == 1

    def test_raw_is_the_payload_as_it_stood_in_the_page(self) -> None:
        one = b'{"entity_id": 1,  "odd" : 1.50, "updated_at": "2026-03-01 12:00:00"}'
        body = b'{"items": [' + one + b'], "total_count": 1}'
        (page,) = shop(lambda _: httpx.Response(200, content=body)).orders("")
        assert page.orders[0].raw == one

    def test_a_broken_order_does_not_stop_the_others(self) -> None:
        table = filled(3)
        table.rows[2]["items"] = "gone"
        (page,) = connected(table, page_size=50).orders("")
        assert [(heard.remote_id, heard.order is None) for heard in page.orders] == [
            ("1", False),
            ("2", True),
            ("3", False),
        ]


class TestShopsThatAnswerSomethingElse:
    def test_a_repeated_page_is_not_read_for_ever(self) -> None:
        same = found(order(entity_id=1), order(entity_id=2), total=9)
        pages = shop(lambda _: reply(same), page_size=2).orders("")
        next(pages)
        with pytest.raises(NotNow, match="not in the order"):
            next(pages)

    def test_an_unsorted_page_is_not_trusted(self) -> None:
        mixed = found(order(entity_id=2), order(entity_id=1))
        with pytest.raises(NotNow, match="not in the order"):
            list(shop(lambda _: reply(mixed)).orders(""))

    def test_a_whole_page_without_keys_is_not_passed_over(self) -> None:
        nameless = found({"a": 1}, {"a": 2}, total=9)
        with pytest.raises(NotNow, match="tells its id"):
            list(shop(lambda _: reply(nameless), page_size=2).orders(f"{words(0)}/0"))

    @pytest.mark.parametrize("body", ["<html>", "[]", '{"items": null}', '{"total_count": 1}', ""])
    def test_what_is_no_page_is_not_now(self, body: str) -> None:
        with pytest.raises(NotNow):
            list(shop(lambda _: httpx.Response(200, text=body)).orders(""))

    @pytest.mark.parametrize("cursor", ["soon", "2026-03-01 12:00:00", "2026-03-01 12:00:00/x", "/1"])
    def test_a_damaged_cursor_is_named(self, cursor: str) -> None:
        with pytest.raises(Misconfigured, match="damaged"):
            list(connected(Table()).orders(cursor))


class LiveShop:
    """A table whose orders change between calls. Seconds never go back; a change may become visible late,
    but never later than the overlap."""

    def __init__(self, draw: Callable[[st.SearchStrategy[Any]], Any]) -> None:
        self.draw = draw
        self.table = Table()
        self.second = 0
        self.hidden: list[tuple[int, int, int]] = []
        self.final: dict[int, str] = {}

    def change(self) -> None:
        self.second += self.draw(st.sampled_from([0, 0, 1, 30, OVERLAP]))
        entity = self.draw(st.integers(1, 8))
        visible = self.second + self.draw(st.sampled_from([0, 0, 0, 1, OVERLAP - 1]))
        self.hidden.append((visible, entity, self.second))
        self.appear()

    def appear(self) -> None:
        """Rows take effect in the order of their becoming visible; a row never shows an older change."""
        for change in sorted(self.hidden):
            visible, entity, at = change
            if visible <= self.second:
                self.hidden.remove(change)
                if self.final.get(entity, "") <= words(at):
                    self.final[entity] = words(at)
                    self.table.put(entity, words(at))

    def answer(self, request: httpx.Request) -> httpx.Response:
        answered = self.table.answer(request)
        for _ in range(self.draw(st.integers(0, 3))):
            self.change()
        return answered


def test_the_first_page_is_not_older_than_the_settled_edge() -> None:
    """Between the first page and the look for the newest change, time passes and a late commit appears."""
    table = Table()
    for entity in (1, 2, 3):
        table.put(entity, words(entity))
    calls = 0

    def answer(request: httpx.Request) -> httpx.Response:
        nonlocal calls
        calls += 1
        answered = table.answer(request)
        if calls == 1:
            table.put(9, words(1))
            table.put(4, words(OVERLAP + 60))
        return answered

    pages = list(shop(answer, page_size=2).orders(""))
    assert 9 in ids(pages)


@hypothesis_settings(max_examples=80, deadline=None)
@given(st.data())
def test_no_change_is_ever_lost(data: st.DataObject) -> None:
    """Orders change between any two calls, several in a second, some visible late; the reader is
    interrupted after any page and goes on from the cursor that it stored last."""
    live = LiveShop(data.draw)
    for _ in range(data.draw(st.integers(0, 8))):
        live.change()
    reader = shop(live.answer, page_size=data.draw(st.integers(1, 3)))
    heard: dict[int, str] = {}
    cursor = ""

    def read(pages: int) -> None:
        nonlocal cursor
        for page, _ in zip(reader.orders(cursor), range(pages), strict=False):
            for one in page.orders:
                assert one.order is not None
                changed = one.order.changed_at.strftime("%Y-%m-%d %H:%M:%S")
                heard[int(one.remote_id)] = max(changed, heard.get(int(one.remote_id), ""))
            assert page.cursor >= cursor
            cursor = page.cursor

    for _ in range(data.draw(st.integers(1, 4))):
        read(data.draw(st.integers(1, 6)))
    live.second += OVERLAP
    live.appear()
    reader = shop(live.table.answer, page_size=50)  # quiet at last
    read(100)
    assert heard == live.final


@given(st.integers(-86_400, 86_400))
def test_our_own_clock_and_that_of_the_web_server_do_not_matter(skew: int) -> None:
    table = filled(7)

    def dated(request: httpx.Request) -> httpx.Response:
        answered = table.answer(request)
        moment = datetime.now(UTC) + timedelta(seconds=skew)
        answered.headers["Date"] = moment.strftime("%a, %d %b %Y %H:%M:%S GMT")
        return answered

    pages = list(shop(dated, page_size=3).orders(""))
    assert pages[-1].cursor == f"{words(7 * 60 - OVERLAP)}/0"
