"""The port of an order source."""

from collections.abc import Iterator
from datetime import datetime
from typing import Protocol

from msgspec import Struct

from facturier.model.document import Issued
from facturier.model.message import Message
from facturier.model.order import Elsewhere, Order
from facturier.ports.capabilities import Limit
from facturier.ports.offers import Check


class ShopCapabilities(Struct, frozen=True, omit_defaults=True):
    """writes_comment / writes_status / writes_invoice: ways of recording a document on the order.

    tells_refunds: money given back shows on the order; where it does not, credits are a person's matter.
    """

    limit: Limit | None = None
    polls: bool = True
    tells_refunds: bool = True
    writes_comment: bool = False
    writes_status: bool = False
    writes_invoice: bool = False
    tells_elsewhere: bool = False


class Heard(Struct, frozen=True):
    """An order as heard: normalised, with the raw payload beside it.

    order is None where the payload could not be read; then `trouble` says why, and `remote_id` and
    `number` what could still be made out, so that even a broken order is never lost.
    """

    raw: bytes
    order: Order | None
    remote_id: str = ""
    number: str = ""
    trouble: str = ""


class Trouble(Struct, frozen=True):
    """What a person must mend although the connection works: a file that could not be taken, say.

    about: tells it from the connection's other troubles, the same each time that it is told.
    """

    about: str
    message: Message


class Page(Struct, frozen=True):
    """One page of a poll. `cursor` is safe to store once every order of this page is stored.

    troubles: all that stand now; what is no longer among them is mended. None: nothing is said of them.
    """

    orders: tuple[Heard, ...]
    cursor: str
    total: int | None = None
    troubles: tuple[Trouble, ...] | None = None


class WriteBack(Struct, frozen=True, omit_defaults=True):
    """How a route wants a document recorded on the order.

    cancelled: the document stands no longer; what the order shows of it otherwise than in words is taken away.
    """

    comment: str = ""
    status: str = ""
    make_invoice: bool = False
    notify: bool = False
    cancelled: bool = False


class Shop(Protocol):
    @property
    def capabilities(self) -> ShopCapabilities: ...

    @property
    def identity(self) -> str:
        """Stable name of the shop, the first half of every order's origin."""
        ...

    def orders(self, cursor: str) -> Iterator[Page]:
        """Orders changed since `cursor` (empty: from the connection's start date), oldest change first."""
        ...

    def cursor_at(self, moment: datetime) -> str:
        """The cursor that reads everything changed since `moment`, for looking back further than usual."""
        ...

    def order(self, remote_id: str) -> Heard: ...

    def elsewhere(self, order: Order) -> tuple[Elsewhere, ...]: ...

    def record(self, order: Order, document: Issued, how: WriteBack) -> None:
        """Write the document onto the order. Safe to repeat: looks before it writes."""
        ...

    def check(self) -> tuple[Check, ...]: ...
