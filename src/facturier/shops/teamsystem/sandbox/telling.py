"""An order as the API tells it (fact sheet, section 4), under the readings that are switched on."""

from copy import deepcopy
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from facturier.model.money import rounded
from facturier.shops.teamsystem.sandbox.sale import Person, Row, Sale
from facturier.shops.teamsystem.sandbox.shop import Json
from facturier.shops.teamsystem.sandbox.switches import Switches

_ROME = ZoneInfo("Europe/Rome")
_CUT = "shippin"
_FIRST_RATE = Decimal(22)


def entry(sale: Sale, switches: Switches) -> Json:
    """An order in a list."""
    placed = sale.placed_at.astimezone(_ROME)
    plain: Any = int(placed.timestamp())
    if switches.plain_dates == "words":
        plain = placed.strftime("%d/%m/%Y %H:%M:%S")
    return {
        "orderID": sale.id,
        "total": sale.payable,
        "orderDate": plain,
        "status": sale.status,
        "iso": {"orderDate": stamp(placed)},
    }


def order(sale: Sale, switches: Switches) -> Json:
    """The full order. `cart.items` is an object; the amounts are numbers."""
    told: Json = {
        "orderID": sale.id,
        "short_id": sale.short_id,
        "status": sale.status,
        "billing": _person(sale.billing),
        "delivery": _person(sale.delivery),
        "cart": {
            "total": sale.payable if switches.total_includes_shipping else sale.payable - sale.shipping,
            "items": {row.key: _item(row, sale, switches) for row in sale.rows},
            "couponCode": sale.coupon,
            "saleAmount": sale.discount,
            f"{_CUT}{switches.shipping_field}": _shipping(sale, switches),
        },
    }
    for path, value in switches.extras.items():
        _put(told, path.split("."), deepcopy(value))
    return told


def stamp(moment: datetime) -> str:
    """ISO without a colon in the zone: 2015-12-17T18:19:54+0100."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S%z")


def _person(person: Person) -> Json:
    names = ("fullname", "addr1", "addr2", "city", "zip", "state", "country", "phone", "email", "vat")
    return {**{name: getattr(person, name) for name in names}, "principal": True, "userUID": person.user}


def _item(row: Row, sale: Sale, switches: Switches) -> Json:
    price = row.price
    if switches.discount_in_prices and sale.discount:
        price = rounded(price * (sale.goods - sale.discount) / sale.goods, 6)
    if not switches.prices_include_vat:
        price = rounded(price * 100 / (100 + row.percent), 6)
    return {"count": row.count, "price": price, "options": row.variant, "title": row.title, "sku": row.sku}


def _shipping(sale: Sale, switches: Switches) -> Decimal:
    if switches.prices_include_vat:
        return sale.shipping
    return rounded(sale.shipping * 100 / (100 + _FIRST_RATE), 6)


def _put(told: Json, steps: list[str], value: Any) -> None:
    for step in steps[:-1]:
        told = told.setdefault(step, {})
    told[steps[-1]] = value
