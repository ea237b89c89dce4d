"""What the shop's answers mean, whatever status they come with."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest
from tests.shops.teamsystem.support import ENTRY, Desk, told

from facturier.ports.errors import Misconfigured, Missing, NotNow, Refused

ID = ENTRY["orderID"]
Answer = Callable[[httpx.Request], httpx.Response]


def error(status: int, words: str = "No") -> Answer:
    return lambda request: httpx.Response(status, json={"error": {"message": words}})


def page(status: int) -> Answer:
    return lambda request: httpx.Response(status, html="<h1>Attention</h1>")


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (error(401), Misconfigured),
        (error(403), Misconfigured),
        (error(404), Missing),
        (error(400), Refused),
        (error(200), Refused),
        (error(429), NotNow),
        (error(509), NotNow),
        (error(500), NotNow),
        (page(403), NotNow),
        (page(404), Misconfigured),
        (page(502), NotNow),
        (page(200), NotNow),
    ],
    ids=str,
)
def test_an_order(answer: Answer, expected: type[Exception]) -> None:
    shop, _ = told({"/orders/order.json": answer})
    with pytest.raises(expected):
        shop.order(ID)


@pytest.mark.parametrize("status", [200, 400, 404])
def test_a_list_is_never_refused_to_those_who_may_read_it(status: int) -> None:
    """So its refusal is a matter of address and keys, whatever the status."""
    shop, _ = told({"/orders/list.json": error(status, "Chiave errata")})
    with pytest.raises(Misconfigured, match="Chiave errata"):
        list(shop.orders(""))


@pytest.mark.parametrize("status", [200, 400, 404])
def test_an_order_that_is_not_in_the_list_is_missing(status: int) -> None:
    """The list is asked first, so the shop's own way of saying so does not matter."""
    desk = Desk(missing_status=status)
    with pytest.raises(Missing):
        desk.shop.order("132_nothing")


@pytest.mark.parametrize("listed", [{}, "tomorrow", [7], [{"total": 1}]], ids=str)
def test_a_list_of_another_shape_is_not_now(listed: Any) -> None:
    shop, _ = told({"/orders/list.json": listed})
    with pytest.raises(NotNow):
        list(shop.orders(""))


def test_a_used_up_day_is_waited_out() -> None:
    desk = Desk(quota=6)
    id = desk.place()
    with pytest.raises(NotNow) as caught:
        [desk.shop.order(id) for _ in range(9)]
    assert caught.value.retry_at - desk.clock.now() == timedelta(hours=1)
    desk.clock.advance(timedelta(hours=24))
    assert desk.order(id)


@pytest.mark.parametrize("status", [200, 400, 401, 403])
def test_a_wrong_pair_is_a_persons_matter_whatever_the_status(status: int) -> None:
    desk = Desk({"api_key": "f" * 64}, denied_status=status)
    with pytest.raises(Misconfigured, match="Unauthorized"):
        list(desk.shop.orders(""))
    with pytest.raises(Misconfigured, match="Unauthorized"):
        desk.shop.order(ID)
    assert not any(check.ok for check in desk.shop.check())


def test_keys_travel_in_plain_headers() -> None:
    shop, line = told()
    shop.order(ID)
    assert {request.headers["key"] for request in line.asked} == {"k" * 64}
    assert {request.headers["exchange"] for request in line.asked} == {"e" * 64}
