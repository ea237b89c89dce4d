"""The connection test: one line per thing that can be wrong, in the order in which to put it right."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from msgspec import Struct

from facturier.model.message import Message, say
from facturier.ports.errors import Misconfigured, RemoteError
from facturier.ports.offers import Check
from facturier.shops.woocommerce.client import Client
from facturier.shops.woocommerce.lists import ANY, NEWEST_FIRST, listed
from facturier.shops.woocommerce.settings import Settings

_SKEW = timedelta(minutes=10)
"""A signature is taken within a quarter of an hour."""


class _Sample(Struct, frozen=True):
    id: int
    number: str
    currency: str
    version: str


class _Noted(Struct, frozen=True):
    id: int


def checks(client: Client, settings: Settings) -> tuple[Check, ...]:
    """Reads only, and never raises what the shop does: a failure is a line with its reason."""
    done = [
        _tried(say("Shop address"), lambda: _address(client)),
        _tried(say("Clock"), lambda: _clock(client)),
        _tried(say("Orders"), lambda: _orders(client, settings)),
    ]
    if done[-1].ok:
        done.append(_tried(say("Order notes"), lambda: _notes(client)))
    return tuple(done)


def _tried(what: Message, look: Callable[[], Message]) -> Check:
    try:
        return Check(what, True, look())
    except RemoteError as error:
        return Check(what, False, error.message, error.words)


def _address(client: Client) -> Message:
    """Also a refusal proves the address, if it comes from the shop's API."""
    answer = client.probe()
    return say("WooCommerce's REST API answers there (%(status)s).", status=answer.status)


def _clock(client: Client) -> Message:
    told = _moment(client.probe().headers.get("date", ""))
    if told is None:
        return say("The shop does not tell its time.")
    apart = abs(told - client.http.clock.now())
    if apart > _SKEW:
        raise Misconfigured(
            say(
                "Our clocks are %(minutes)s minutes apart. Correct the wrong one: the shop may refuse"
                " signed requests.",
                minutes=round(apart.total_seconds() / 60),
            )
        )
    return say("Our clocks agree.")


def _moment(date: str) -> datetime | None:
    """Of a Date header, also of two that became one because a server in front of the shop added its own."""
    found = re.match(r"\w+, [^,]+", date)
    try:
        moment = parsedate_to_datetime(found.group()) if found else None
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment and moment.tzinfo is None else moment


def _sample(client: Client) -> list[_Sample]:
    return client.read_as(list[_Sample], "/orders", [("per_page", "1")])


def _orders(client: Client, settings: Settings) -> Message:
    found = listed(client, settings, ANY, NEWEST_FIRST, size=1)
    newest = _sample(client)
    return say(
        "%(count)s orders since the start date. Currency: %(currency)s. WooCommerce %(version)s.",
        count=found.total,
        currency=newest[0].currency if newest else "-",
        version=newest[0].version if newest else "-",
    )


def _notes(client: Client) -> Message:
    newest = _sample(client)
    if not newest:
        return say("The shop has no orders yet.")
    notes = client.read_as(list[_Noted], f"/orders/{newest[0].id}/notes")
    return say("%(count)s on order %(number)s.", count=len(notes), number=newest[0].number)
