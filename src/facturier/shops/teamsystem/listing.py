"""Lists of orders, read whole although they move meanwhile.

Pages are asked for by `skip`, and the vendor's documents tell neither the order of a list nor the largest page. So
every page begins with the last entry of the one before: as long as that is found again, nothing was passed over,
however few entries a page had; and the list has ended when nothing but that entry comes.
"""

from collections.abc import Callable, Sequence

import msgspec
from msgspec import Raw

from facturier.ports.http import Http
from facturier.shops.teamsystem.client import Client
from facturier.shops.teamsystem.settings import Settings
from facturier.shops.teamsystem.wire import Entry

ORDERS = "/orders/list.json"
_DECODER = msgspec.json.Decoder(Entry, strict=False)
_TRIES = 3
_STANDSTILL = 5


def since(client: Client, settings: Settings, moment: int) -> list[Entry]:
    """Every order placed at `moment` (unix seconds) or later, oldest first. Raises NotNow where the list moves too
    much, or its entries cannot be told apart."""

    def page(skip: int) -> list[Raw]:
        asked = {"since": moment - 1, "limit": settings.page_size, "skip": skip}
        return client.listed(list[Raw], ORDERS, asked)

    found = whole(client.http, page)
    return sorted((one for one in found if _seconds(client, one) >= moment), key=_age)


def of(client: Client, id: str) -> Entry | None:
    """The entry of one order; None where the shop has no such order."""
    found = client.listed(list[Raw], ORDERS, {"orderID[]": [id]})
    return next((one for one in entries(client.http, found) if one.orderID == id), None)


def whole(http: Http, page: Callable[[int], list[Raw]]) -> list[Entry]:
    for _ in range(_TRIES):
        if (found := _walked(http, page)) is not None:
            return found
    raise http.not_now("the list of orders moves while it is read")


def entries(http: Http, page: Sequence[Raw]) -> list[Entry]:
    try:
        return [_DECODER.decode(one) for one in page]
    except (ValueError, RecursionError) as error:
        raise http.not_now(f"an entry of the list of orders is not as documented: {error}") from error


def _walked(http: Http, page: Callable[[int], list[Raw]]) -> list[Entry] | None:
    """None where the list moved so far that something may have been passed over."""
    found: dict[str, Entry] = {}
    skip, last, still = 0, "", 0
    while still < _STANDSTILL:
        told = entries(http, page(skip))
        ids = [one.orderID for one in told]
        if last and last not in ids:
            return None
        if ids in ([], [last]):
            return list(found.values())
        still = 0 if any(id not in found for id in ids) else still + 1
        found.update({one.orderID: one for one in told})
        skip, last = skip + len(told) - 1, ids[-1]
    return None


def _seconds(client: Client, entry: Entry) -> int:
    try:
        return int(entry.placed_at.timestamp())
    except ValueError as error:
        raise client.http.not_now(f"order {entry.orderID} has no date that can be read: {error}") from error


def _age(entry: Entry) -> tuple[float, str]:
    return entry.placed_at.timestamp(), entry.orderID
