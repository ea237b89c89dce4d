"""What a demonstration order is made of."""

from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from facturier.shops.magento.sandbox.amounts import Json
from facturier.shops.magento.sandbox.basket import Basket

if TYPE_CHECKING:
    from facturier.shops.magento.sandbox.merchant import Merchant

Story = Callable[["Merchant", int], object]
Spoil = Callable[[Json], object]


class Fate(StrEnum):
    """What a careful bridge does with the order, where the route says "issue an invoice when ordered"."""

    READY = "ready"
    WAITING = "waiting"  # not paid yet, or held in the shop
    HELD = "held"  # something is wrong or missing: a person must look
    WITHDRAWN = "withdrawn"  # cancelled
    ELSEWHERE = "elsewhere"  # another tool has made the document
    FREE = "free"  # nothing to pay


class Sample(Struct, frozen=True, omit_defaults=True):
    """How to make one: a cart, what to break in its document, and what happens to the order then."""

    key: str
    basket: Basket
    fate: Fate = Fate.READY
    spoil: Spoil | None = None
    story: Story | None = None


class DemoOrder(Struct, frozen=True, omit_defaults=True):
    """One order, before its story. `documents` came with it: ("invoices" or "creditmemos", document)."""

    key: str
    order: Json
    fate: Fate = Fate.READY
    story: Story | None = None
    documents: tuple[tuple[str, Json], ...] = ()
