"""Traps of WooCommerce's fact sheet, by section."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, cast

from tests.conformance.arrangement import ShopArrangement, Subject, Trap
from tests.conformance.arrangements.woocommerce import ARRANGEMENT
from tests.conformance.front import Front

from facturier.shops.woocommerce import CONNECTOR
from facturier.shops.woocommerce.sandbox import WooSandbox

SUBJECT: Subject[ShopArrangement] = Subject(CONNECTOR, ARRANGEMENT)


def front(**switches: Any) -> Front:
    return Front(SUBJECT, **switches)


def sandbox(of: Front) -> WooSandbox:
    return cast(WooSandbox, of.sandbox)


def trashed() -> None:
    """The bin is a list of its own: an order that is thrown away is withdrawn all the same."""
    here = front()
    (remote_id,) = here.place()
    here.sweep()
    sandbox(here).merchant.trash(int(remote_id))
    here.sweep()
    assert here.up_to_date()


def _traps() -> Iterator[tuple[str, Callable[[], object]]]:
    yield "6 an order in the bin", partial(trashed)


TRAPS = tuple(Trap(name, check) for name, check in _traps())
