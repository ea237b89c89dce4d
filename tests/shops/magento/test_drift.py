"""Real orders whose shape drifts: never a guess, by the same measure as in the conformance suite.

These are the payloads of `shared/data/orders/magento`. Those of WooCommerce beside it have a test of their own; those
of PrestaShop are left out until there is a connector for it.
"""

from collections.abc import Iterator

import httpx
from tests.conformance.arrangement import MayLack
from tests.conformance.arrangements.magento import ARRANGEMENT
from tests.conformance.guesses import Drifting
from tests.conformance.test_shop_drift import guessed
from tests.conformance.wire import Recorded
from tests.shops.magento.support import ORDERS, REAL_ORDERS, shop

from facturier.ports.errors import RemoteError
from facturier.ports.shop import Heard

MEMO = (ORDERS / "12_creditmemo_partial_of_03.json").read_bytes()


ALSO = {
    "order: orders.*address.city": MayLack("always there, but null where none was asked for", ("*.city",)),
    "order: orders.*address.vat_id": MayLack(
        "null is left out: who has none gave none", ("buyer.personal_id",)
    ),
    "order: orders.items.#.name": MayLack("null is left out: a draft without it is held", ("lines.name",)),
    "order: orders.items.#.sku": MayLack("null where the product is gone", ("lines.sku",)),
}
"""Beside what the simulator's orders may lack: that a city is not one of Romania, or all was refunded, is found
already, so that nothing new is."""


def recorded(path: str, body: bytes) -> Recorded:
    return Recorded("GET", f"https://shop.example/rest/all/V1{path}", b"", 0, 200, (), body)


def read(answers: list[Recorded]) -> Heard:
    """The order that these answers make: the first is the order, the second its credit memos."""
    order, memos = (httpx.Response(200, content=one.body) for one in answers)
    return shop(lambda request: memos if "creditmemos" in request.url.path else order).order("1")


def test_no_real_order_is_guessed() -> None:
    drifting = Drifting({**ARRANGEMENT.optional, **ALSO}, "order")
    listed = b'{"items": [' + MEMO + b'], "total_count": 1}'
    for name in REAL_ORDERS:
        answers = [recorded("/orders/1", (ORDERS / name).read_bytes()), recorded("/creditmemos", listed)]
        usual = read(answers)
        assert usual.order is not None, usual.trouble

        def judge(drifted: list[Recorded], one: Recorded, usual: Heard = usual) -> Iterator[str]:
            try:
                heard = read(drifted)
            except RemoteError:
                return
            yield from guessed(ARRANGEMENT, usual, heard)

        drifting.over(answers, judge)
    assert drifting.tried > 2000
    assert not drifting.verdict(whole=False), drifting.verdict(whole=False)
