"""Lists of orders are read whole, however they are sorted and cut, and although they move."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from msgspec import Raw
from tests.shops.teamsystem.support import ENTRY, Desk, told

from facturier.ports.errors import NotNow
from facturier.shops.teamsystem import listing
from facturier.shops.teamsystem.wire import Entry

Moves = Callable[[list[str]], None]


def entry(id: str) -> Raw:
    return Raw(msgspec.json.encode({**ENTRY, "orderID": id}))


def walked(ids: list[str], size: int, between: Moves = lambda ids: None) -> list[str]:
    """The ids that are found in pages of `size`, `between` happening after each page."""
    desk = Desk()

    def page(skip: int) -> list[Raw]:
        given = [entry(id) for id in ids[skip : skip + size]]
        between(ids)
        return given

    return [one.orderID for one in listing.whole(desk.client().http, page)]


@pytest.mark.parametrize("count", range(9))
@pytest.mark.parametrize("size", [2, 3, 50])
def test_every_length(count: int, size: int) -> None:
    ids = [f"o{place}" for place in range(count)]
    assert walked(list(ids), size) == ids


@pytest.mark.parametrize("size", [3, 4, 7])
@pytest.mark.parametrize("new", [1, 2, 3])
def test_orders_that_come_first_in_the_list_push_nothing_out(size: int, new: int) -> None:
    ids = [f"o{place}" for place in range(12)]
    count = iter(range(100))

    def busy(held: list[str]) -> None:
        if next(count) < 3:
            held[:0] = [f"new{next(count)}" for _ in range(min(new, size - 2))]

    assert set(ids) <= set(walked(list(ids), size, busy))


def test_an_order_that_is_deleted_meanwhile_hides_no_other() -> None:
    ids = [f"o{place}" for place in range(10)]
    gone = iter([0])

    def busy(held: list[str]) -> None:
        for place in gone:
            del held[place]

    assert set(ids[1:]) <= set(walked(list(ids), 4, busy))


def test_a_list_that_never_rests_is_not_now() -> None:
    def busy(held: list[str]) -> None:
        held.reverse()

    with pytest.raises(NotNow):
        walked([f"o{place}" for place in range(10)], 4, busy)


def test_a_list_that_does_not_skip_ends() -> None:
    shop, line = told({"/orders/list.json": [ENTRY, {**ENTRY, "orderID": "132_other"}]})
    with pytest.raises(NotNow):
        list(shop.orders(""))
    assert len(line.asked) < 30


@pytest.mark.parametrize("newest_first", [True, False])
@pytest.mark.parametrize("largest", [None, 2])
def test_orders_of_one_second_across_a_page_edge(newest_first: bool, largest: int | None) -> None:
    desk = Desk({"page_size": 3}, newest_first=newest_first, largest_limit=largest)
    placed = [desk.merchant.place().id for _ in range(8)]
    assert sorted(desk.read()) == sorted(placed)


def test_the_date_is_looked_for_in_iso_first() -> None:
    def date(**parts: Any) -> str:
        one = msgspec.convert({"orderID": "o", **parts}, Entry, strict=False)
        return one.placed_at.isoformat()

    assert (
        date(iso={"orderDate": "2015-12-17T18:19:54+0100"}, orderDate="17/12") == "2015-12-17T17:19:54+00:00"
    )
    assert date(orderDate="2015-12-17T18:19:54+01:00") == "2015-12-17T17:19:54+00:00"
    assert date(orderDate=1450372794) == "2015-12-17T17:19:54+00:00"
    for unknown in ({}, {"orderDate": "2015-12-17 18:19:54"}, {"orderDate": True}):
        with pytest.raises(ValueError):
            date(**unknown)
