"""Reading every changed order, although orders keep changing while they are read.

Pages by number would skip orders: a change moves an order to the end and pulls the others one place
forward, across the page border. So each call asks for the *first* page of what lies beyond the last key
(updated_at, entity_id) that was read: nothing shifts, and a shop that repeats its last page for ever is
harmless. A moved order has a later key and is met again.

One thing remains: an order whose key lies behind our position may still become visible, because its
transaction committed late or because several orders share a second. The *settled edge* is therefore the
newest `updated_at` in the shop when the sweep began, less the overlap: everything up to it was visible
before the sweep began. The cursor follows the keys up to that edge and never passes it, so what was read
beyond it is read again by the next sweep. Only the shop's own times are compared: no clock but the shop's
own matters, neither ours nor that of a web server in front of it.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from msgspec import Raw, Struct

from facturier.model.message import say
from facturier.model.order import Elsewhere
from facturier.ports.errors import Misconfigured, Missing, Refused
from facturier.ports.shop import Heard, Page
from facturier.shops.magento.client import Client, Filter, search
from facturier.shops.magento.elsewhere import documents_on_replaced
from facturier.shops.magento.payload import Mapper, Opened, opened
from facturier.shops.magento.refunds import memos_of
from facturier.shops.magento.settings import Settings
from facturier.shops.magento.wire import Comment, Memo, moment

_OLDEST_FIRST = (("updated_at", "ASC"), ("entity_id", "ASC"))
_NEWEST_FIRST = (("updated_at", "DESC"), ("entity_id", "DESC"))
_NO_MEMO = "money went back, but the shop tells of no credit memo"


class Position(NamedTuple):
    """Everything up to this key was read. As a cursor it is written `2026-10-05 06:12:44/41`."""

    updated_at: str
    entity_id: int = 0

    def __str__(self) -> str:
        return f"{self.updated_at}/{self.entity_id}"

    @classmethod
    def at(cls, when: datetime) -> "Position":
        return cls(_words(when.astimezone(UTC)))

    @classmethod
    def parse(cls, cursor: str) -> "Position":
        """Raises Misconfigured for what is not a cursor of this connector."""
        updated_at, _, entity = cursor.partition("/")
        try:
            return cls(_words(moment(updated_at)), int(entity))
        except ValueError as error:
            raise Misconfigured(
                say("The reading position %(cursor)s is damaged. Start the connection again.", cursor=cursor)
            ) from error


class _Found(Struct, frozen=True):
    items: list[Raw]
    total_count: int

    @property
    def whole(self) -> bool:
        """Whether nothing lies beyond this page."""
        return len(self.items) >= self.total_count


class _Replaced(Struct, frozen=True):
    status_histories: list[Comment]
    relation_parent_id: str | int | None = None


def sweep(client: Client, settings: Settings, mapper: Mapper, cursor: str) -> Iterator[Page]:
    """Pages of what changed since `cursor`, oldest change first; at least one page, perhaps empty.

    The `total` of a page is the number of orders of the whole sweep, as far as it is known by then.
    """
    position = Position.parse(cursor) if cursor else Position.at(settings.start)
    safe, edge, read = position, None, 0
    while True:
        found = client.read_as(_Found, "/orders", _query(settings, position))
        if edge is None and not found.whole:
            edge = _settled(_newest(client, settings), settings)
            continue  # the edge must not be younger than the first page: read that again
        orders = [opened(raw) for raw in found.items]
        position = _reached(client, position, orders, found.whole)
        edge = edge or _settled(position, settings)
        safe = max(safe, min(position, edge))
        yield Page(heard(client, mapper, orders), str(safe), read + found.total_count)
        if found.whole:
            return
        read += len(orders)


def heard(client: Client, mapper: Mapper, orders: Sequence[Opened]) -> tuple[Heard, ...]:
    """Payloads as orders, with what other calls tell of them: one more call for a page with refunds, and
    one for each order that an edited order replaces.

    Where such a call is refused, the orders that need it are heard with that as their trouble.
    """
    refunded = [one.key.entity_id for one in orders if one.order and one.order.refunded]
    memos: dict[int, list[Memo]] = {}
    trouble = dict.fromkeys(refunded, "")
    try:
        memos = memos_of(client, refunded)
        trouble |= dict.fromkeys(set(refunded) - set(memos), _NO_MEMO)
    except (Misconfigured, Refused) as error:
        trouble = dict.fromkeys(refunded, str(error))
    return tuple(
        mapper.heard(
            one,
            memos.get(one.key.entity_id, ()),
            replaced_by(client, mapper, one),
            trouble.get(one.key.entity_id, ""),
        )
        for one in orders
    )


def replaced_by(client: Client, mapper: Mapper, one: Opened) -> tuple[Elsewhere, ...]:
    """Documents recorded on the orders that an edited order replaces, one after the other back to the
    first; nothing for any other order. One that is gone ends the chain."""
    found: tuple[Elsewhere, ...] = ()
    parent = one.order.relation_parent_id if one.order else None
    seen = {str(one.key.entity_id)}
    while parent and str(parent) not in seen:
        seen.add(str(parent))
        try:
            replaced = client.read_as(_Replaced, f"/orders/{parent}")
        except Missing:
            break
        found += documents_on_replaced(replaced.status_histories, mapper.tools)
        parent = replaced.relation_parent_id
    return found


def _query(settings: Settings, position: Position) -> str:
    """What lies beyond `position`, placed on or after the start date."""
    placed = [Filter("created_at", _words(settings.start), "gteq")]
    since = [Filter("updated_at", position.updated_at, "gteq")]
    beyond = [
        Filter("updated_at", position.updated_at, "gt"),
        Filter("entity_id", str(position.entity_id), "gt"),
    ]
    groups = [placed, since, beyond] if position.entity_id else [placed, since]
    return search(groups, sort=_OLDEST_FIRST, size=settings.page_size)


def _newest(client: Client, settings: Settings) -> Position:
    """The key of the order that changed last."""
    placed = [Filter("created_at", _words(settings.start), "gteq")]
    found = client.read_as(_Found, "/orders", search([placed], sort=_NEWEST_FIRST, size=1))
    return _reached(client, Position.at(settings.start), [opened(raw) for raw in found.items], True)


def _settled(newest: Position, settings: Settings) -> Position:
    overlap = timedelta(minutes=settings.overlap_minutes)
    return Position.at(moment(newest.updated_at) - overlap)


def _reached(client: Client, position: Position, orders: Sequence[Opened], whole: bool) -> Position:
    """The last key of a page. Raises NotNow where the shop did not answer the question that was asked."""
    keys = [position, *_keys(orders)]
    if any(later <= earlier for earlier, later in pairwise(keys)):
        raise client.http.not_now("the orders are not in the order that was asked for")
    if len(keys) == 1 and not whole:
        raise client.http.not_now("no order of a whole page tells its id and time")
    return keys[-1]


def _keys(orders: Sequence[Opened]) -> Iterator[Position]:
    for one in orders:
        with suppress(ValueError):  # an order without a readable time is heard, but is no place to stand on
            moment(one.key.updated_at)
            yield Position(one.key.updated_at, one.key.entity_id)


def _words(when: datetime) -> str:
    return when.strftime("%Y-%m-%d %H:%M:%S")
