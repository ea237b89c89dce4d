"""Real orders whose shape drifts: never a guess, by the same measure as in the conformance suite."""

from collections.abc import Iterator

import httpx
from tests.conformance.arrangement import MayLack
from tests.conformance.arrangements.woocommerce import ARRANGEMENT
from tests.conformance.guesses import Drifting
from tests.conformance.test_shop_drift import guessed
from tests.conformance.wire import Recorded
from tests.shops.woocommerce.support import ORDERS, REAL_ORDERS, REFUND, raw, real, refund_of, shop

from facturier.ports.errors import RemoteError
from facturier.ports.shop import Heard

ALSO: dict[str, MayLack] = {}
"""Beside what the simulator's orders may lack."""


def recorded(path: str, body: bytes) -> Recorded:
    return Recorded("GET", f"https://shop.example/wp-json/wc/v3{path}", b"", 0, 200, (), body)


def refunds_of(name: str) -> bytes:
    document = real(name)
    if not document["refunds"]:
        return b"[]"
    return raw([real(REFUND) if name.startswith("12") else refund_of(document)])


def read(answers: list[Recorded]) -> Heard:
    """The order that these answers make: the first is the order, the second its refunds."""
    order, refunds = (httpx.Response(200, content=one.body) for one in answers)
    return shop(lambda request: refunds if "refunds" in request.url.path else order).order("1")


def test_no_real_order_is_guessed() -> None:
    drifting = Drifting({**ARRANGEMENT.optional, **ALSO}, "order")
    for name in REAL_ORDERS:
        answers = [
            recorded("/orders/1", (ORDERS / name).read_bytes()),
            recorded("/refunds", refunds_of(name)),
        ]
        usual = read(answers)
        assert usual.order is not None, usual.trouble

        def judge(drifted: list[Recorded], one: Recorded, usual: Heard = usual) -> Iterator[str]:
            try:
                heard = read(drifted)
            except RemoteError:
                return
            yield from guessed(ARRANGEMENT, usual, heard)

        drifting.over(answers, judge)
    assert drifting.tried > 1000
    assert not drifting.verdict(whole=False), drifting.verdict(whole=False)
