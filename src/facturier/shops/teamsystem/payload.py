"""One order as the shop sends it -> our order, with the bytes it came in."""

import re
from decimal import Decimal
from functools import partial
from typing import Any

import msgspec

from facturier.model.order import Order, OrderState, Origin, Payment
from facturier.model.party import Address
from facturier.ports.buyers import means_yes
from facturier.ports.errors import RemoteError
from facturier.ports.shop import Heard
from facturier.shops.teamsystem import wire
from facturier.shops.teamsystem.defaults import VatSource
from facturier.shops.teamsystem.lines import Terms, item_lines, product_of, settled
from facturier.shops.teamsystem.lookups import Lookups
from facturier.shops.teamsystem.mapping import (
    CUSTOMER,
    Meaning,
    Paths,
    amounts_at,
    number,
    parse_codes,
    parse_fields,
    parse_statuses,
    paths,
    words_at,
)
from facturier.shops.teamsystem.party import address, buyer
from facturier.shops.teamsystem.settings import Settings
from facturier.shops.teamsystem.wire import exact, text, uid

_ORDER = msgspec.json.Decoder(wire.Order, strict=False)
_DOCUMENT = msgspec.json.Decoder(Any, float_hook=Decimal)
_UNKNOWN = Meaning(OrderState.HELD, False)


class Mapper:
    """Turns payloads into orders with the settings of one connection."""

    def __init__(self, settings: Settings, lookups: Lookups) -> None:
        self._settings = settings
        self._lookups = lookups
        self._fields = parse_fields(settings.fields)
        self._statuses = parse_statuses(settings.statuses)
        self._provinces = parse_codes(settings.provinces, 2)
        self._number = paths(settings.number_field)
        self._terms = Terms(settings.prices_include_vat, settings.usual_rate)
        self._asks_customer = any(path[0] == CUSTOMER for told in self._fields.values() for path in told)

    def state_of(self, status: int | None) -> OrderState:
        return self._meaning(status).state

    def heard(self, entry: wire.Entry, raw: bytes) -> Heard:
        """An order that cannot be mapped is heard with its trouble. entry: of the list, which tells the date.

        Raises NotNow and Misconfigured, where what else must be asked for cannot be had.
        """
        try:
            order = self._order(entry, _ORDER.decode(raw), _DOCUMENT.decode(raw))
        except RemoteError:
            raise
        except Exception as error:  # whatever one order contains, the others must be heard
            return Heard(raw, None, entry.orderID, entry.orderID, f"{type(error).__name__}: {error}")
        return Heard(raw, order, entry.orderID, order.number)

    def _order(self, entry: wire.Entry, order: wire.Order, document: Any) -> Order:
        if order.orderID != entry.orderID:
            raise ValueError(f"the shop answered with another order, {order.orderID}")
        if self._asks_customer and text(order.billing.email):
            document = {**document, CUSTOMER: self._lookups.customer(text(order.billing.email))}
        extra = partial(self._extra, document)
        meaning, cart = self._meaning(order.status), order.cart
        place, delivered = self._address(order.billing), self._address(order.delivery)
        items = item_lines(cart, partial(self._rate, document, order), self._terms)
        sums = settled(
            cart,
            entry.total,
            items,
            amounts_at(document, self._paths("shipping")),
            amounts_at(document, self._paths("fee")),
            self._terms,
        )
        asked = extra("invoice_asked")
        placed_at = entry.placed_at
        return Order(
            remote_id=order.orderID,
            origin=Origin(self._settings.identity, self._number_of(document)),
            placed_at=placed_at,
            changed_at=placed_at,
            state=meaning.state,
            status=str(order.status),
            currency=self._currency(extra("currency")),
            payable=sums.payable,
            buyer=buyer(order.billing, place, extra),
            lines=sums.lines,
            ship_to=delivered,
            payment=Payment(method=extra("payment"), paid=sums.payable if meaning.paid else Decimal(0)),
            invoice_asked=means_yes(asked) if asked else None,
            prices_include_vat=self._settings.prices_include_vat,
            coupon=text(cart.couponCode),
            note=extra("note"),
        )

    def _meaning(self, status: int | None) -> Meaning:
        """A status that nobody explained holds its orders."""
        return self._statuses.get(status, _UNKNOWN) if status is not None else _UNKNOWN

    def _address(self, found: wire.Address) -> Address:
        return address(found, self._lookups.country, self._provinces)

    def _rate(self, document: Any, order: wire.Order, key: str, item: wire.Item) -> Decimal | None:
        """What the line itself says, else its product's rate where the goods go, or the usual one."""
        told = number(words_at(document["cart"]["items"][key], self._paths("vat")))
        if told is not None:
            return exact(told)
        if self._settings.vat_source is VatSource.USUAL:
            return self._settings.usual_rate
        country = uid(order.delivery.country) or uid(order.billing.country)
        rate = self._lookups.rate(product_of(key), country)
        return None if rate is None else exact(rate)

    def _number_of(self, document: Any) -> str:
        found = words_at(document, self._number)
        if not found:
            raise ValueError(f"it has no order number at {self._settings.number_field}")
        return found

    def _currency(self, told: str) -> str:
        found = (told or self._settings.currency).upper()
        if not re.fullmatch("[A-Z]{3}", found):
            raise ValueError(f"not a currency: {told}")
        return found

    def _extra(self, document: Any, name: str) -> str:
        return words_at(document, self._paths(name))

    def _paths(self, name: str) -> Paths:
        return self._fields.get(name, ())
