"""Reading every changed order, although orders keep changing while they are read.

Pages by number would skip orders: a change moves an order to the end and pulls the others one place forward, across
the page border. So each call asks for the *first* page of what changed since the second that was reached, without the
orders of that second that were read already: nothing shifts. A moved order has a later second and is met again.

One thing remains: an order whose second lies behind us may still become visible, because its change took long to be
written. The *settled edge* is therefore the newest change in the shop when the sweep began, less the overlap. The
cursor follows the seconds up to that edge and never passes it, so what was read beyond it is read again by the next
sweep. Only the shop's own times are compared.

Orders in the bin are in no list but their own. That one is read first: whatever is thrown away meanwhile is younger
than the edge, and read by the next sweep.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from functools import partial
from itertools import chain
from typing import NamedTuple

from facturier.model.message import say
from facturier.ports.errors import Misconfigured
from facturier.ports.shop import Heard, Page
from facturier.shops.woocommerce.client import Client
from facturier.shops.woocommerce.lists import (
    ANY,
    BIN,
    NEWEST_FIRST,
    OLDEST_FIRST,
    Listed,
    just_before,
    listed,
    words,
)
from facturier.shops.woocommerce.older import changed_since
from facturier.shops.woocommerce.payload import UNBORN, Mapper, Opened
from facturier.shops.woocommerce.refunds import refunds_of
from facturier.shops.woocommerce.settings import Settings
from facturier.shops.woocommerce.wire import moment

_MANY = 400
"""Orders of one second that an address can still name. Somebody who changes more at once is read newest first."""


class Reached(NamedTuple):
    """Everything before this second was read, and of the second itself the orders `ids`."""

    second: str
    ids: frozenset[int] = frozenset()

    def after(self, orders: Sequence[Opened]) -> "Reached":
        keys = [(one.key.modified, one.key.id) for one in orders if one.key.modified and one.key.id]
        second = max([self.second, *(modified for modified, _ in keys)])
        ids = frozenset(id for modified, id in keys if modified == second)
        return Reached(second, ids | self.ids if second == self.second else ids)


def start_of(settings: Settings, cursor: str) -> str:
    """The second from which to read. Raises Misconfigured for what is not a cursor of this connector."""
    try:
        return words(moment(cursor) if cursor else settings.start)
    except ValueError as error:
        raise Misconfigured(
            say("The reading position %(cursor)s is damaged. Start the connection again.", cursor=cursor)
        ) from error


def sweep(client: Client, settings: Settings, mapper: Mapper, cursor: str) -> Iterator[Page]:
    """Pages of what changed since `cursor`, oldest change first; at least one page, perhaps empty.

    The `total` of a page is the number of orders of the whole sweep, as far as it is known by then.
    """
    start = start_of(settings, cursor)
    for page in _pages(client, settings, start, BIN):
        if page.orders:
            yield Page(heard(client, mapper, page.orders), start)
    edge, pages = _begun(client, settings, start)
    safe, read, reached = start, 0, Reached(start)
    for page in pages:
        reached = reached.after(page.orders)
        safe = max(safe, min(reached.second, edge))
        yield Page(heard(client, mapper, page.orders), safe, read + page.total)
        read += len(page.orders)


def heard(client: Client, mapper: Mapper, orders: Sequence[Opened]) -> tuple[Heard, ...]:
    """Payloads as orders; one more call for each that was refunded. Carts that are still filled in are none."""
    telling = partial(refunds_of, client)
    return tuple(mapper.heard(one, telling) for one in orders if one.key.status not in UNBORN)


def _begun(client: Client, settings: Settings, start: str) -> tuple[str, Iterator[Listed]]:
    """The settled edge, and pages none of which is older than it."""
    pages = _pages(client, settings, start, ANY)
    first = next(pages)
    newest = Reached(start).after(first.orders).second
    if not first.whole:
        found = listed(client, settings, ANY, NEWEST_FIRST, size=1)
        newest = max([newest, *found.seconds])
        pages = _pages(client, settings, start, ANY)
        first = next(pages)
    edge = words(moment(newest) - timedelta(minutes=settings.overlap_minutes))
    return edge, chain([first], pages)


def _pages(client: Client, settings: Settings, start: str, status: str) -> Iterator[Listed]:
    """One after the other, up to and with the last; an empty one where there is nothing.

    Raises NotNow where the shop did not answer the question that was asked.
    """
    reached = Reached(start)
    while True:
        if len(reached.ids) > _MANY:
            yield from changed_since(client, settings, *reached, status)
            return
        since = just_before(reached.second)
        known = [("exclude[]", str(id)) for id in sorted(reached.ids)]
        page = listed(client, settings, status, OLDEST_FIRST, [("modified_after", since), *known])
        if any(second < since for second in page.seconds):  # the shop does not know the bound, and tells all
            yield from changed_since(client, settings, *reached, status)
            return
        further = reached.after(page.orders)
        if not page.whole and further == reached:
            raise client.http.not_now("no order of a whole page tells its id and time, or none is new")
        yield page
        if page.whole:
            return
        reached = further
