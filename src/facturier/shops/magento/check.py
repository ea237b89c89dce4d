"""The connection test: one line per thing that can be wrong, in the order in which to put it right."""

from collections.abc import Callable
from datetime import timedelta
from email.utils import parsedate_to_datetime

from msgspec import Struct

from facturier.model.message import Message, say
from facturier.ports.errors import Misconfigured, RemoteError
from facturier.ports.offers import Check
from facturier.shops.magento.client import Client, Filter, search
from facturier.shops.magento.settings import Settings

_COMMERCE = frozenset(("Magento_GiftCardAccount", "Magento_CustomerBalance", "Magento_Reward"))
_SKEW = timedelta(minutes=5)


class _Sample(Struct, frozen=True):
    entity_id: int = 0
    increment_id: str = ""
    order_currency_code: str = ""
    base_currency_code: str = ""


class _Listed(Struct, frozen=True):
    items: list[_Sample]
    total_count: int = 0


def checks(client: Client, settings: Settings) -> tuple[Check, ...]:
    """Reads only, and never raises what the shop does: a failure is a line with its reason."""
    done = [
        _tried(say("Shop address"), lambda: _address(client)),
        _tried(say("Clock"), lambda: _clock(client)),
        _tried(say("Orders (right: Sales / Operations / Orders / View)"), lambda: _orders(client, settings)),
    ]
    if done[-1].ok:
        done.append(_tried(say("Order comments"), lambda: _comments(client)))
    done += [
        _tried(say("Credit memos (right: Sales / Credit Memos)"), lambda: _listed(client, "/creditmemos")),
        _tried(say("Magento's invoices (right: Sales / Invoices)"), lambda: _listed(client, "/invoices")),
        _tried(say("Version"), lambda: _version(client)),
    ]
    return tuple(done)


def _tried(what: Message, look: Callable[[], Message]) -> Check:
    try:
        return Check(what, True, look())
    except RemoteError as error:
        return Check(what, False, error.message, error.words)


def _address(client: Client) -> Message:
    """Also a refusal proves the address, if it comes from Magento."""
    answer = client.probe()
    return say("Magento's REST API answers there (%(status)s).", status=answer.status)


def _orders(client: Client, settings: Settings) -> Message:
    start = settings.start.strftime("%Y-%m-%d %H:%M:%S")
    query = search([[Filter("created_at", start, "gteq")]], size=1)
    found = client.read_as(_Listed, "/orders", query)
    currencies = {order.order_currency_code for order in found.items}
    currencies |= {order.base_currency_code for order in found.items}
    return say(
        "%(count)s orders since the start date. Currency: %(currency)s.",
        count=found.total_count,
        currency=", ".join(sorted(currencies)) or "-",
    )


def _comments(client: Client) -> Message:
    orders = client.read_as(_Listed, "/orders", search([], size=1)).items
    if not orders:
        return say("The shop has no orders yet.")
    client.read_as(_Listed, f"/orders/{orders[0].entity_id}/comments")
    return say("Read on order %(number)s.", number=orders[0].increment_id)


def _listed(client: Client, path: str) -> Message:
    found = client.read_as(_Listed, path, search([], size=1))
    return say("%(count)s found.", count=found.total_count)


def _version(client: Client) -> Message:
    """Magento does not tell its version over REST; its modules tell the edition."""
    reply = client.read("/modules", search([], size=1000))
    modules = client.decode(reply, list[str])
    told = [f"{name}: {value}" for name, value in reply.headers.items() if name.startswith("x-magento-")]
    return say(
        "%(edition)s, %(count)s modules. %(headers)s",
        edition="Adobe Commerce" if _COMMERCE & set(modules) else "Magento Open Source",
        count=len(modules),
        headers="; ".join(told),
    )


def _clock(client: Client) -> Message:
    """A signature carries a time stamp; a shop whose clock is far off refuses it."""
    told = client.probe().headers.get("date", "")
    if not told:
        return say("The shop does not tell its time.")
    apart = abs(parsedate_to_datetime(told) - client.http.clock.now())
    if apart > _SKEW:
        raise Misconfigured(
            say(
                "Our clocks are %(minutes)s minutes apart. Correct the wrong one: the shop may refuse"
                " signed requests.",
                minutes=round(apart.total_seconds() / 60),
            )
        )
    return say("Our clocks agree.")
