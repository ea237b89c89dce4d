"""Reading what changed newest first: in a shop before version 5.8, which knows no `modified_after`, and where more
orders changed in one second than can be named.

Read so, a change pushes the other orders back, never forward, so that none is skipped across a page border. All of it
is read before any of it is told, oldest change first, as everybody expects.
"""

from collections.abc import Iterator

from facturier.shops.woocommerce.client import Client
from facturier.shops.woocommerce.lists import NEWEST_FIRST, Listed, listed
from facturier.shops.woocommerce.payload import Opened
from facturier.shops.woocommerce.settings import Settings


def changed_since(
    client: Client, settings: Settings, start: str, known: frozenset[int], status: str
) -> Iterator[Listed]:
    """Pages of what changed in the second `start` and later; at least one, perhaps empty. known: read already."""
    found: dict[bytes, Opened] = {}
    number, more = 1, True
    while more:
        page = listed(client, settings, status, NEWEST_FIRST, [("page", str(number))])
        later = (one for one in page.orders if not one.key.modified or one.key.modified >= start)
        found.update((one.raw, one) for one in later if one.key.id not in known or one.key.modified > start)
        older = any(second < start for second in page.seconds)
        more = bool(page.orders) and not older and number * settings.page_size < page.total
        number += 1
    orders = sorted(found.values(), key=lambda one: one.key.modified)
    size = settings.page_size
    for place in range(0, max(len(orders), 1), size):
        yield Listed(orders[place : place + size], len(orders) - place, place + size >= len(orders))
