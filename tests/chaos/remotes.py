"""A simulator as a process that can be asked for its own book: python -m tests.chaos.remotes shop|system SCALE SEED

Says where it is and what to enter in its connector's form as one line of JSON (`Place`), then answers each line on
its standard input with one of JSON. Ends when standard input does.
"""

import sys
from collections import Counter
from collections.abc import Callable, Mapping
from decimal import Decimal
from random import Random

import msgspec
from msgspec import Struct
from tests.proof.remote import Remote, of_smartbill
from tests.support.simulator import Watched

from facturier.sandbox.clock import SandboxClock
from facturier.sandbox.faults import Fault, Faults, Trouble
from facturier.sandbox.kit import Sandbox
from facturier.sandbox.serve import serve
from facturier.shops.magento.sandbox import MagentoSandbox
from facturier.shops.magento.sandbox import create as magento
from facturier.shops.magento.sandbox.basket import Basket, Money
from facturier.shops.magento.sandbox.catalogue import random_basket
from facturier.shops.magento.sandbox.document import order_document

CREATE, COMMENT = r"^POST /SBORO/api/invoice/v2", r"^POST .*/comments"
LOST_CREATES = {Trouble.LOST_ANSWER: 0.2, Trouble.CUT_BODY: 0.06, Trouble.ERROR_AFTER: 0.08}
"""Together 30 in 100: each falls on what the ones before have left."""
LOST_COMMENTS = {Trouble.LOST_ANSWER: 0.1}
ONE_IN_PAID = 3


class Place(Struct, frozen=True):
    url: str
    settings: dict[str, str]


class Sold(Struct, frozen=True):
    """An order as the shop has it. comments: all that anybody wrote onto it."""

    remote_id: str
    number: str
    total: Decimal
    paid: bool
    comments: list[str]


class Counted(Struct, frozen=True):
    """How far a simulator has come. lost: answers that were lost after the effect. blocks: calls too many."""

    count: int
    lost: int
    blocks: int = 0


class Noted(Faults):
    """Counts what befell."""

    def __init__(self, random: Random, path: str, shares: Mapping[Trouble, float]) -> None:
        super().__init__(random)
        self.befallen: Counter[Trouble] = Counter()
        for trouble, share in shares.items():
            self.add(Fault(trouble, match=path, share=share))

    def next(self, request: str) -> Fault | None:
        fault = super().next(request)
        if fault is not None:
            self.befallen[fault.name] += 1
        return fault


def shop(scale: float, seed: int) -> None:
    """Words: `place N` (that many people order, one in three has paid at once), `count`, `book`."""
    sandbox = magento(seed, SandboxClock(scale))
    dice = Random(seed)
    sandbox.faults = faults = Noted(Random(seed), COMMENT, LOST_COMMENTS)

    def answer(words: str) -> object:
        if words == "book":
            return sold(sandbox)
        for _ in range(int(words.removeprefix("place"))) if words != "count" else ():
            order_something(sandbox, dice)
        return Counted(len(sandbox.shop.orders), faults.befallen.total())

    talk(sandbox, answer)


def order_something(sandbox: MagentoSandbox, dice: Random) -> None:
    """In one moment, so that no poll sees the order unpaid and its payment within the same second."""
    with sandbox.shop.lock:
        placed = sandbox.merchant.place(basket_with_a_price(sandbox, dice))
        if dice.randrange(ONE_IN_PAID) == 0:
            sandbox.merchant.pay(int(placed["entity_id"]))


def basket_with_a_price(sandbox: MagentoSandbox, dice: Random) -> Basket:
    """In the shop's own currency. Where a coupon takes off everything there is nothing to invoice."""
    while True:
        basket = msgspec.structs.replace(random_basket(dice), money=Money())
        if Decimal(str(order_document(basket, 1, sandbox.clock.now())["grand_total"])) > 0:
            return basket


def sold(sandbox: MagentoSandbox) -> list[Sold]:
    with sandbox.shop.lock:
        return [
            Sold(
                str(entity),
                order["increment_id"],
                Decimal(str(order["grand_total"])),
                bool(order.get("total_paid")),
                [str(history.get("comment") or "") for history in order.get("status_histories", ())],
            )
            for entity, order in sandbox.shop.orders.items()
        ]


def system(scale: float, seed: int) -> None:
    """Words: `count` (of numbered documents, and of what happened since it was asked last), `book`."""
    sandbox = Watched(scale)
    sandbox.faults = faults = Noted(Random(seed), CREATE, LOST_CREATES)

    def answer(words: str) -> object:
        if words == "book":
            remotes: list[Remote] = list(of_smartbill(sandbox))
            return remotes
        seen = sandbox.seen()
        return Counted(sum(seen.standing.values()), faults.befallen.total(), seen.blocks)

    talk(sandbox, answer)


def talk(sandbox: Sandbox, answer: Callable[[str], object]) -> None:
    with serve(sandbox) as served:
        _print(Place(served.url, sandbox.settings(served.url)))
        for line in sys.stdin:
            _print(answer(line.strip()))


def _print(value: object) -> None:
    sys.stdout.write(msgspec.json.encode(value).decode() + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    {"shop": shop, "system": system}[sys.argv[1]](float(sys.argv[2]), int(sys.argv[3]))
