"""The poll, beside what the conformance suite asks of every shop."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest
from tests.shops.woocommerce.support import connected, order, sandboxed, shop

from facturier.ports.errors import NotNow
from facturier.sandbox.clock import VirtualClock
from facturier.shops.woocommerce.sandbox import WooSandbox


def everything(sandbox: WooSandbox, cursor: str = "", **more: Any) -> list[str]:
    woo = connected(sandbox, **more)
    return [one.remote_id for page in woo.orders(cursor) for one in page.orders]


def row(id: int, second: int, **changes: Any) -> dict[str, Any]:
    return order(id=id, number=str(id), date_modified_gmt=f"2026-10-05T06:00:{second:02}", **changes)


def answering(
    *pages: list[dict[str, Any]], total: int | None = None
) -> Callable[[httpx.Request], httpx.Response]:
    """The lists of changed orders in turn; nothing in the bin."""
    left = list(pages)

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.params["status"] == "trash":
            return httpx.Response(200, json=[], headers={"x-wp-total": "0"})
        page = left.pop(0) if len(left) > 1 else left[0]
        return httpx.Response(200, json=page, headers={} if total is None else {"x-wp-total": str(total)})

    return answer


def test_more_orders_in_one_second_than_an_address_can_name() -> None:
    """A bulk change of six hundred."""
    sandbox, _ = sandboxed()
    placed = [str(sandbox.merchant.place()["id"]) for _ in range(600)]
    assert isinstance(sandbox.clock, VirtualClock)
    sandbox.clock.advance(timedelta(hours=1))
    placed.append(str(sandbox.merchant.place()["id"]))
    assert sorted(everything(sandbox, page_size=100)) == sorted(placed)


def test_orders_in_another_order_than_was_asked_for_are_not_taken() -> None:
    with pytest.raises(NotNow, match="order that was asked for"):
        list(shop(answering([row(1, 9), row(2, 3)])).orders(""))


def test_a_whole_page_that_gets_us_no_further_ends_the_poll() -> None:
    """A shop that does not know `exclude` either."""
    same = [row(1, 1), row(2, 1)]
    with pytest.raises(NotNow, match="none is new"):
        list(shop(answering(same, total=5), page_size=2).orders(""))


def test_the_cursor_never_passes_the_settled_edge() -> None:
    pages = list(shop(answering([row(1, 1), row(2, 30)]), overlap_minutes=0).orders(""))
    assert pages[-1].cursor == "2026-10-05T06:00:30"
    pages = list(shop(answering([row(1, 1), row(2, 30)]), overlap_minutes=1).orders(""))
    assert pages[-1].cursor == "2026-10-05T05:59:30"


def test_the_first_page_is_not_older_than_the_settled_edge() -> None:
    """Where there is more than a page, the newest change is asked for first, and then the first page once more."""
    asked: list[str] = []
    inner = answering([row(1, 1)], total=2)

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(f"{request.url.params['status']} {request.url.params['order']}")
        return inner(request)

    next(iter(shop(answer, page_size=1).orders("")))
    assert asked == ["trash asc", "any asc", "any desc", "any asc"]


def test_a_broken_order_is_heard_with_its_trouble_beside_the_others() -> None:
    broken = row(2, 2) | {"total": "a lot", "line_items": {}}
    (page,) = shop(answering([row(1, 1), broken, row(3, 3)])).orders("")
    assert [(one.remote_id, bool(one.order)) for one in page.orders] == [
        ("1", True),
        ("2", False),
        ("3", True),
    ]


def test_an_order_without_time_or_id_is_heard_too() -> None:
    strange = [row(1, 1), row(2, 2) | {"date_modified_gmt": "soon"}, row(3, 3) | {"id": "three"}]
    (page,) = shop(answering(strange)).orders("")
    assert [one.number for one in page.orders] == ["1", "2", "3"]
    assert [bool(one.trouble) for one in page.orders] == [False, True, True]


def test_what_is_thrown_away_is_read_from_its_own_list() -> None:
    sandbox, _ = sandboxed()
    first, second = (sandbox.merchant.place()["id"] for _ in range(2))
    sandbox.merchant.trash(first)
    assert sorted(everything(sandbox)) == [str(first), str(second)]
