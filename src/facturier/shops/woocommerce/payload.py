"""One order as WooCommerce sends it -> our order, with the bytes it came in."""

from collections.abc import Callable
from typing import NamedTuple

import msgspec
from msgspec import Raw

from facturier.model.money import ZERO
from facturier.model.order import Order, OrderState, Origin, Payment
from facturier.ports.errors import NotNow, RemoteError
from facturier.ports.loose import loose
from facturier.ports.shop import Heard
from facturier.shops.woocommerce import wire
from facturier.shops.woocommerce.elsewhere import documents_in
from facturier.shops.woocommerce.lines import lines
from facturier.shops.woocommerce.party import buyer, shipped_to
from facturier.shops.woocommerce.refunds import Told, refunds
from facturier.shops.woocommerce.settings import Settings
from facturier.shops.woocommerce.table import Meta, parse_keys, parse_tools
from facturier.shops.woocommerce.wire import exact, moment, text

UNBORN = frozenset(("checkout-draft", "auto-draft"))
"""Carts that somebody is filling in: no orders yet."""
_STATES = {
    "completed": OrderState.COMPLETE,
    "refunded": OrderState.COMPLETE,
    "cancelled": OrderState.CANCELLED,
    "trash": OrderState.CANCELLED,
    "failed": OrderState.HELD,  # the payment; the buyer may try again
    **dict.fromkeys(UNBORN, OrderState.HELD),
}
_ORDER = msgspec.json.Decoder(wire.Order, strict=False)

Telling = Callable[[wire.Order], Told]
"""Asks the shop what the refunds of an order are for."""


class Key(NamedTuple):
    """What a poll must know of any order, readable or not. modified: empty where it is no moment."""

    id: int = 0
    number: str = ""
    status: str = ""
    modified: str = ""


class Opened(NamedTuple):
    """A payload with as much of it as could be read; trouble says why `order` is None."""

    raw: bytes
    key: Key
    order: wire.Order | None
    trouble: str = ""


def opened(raw: bytes | Raw) -> Opened:
    """Never raises for what an order contains."""
    body = bytes(raw)
    try:
        order = _ORDER.decode(body)
    except (ValueError, RecursionError) as error:
        return Opened(body, _loose_key(body), None, str(error))
    return Opened(body, _key(order.id, order.number, order.status, order.date_modified_gmt), order)


def _loose_key(body: bytes) -> Key:
    """The key of an order that could not be read as one."""
    found = loose(body)
    if not isinstance(found, dict):
        return Key()
    told = [str(found.get(name) or "") for name in ("id", "number", "status", "date_modified_gmt")]
    return _key(int(told[0]) if told[0].isdecimal() else 0, *told[1:])


def _key(id: int, number: str, status: str, modified: str) -> Key:
    try:
        return Key(id, number.strip() or str(id), status, f"{moment(modified):%Y-%m-%dT%H:%M:%S}")
    except ValueError:
        return Key(id, number.strip() or str(id or ""), status)


class Mapper:
    """Turns payloads into orders with the settings of one connection."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._keys = parse_keys(settings.meta_keys)
        self._tools = parse_tools(settings.other_tools)

    def heard(self, found: Opened, telling: Telling) -> Heard:
        """An order that cannot be mapped, or whose refunds cannot be read, is heard with its trouble.

        Raises NotNow where the shop cannot tell the refunds just now.
        """
        order, said = None, found.trouble
        if found.order is not None:
            try:
                order = self._order(found.order, telling(found.order))
            except NotNow:
                raise
            except RemoteError as error:
                said = str(error)
            except Exception as error:  # whatever one order contains, the others must be heard
                said = f"{type(error).__name__}: {error}"
        return Heard(found.raw, order, str(found.key.id or ""), found.key.number, said)

    def _order(self, order: wire.Order, told: Told) -> Order:
        sold = lines(order)
        meta = Meta((pair.key, pair.value) for pair in order.meta_data)
        return Order(
            remote_id=str(order.id),
            origin=Origin(self._settings.identity, order.number.strip() or str(order.id)),
            placed_at=moment(order.date_created_gmt),
            changed_at=moment(order.date_modified_gmt),
            state=_STATES.get(order.status, OrderState.OPEN),
            status=order.status,
            currency=order.currency,
            payable=exact(order.total),
            buyer=buyer(order, meta, self._keys, self._settings.company_rule),
            lines=tuple(sold),
            ship_to=shipped_to(order),
            payment=_payment(order),
            refunds=refunds(order, told, sold),
            elsewhere=documents_in(meta, self._tools),
            invoice_asked=meta.yes(self._keys.get("invoice_asked", ())),
            prices_include_vat=order.prices_include_tax,
            source=order.created_via.strip(),
            coupon=", ".join(coupon.code for coupon in order.coupon_lines),
            note=text(order.customer_note),
        )


def _payment(order: wire.Order) -> Payment:
    """Paid as a whole or not at all: WooCommerce knows no part payments."""
    paid_at = moment(order.date_paid_gmt) if order.date_paid_gmt else None
    return Payment(
        method=order.payment_method.strip(),
        title=text(order.payment_method_title),
        paid=exact(order.total) if paid_at else ZERO,
        paid_at=paid_at,
        transaction=text(order.transaction_id),
    )
