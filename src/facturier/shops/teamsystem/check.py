"""The connection test: one line per thing that can be wrong, in the order in which to put it right."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from msgspec import Struct

from facturier.model.kinds import LineKind
from facturier.model.message import Message, say
from facturier.model.money import CENT, total
from facturier.model.order import Order
from facturier.ports.buyers import means_yes
from facturier.ports.errors import Misconfigured, RemoteError
from facturier.ports.offers import Check
from facturier.shops.teamsystem import countries, poll
from facturier.shops.teamsystem.client import Client
from facturier.shops.teamsystem.listing import ORDERS
from facturier.shops.teamsystem.lookups import COUNTRIES, TAXES, Tax
from facturier.shops.teamsystem.mapping import Wanted, parse_checks, parse_statuses, words_at
from facturier.shops.teamsystem.payload import Mapper
from facturier.shops.teamsystem.settings import Settings, host_of
from facturier.shops.teamsystem.wire import Entry

_FEW = 5


class _Info(Struct, frozen=True):
    url: str
    store_name: str = ""


def checks(client: Client, settings: Settings, mapper: Mapper) -> tuple[Check, ...]:
    """Reads only, and never raises what the shop does: a failure is a line with its reason."""
    done = [
        _tried(say("Shop online"), lambda: _online(client, settings)),
        _tried(say("Statuses (right: orders)"), lambda: _statuses(client, settings)),
        _tried(say("An order, read on trial"), lambda: _on_trial(client, mapper)),
        _tried(say("Taxes configured (right: taxes)"), lambda: _taxes(client)),
        _tried(say("Countries"), lambda: _countries(client)),
        _tried(say("Products (right: products)"), lambda: _products(client)),
    ]
    for wanted in parse_checks(settings.further_checks):
        done.append(_tried(Message(wanted.title), partial(_further, client, wanted)))
    return tuple(done)


def _tried(what: Message, look: Callable[[], Message]) -> Check:
    try:
        return Check(what, True, look())
    except RemoteError as error:
        return Check(what, False, error.message, error.words)


def _online(client: Client, settings: Settings) -> Message:
    """Key and exchange belong to one shop: it must be the one whose address is in the settings."""
    info = client.listed(_Info, "/store/info.json")
    if host_of(info.url) != settings.identity:
        raise Misconfigured(
            say(
                "Key and exchange belong to the shop at %(url)s. Correct the shop address in the settings, or enter "
                "the key of the right shop.",
                url=info.url,
            )
        )
    return say("%(name)s answers at %(url)s.", name=info.store_name or "-", url=info.url)


def _statuses(client: Client, settings: Settings) -> Message:
    labels: dict[str, Any] = {}
    for one in client.listed(list[dict[str, Any]], "/orders/statuses.json"):
        labels |= one
    known = parse_statuses(settings.statuses)
    foreign = [f"{code} {label}" for code, label in labels.items() if not _is_known(code, known)]
    if foreign:
        raise Misconfigured(
            say(
                "Nothing says what these statuses mean: %(statuses)s. Orders that have them are held; add them under "
                "“What a status means”.",
                statuses=_some(foreign),
            )
        )
    return say(
        "They are: %(statuses)s.",
        statuses=", ".join(f"{code} {label}" for code, label in labels.items()) or "-",
    )


def _is_known(code: str, known: dict[int, Any]) -> bool:
    return code.isdecimal() and int(code) in known


def _on_trial(client: Client, mapper: Mapper) -> Message:
    """Mapped on trial, since the vendor's description of an order is cut off."""
    listed = client.listed(list[Entry], ORDERS, {"limit": 1})
    if not listed:
        return say("The shop has no orders yet.")
    heard = poll.one(client, mapper, listed[0].orderID)
    if heard.order is None:
        raise Misconfigured(
            say("Order %(number)s cannot be read: %(why)s", number=heard.number, why=heard.trouble)
        )
    _adds_up(heard.order)
    _has_rates(heard.order)
    return say(
        "Order %(number)s: %(lines)s lines, %(payable)s %(currency)s.",
        number=heard.number,
        lines=len(heard.order.lines),
        payable=heard.order.payable,
        currency=heard.order.currency,
    )


def _adds_up(order: Order) -> None:
    lines = total(line.gross for line in order.lines)
    if abs(lines - order.payable) >= CENT:
        raise Misconfigured(
            say(
                "The lines of order %(number)s come to %(lines)s, its total is %(payable)s. Look for the difference "
                "in the order's payload, and name its place under “Where things stand on an order”.",
                number=order.number,
                lines=lines,
                payable=order.payable,
            )
        )


def _has_rates(order: Order) -> None:
    unknown = [line.name for line in order.lines if line.vat_percent is None and line.kind is LineKind.GOODS]
    if unknown:
        raise Misconfigured(
            say(
                "No tax profile tells the VAT rate of %(names)s on order %(number)s. Give the products a tax profile "
                "that holds in the buyer's country, or let every line have the usual rate.",
                names=_some(unknown),
                number=order.number,
            )
        )


def _taxes(client: Client) -> Message:
    taxes = client.listed(list[Tax], TAXES)
    if not taxes:
        raise Misconfigured(
            say("The shop has no VAT rates. Set up its taxes, or let every line have the usual rate.")
        )
    return say("VAT rates: %(rates)s.", rates=", ".join(sorted({f"{tax.value} %" for tax in taxes})))


def _countries(client: Client) -> Message:
    known = countries.table(client.listed(countries.LISTED, COUNTRIES))
    if not known:
        raise Misconfigured(
            say(
                "The shop's list of countries cannot be understood. Write the numbers that occur under “Country "
                "numbers”."
            )
        )
    return say("%(count)s countries are known by their number.", count=len(known))


def _products(client: Client) -> Message:
    client.listed(list[dict[str, Any]], "/products/paginated_list.json", {"page": 1, "limit": 1})
    return say("They can be read.")


def _further(client: Client, wanted: Wanted) -> Message:
    found = words_at(client.listed(Any, wanted.path), wanted.field)
    if not means_yes(found):
        raise Misconfigured(
            say(
                "%(path)s says “%(found)s”. Look into the back office of the shop.",
                path=wanted.path,
                found=found or "-",
            )
        )
    return say("It says “%(found)s”.", found=found)


def _some(names: Iterable[str]) -> str:
    told = list(names)
    return ", ".join(told[:_FEW]) + (" ..." if len(told) > _FEW else "")
