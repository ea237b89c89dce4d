"""Lists of orders by their last change, one page of one at a time. Bounds exclude their own second."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from msgspec import Raw

from facturier.shops.woocommerce.client import DECIMALS, Client
from facturier.shops.woocommerce.payload import Opened, opened
from facturier.shops.woocommerce.settings import Settings
from facturier.shops.woocommerce.wire import moment

ANY, BIN = "any", "trash"
OLDEST_FIRST, NEWEST_FIRST = "asc", "desc"
_SECOND = timedelta(seconds=1)


class Listed(NamedTuple):
    """One page. total: how many orders the shop counts in all that was asked for. whole: none lies beyond it."""

    orders: list[Opened]
    total: int
    whole: bool

    @property
    def seconds(self) -> list[str]:
        """Of the last changes, of those orders that tell it."""
        return [one.key.modified for one in self.orders if one.key.modified]


def words(when: datetime) -> str:
    return f"{when.astimezone(UTC):%Y-%m-%dT%H:%M:%S}"


def just_before(second: str) -> str:
    """The bound that lets the whole of `second` through, whether the shop excludes its bounds or not."""
    return words(moment(second) - _SECOND)


def listed(
    client: Client,
    settings: Settings,
    status: str,
    order: str,
    more: Iterable[tuple[str, str]] = (),
    size: int = 0,
) -> Listed:
    """Raises NotNow where the shop gives them in another order than was asked for."""
    query = [
        ("status", status),
        ("orderby", "modified"),
        ("order", order),
        ("dates_are_gmt", "true"),
        ("after", just_before(words(settings.start))),
        ("per_page", str(size or settings.page_size)),
        DECIMALS,
        *more,
    ]
    reply = client.read("/orders", query)
    orders = [opened(raw) for raw in client.decode(reply, list[Raw])]
    counted = reply.headers.get("x-wp-total", "")
    full = len(orders) >= (size or settings.page_size)
    if counted.isdecimal():
        page = Listed(orders, int(counted), len(orders) >= int(counted))
    else:
        page = Listed(orders, len(orders), not full)
    if page.seconds != sorted(page.seconds, reverse=order == NEWEST_FIRST):
        raise client.http.not_now("the orders are not in the order that was asked for")
    return page
