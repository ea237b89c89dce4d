"""A simulated shop, the connection to it, and what our store would hold of its orders."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import islice
from typing import Any

import pytest
from tests.conformance.arrangement import ShopArrangement, Subject, Values
from tests.conformance.found import SHOPS_FOUND
from tests.conformance.line import Line
from tests.conformance.sales import decided
from tests.drafting.sale import CAPABILITIES

from facturier.drafting.decision import Decision
from facturier.drafting.settings import RouteSettings
from facturier.model.document import Issued
from facturier.model.kinds import DocumentKind
from facturier.model.order import Order
from facturier.model.reference import Slot
from facturier.ports.offers import Offers, SeriesOffer
from facturier.ports.shop import Heard, Page, Shop, WriteBack
from facturier.sandbox.clock import VirtualClock

TODAY = date(2026, 11, 20)
DOCUMENT = Issued(DocumentKind.INVOICE, "FCT", "0007", public_link="https://invoices.example/7")


class Front:
    """size: orders of a page. stocked: with the demonstration orders. switches: of the simulator."""

    def __init__(
        self, subject: Subject[ShopArrangement], *, size: int = 50, stocked: bool = False, **switches: Any
    ) -> None:
        self.subject = subject
        self.arrangement = subject.arrangement
        self.clock = VirtualClock()
        make = self.arrangement.stocked if stocked else self.arrangement.make
        self.sandbox = make(self.clock, **switches)
        self.values = self.arrangement.paged(self.arrangement.settings(self.sandbox), size)
        self.line = Line(self.sandbox, self.clock)
        self.shop = self.open(self.values)
        self.held: dict[str, Heard] = {}
        self.cursor = ""

    def open(self, values: Values) -> Shop:
        """Another connection to the same shop."""
        connector = self.subject.connector
        assert connector.shop is not None
        return connector.shop(connector.read(dict(values)), self.line.http)

    # Orders

    def place(self, count: int = 1, apart: timedelta = timedelta(seconds=7)) -> list[str]:
        """Orders, one after the other; their remote ids."""
        placed = []
        for _ in range(count):
            self.clock.advance(apart)
            placed.append(self.arrangement.place(self.sandbox))
        return placed

    def order(self, remote_id: str) -> Order:
        """As it stands now; it must be readable."""
        heard = self.shop.order(remote_id)
        assert heard.order is not None, heard.trouble
        return heard.order

    def sweep(
        self, between: Callable[[int], None] = lambda page: None, pages: int | None = None
    ) -> list[Page]:
        """Poll as the finder does: store a page, then its cursor. `between` happens after each page;
        `pages`: break off after so many.
        """
        swept = []
        for number, page in enumerate(islice(self.shop.orders(self.cursor), pages)):
            for heard in page.orders:
                self.held[heard.remote_id] = heard
            self.cursor = page.cursor
            swept.append(page)
            between(number)
        return swept

    def up_to_date(self) -> bool:
        """Whether every order of the shop is held as it stands there now."""
        ids = self.arrangement.order_ids(self.sandbox)
        return set(ids) == set(self.held) and all(
            self.held[remote_id].order == self.shop.order(remote_id).order for remote_id in ids
        )

    # Writing back

    def comment(self, remote_id: str) -> str:
        """What a route writes: number, link and our reference."""
        reference = Slot("issuer", remote_id, "fiscal", "", 0).reference("conformance")
        return f"Invoice FCT 0007 https://invoices.example/7 [{reference}]"

    def record(self, remote_id: str, how: WriteBack) -> None:
        self.shop.record(self.order(remote_id), DOCUMENT, how)


# Drafting


def drafted(arrangement: ShopArrangement, order: Order) -> Decision:
    """What becomes of an order of this shop, in a system that can do everything."""
    offers = Offers(series=(SeriesOffer("FCT", DocumentKind.INVOICE),), vat=tuple(arrangement.vat))
    return decided(order, arrangement.seller, CAPABILITIES, offers, TODAY, RouteSettings(series="FCT"))


# Shops that are somewhere else


def calls_out(subject: Subject[ShopArrangement]) -> bool:
    """Whether reading an order takes a call: then calls can fail, and the suite makes each of them fail."""
    front = Front(subject)
    front.order(*front.place())
    return bool(front.line.asked)


REMOTE_SHOPS = tuple(subject for subject in SHOPS_FOUND if calls_out(subject))
each_remote_shop = pytest.mark.parametrize(
    "subject", REMOTE_SHOPS, ids=[subject.connector.name for subject in REMOTE_SHOPS]
)


# Shops that tell of money given back

TELLING = tuple(subject for subject in SHOPS_FOUND if Front(subject).shop.capabilities.tells_refunds)
each_telling_shop = pytest.mark.parametrize(
    "subject", TELLING, ids=[subject.connector.name for subject in TELLING]
)
