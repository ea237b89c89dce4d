"""One order as Magento sends it -> our order, with the bytes it came in.

Edited orders: editing in Magento's admin cancels the order and makes a new one whose number ends in
`-1` (`relation_parent_real_id` names the old one). Both keep the number that people see, so they are two
sales of which the first is cancelled: not yet issued, it is withdrawn; issued, it asks to be credited.
Whatever document is recorded on the first, ours included, is then `elsewhere` for the second, which
`replaces` the first: so it is never invoiced on top of that unseen.
"""

from collections.abc import Iterable
from decimal import Decimal
from functools import partial
from typing import Any, NamedTuple

import msgspec
from msgspec import Raw

from facturier.model.order import Elsewhere, Order, OrderState, Origin, Payment
from facturier.ports.buyers import means_yes
from facturier.ports.loose import loose
from facturier.ports.shop import Heard
from facturier.shops.magento import wire
from facturier.shops.magento.charges import charges
from facturier.shops.magento.elsewhere import documents_in
from facturier.shops.magento.lines import item_lines, prices_include_vat
from facturier.shops.magento.mapping import (
    find,
    occurs,
    parse_fees,
    parse_fields,
    parse_tools,
    words_at,
)
from facturier.shops.magento.party import buyer, shipped_to
from facturier.shops.magento.refunds import refunds
from facturier.shops.magento.settings import Settings
from facturier.shops.magento.wire import exact, moment, text

_STATES = {
    "new": OrderState.OPEN,
    "pending_payment": OrderState.OPEN,
    "processing": OrderState.OPEN,
    "complete": OrderState.COMPLETE,
    "closed": OrderState.COMPLETE,
    "holded": OrderState.HELD,
    "payment_review": OrderState.HELD,
    "canceled": OrderState.CANCELLED,
}
_ORDER = msgspec.json.Decoder(wire.Order, strict=False)
_DOCUMENT = msgspec.json.Decoder(Any, float_hook=Decimal)


class Key(NamedTuple):
    """What a poll must know of any order, readable or not."""

    entity_id: int = 0
    increment_id: str = ""
    updated_at: str = ""


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
    except ValueError as error:
        return Opened(body, _loose_key(body), None, str(error))
    return Opened(body, Key(order.entity_id, order.increment_id, order.updated_at), order)


def _loose_key(body: bytes) -> Key:
    """The key of an order that could not be read as one."""
    found = loose(body)
    if not isinstance(found, dict):
        return Key()
    entity = str(found.get("entity_id", ""))
    return Key(
        entity_id=int(entity) if entity.isdecimal() else 0,
        increment_id=str(found.get("increment_id", "")),
        updated_at=str(found.get("updated_at", "")),
    )


class Mapper:
    """Turns payloads into orders with the settings of one connection."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._fields = parse_fields(settings.extra_fields)
        self._fees = parse_fees(settings.fees)
        self._paths = [
            *self._fields.values(),
            *(path for fee in self._fees for path in (fee.path, fee.tax_path) if path),
        ]
        self.tools = parse_tools(settings.other_tools)

    def heard(
        self,
        found: Opened,
        memos: Iterable[wire.Memo] = (),
        replaced: tuple[Elsewhere, ...] = (),
        trouble: str = "",
    ) -> Heard:
        """Never raises: an order that cannot be mapped is heard with its trouble.

        replaced: documents of the order that this one replaces. trouble: why the order must not be used
        although it could be read (its refunds could not).
        """
        order, said = None, trouble or found.trouble
        if found.order is not None and not said:
            try:
                order = self._order(found.order, found.raw, memos, replaced)
            except Exception as error:  # whatever one order contains, the others must be heard
                said = f"{type(error).__name__}: {error}"
        key = found.key
        return Heard(found.raw, order, str(key.entity_id or ""), key.increment_id, said)

    def _order(
        self,
        order: wire.Order,
        raw: bytes,
        memos: Iterable[wire.Memo],
        replaced: tuple[Elsewhere, ...],
    ) -> Order:
        settings = self._settings
        wanted = any(occurs(path, raw) for path in self._paths)
        document = _DOCUMENT.decode(raw) if wanted else None  # as dear as all the rest together
        extra = partial(self._extra, document)
        charged = charges(order, document, self._fees)
        items = item_lines(order, charged, virtual_is_service=settings.virtual_is_service)
        sold = tuple(items + charged)
        asked = extra("invoice_asked")
        other_base = order.base_currency_code not in (None, order.order_currency_code)
        return Order(
            remote_id=str(order.entity_id),
            origin=Origin(settings.identity, order.increment_id),
            placed_at=moment(order.created_at),
            changed_at=moment(order.updated_at),
            state=_STATES.get(order.state, OrderState.HELD),
            status=text(order.status),
            currency=order.order_currency_code,
            payable=exact(order.grand_total),
            buyer=buyer(order, settings.company_rule, extra),
            lines=sold,
            ship_to=shipped_to(order),
            payment=_payment(order),
            refunds=refunds(memos, sold),
            elsewhere=documents_in(order.status_histories, self.tools) + replaced,
            invoice_asked=None if asked is None else means_yes(asked),
            prices_include_vat=prices_include_vat(order),
            base_currency=text(order.base_currency_code) if other_base else "",
            base_rate=exact(order.base_to_order_rate) or None if other_base else None,
            store_view=text(order.store_name).rpartition("\n")[2] or str(order.store_id or ""),
            coupon=text(order.coupon_code),
            note=text(order.customer_note),
            replaces=str(order.relation_parent_id or ""),
        )

    def _extra(self, document: Any, name: str) -> str | None:
        """A mapped field; None where it is not mapped or the order does not have it."""
        path = self._fields.get(name)
        if path is None or find(document, path) is None:
            return None
        return words_at(document, path)


def _payment(order: wire.Order) -> Payment:
    found = order.payment if isinstance(order.payment, wire.Payment) else wire.Payment(method=None)
    pairs = order.extension.payment_additional_info or ()
    title = next((pair.value for pair in pairs if pair.key == "method_title"), "")
    return Payment(
        method=text(found.method),
        title=str(title or ""),
        paid=exact(order.total_paid if order.total_paid is not None else found.amount_paid),
        transaction=text(found.last_trans_id),
    )
