"""The stock push from the vendor to a shop (sheet, section 9.3)."""

from datetime import timedelta

import httpx
import msgspec
import pytest
from tests.systems.smartbill.simulated import Account, line

TARGET = "https://shop.example/stocks"


class Shop:
    """Keeps what it was told; may be down."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, dict[str, object]]] = []
        self.down = False

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if self.down:
            raise httpx.ConnectError("down")
        self.heard.append((request.headers["authorization"], msgspec.json.decode(request.content)))
        return httpx.Response(200, text="ok")


@pytest.fixture
def shop() -> Shop:
    return Shop()


@pytest.fixture
def account(shop: Shop) -> Account:
    account = Account()
    account.sandbox.push.connect(account.company, TARGET, "secret", httpx.MockTransport(shop))
    return account


def sell(account: Account, quantity: int) -> str:
    return account.issued(line(10, quantity, warehouseName="Magazin"), useStock=True)


def test_the_test_call_has_no_products(account: Account, shop: Shop) -> None:
    assert account.sandbox.push.test().status == 200
    assert shop.heard == [("Bearer secret", {"products": []})]


def test_quantities_are_absolute_and_only_what_moved_is_told(account: Account, shop: Shop) -> None:
    sell(account, 2)
    sell(account, 3)
    account.sandbox.push.send()
    row = {"productCode": "SKU-1", "productName": "Ceas de mână", "warehouse": "Magazin", "quantity": 7}
    assert shop.heard == [("Bearer secret", {"products": [row]})]
    assert account.sandbox.push.send() is None


def test_the_push_goes_out_by_itself(account: Account, shop: Shop) -> None:
    sell(account, 2)
    account.clock.advance(timedelta(minutes=5))
    assert len(shop.heard) == 1
    account.sandbox.push.disconnect()
    sell(account, 2)
    account.clock.advance(timedelta(minutes=5))
    assert len(shop.heard) == 1


def test_a_shop_that_is_down_is_not_asked_again(account: Account, shop: Shop) -> None:
    shop.down = True
    sell(account, 2)
    pushed = account.sandbox.push.send()
    assert pushed is not None
    assert pushed.status is None
    shop.down = False
    assert account.sandbox.push.send() is None


def test_nothing_can_be_sent_before_there_is_a_shop() -> None:
    with pytest.raises(RuntimeError, match="connect"):
        Account().sandbox.push.test()
