"""An order as `GET /V1/orders/{id}` shows it, computed from a cart. Fields follow orders of real shops."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from hashlib import md5

from msgspec import Struct

from facturier.shops.magento.sandbox.amounts import ZERO, Json, plain
from facturier.shops.magento.sandbox.basket import Basket
from facturier.shops.magento.sandbox.items import item_rows
from facturier.shops.magento.sandbox.people import Buyer, Place
from facturier.shops.magento.sandbox.reckoning import Reckoning, reckon
from facturier.shops.magento.sandbox.taxes import tax_attributes

STORE_NAME = "Main Website\nMain Website Store\nDefault Store View"


class Two(Struct, frozen=True):
    """The same figures in base currency and in the order's."""

    base: Reckoning
    order: Reckoning

    def twins(self, field: str, of: Callable[[Reckoning], Decimal], base_field: str = "") -> Json:
        return {
            base_field or f"base_{field}": plain(of(self.base)),
            field: plain(of(self.order)),
        }


def stamp(moment: datetime) -> str:
    """UTC without zone, as Magento writes moments."""
    return f"{moment:%Y-%m-%d %H:%M:%S}"


def order_document(basket: Basket, entity_id: int, placed_at: datetime, increment_id: str = "") -> Json:
    """The order that `basket` becomes, numbered `entity_id`. `placed_at` is aware UTC."""
    order_figures = reckon(basket, basket.money.rate)
    base_figures = order_figures if basket.money.rate == 1 else reckon(basket)
    two = Two(base_figures, order_figures)
    increment_id = increment_id or f"{entity_id:09d}"
    rows, carrying = item_rows(basket, two.base.rows, two.order.rows, entity_id, stamp(placed_at))
    order: Json = {
        "entity_id": entity_id,
        "increment_id": increment_id,
        "state": basket.state,
        "status": basket.status,
        "created_at": stamp(placed_at),
        "updated_at": stamp(placed_at),
        "protect_code": md5(increment_id.encode(), usedforsecurity=False).hexdigest(),
        "quote_id": entity_id,
        "remote_ip": "127.0.0.1",
        "is_virtual": int(basket.carriage is None),
        "email_sent": 1,
        "billing_address_id": entity_id * 10 + 2,
        "weight": plain(sum((item.quantity for item in basket.items if not item.virtual), ZERO)),
        **_store(basket),
        **_customer(basket),
        **_totals(two),
        **_counts(basket),
        **_coupon(basket),
    }
    if basket.note:
        order["customer_note"] = basket.note
    order["items"] = rows
    order["billing_address"] = _address("billing", basket.buyer, basket.buyer.place, entity_id)
    order["payment"] = _payment(basket, two, entity_id)
    order["status_histories"] = []
    order["extension_attributes"] = _extension(basket, two, order, carrying)
    return order


def _store(basket: Basket) -> Json:
    money = basket.money
    return {
        "store_id": 1,
        "store_name": STORE_NAME,
        "base_currency_code": money.base,
        "global_currency_code": money.base,
        "store_currency_code": money.base,
        "order_currency_code": money.order,
        "base_to_global_rate": 1,
        "base_to_order_rate": plain(money.rate),
        "store_to_base_rate": 0,
        "store_to_order_rate": 0,
    }


def _customer(basket: Basket) -> Json:
    buyer = basket.buyer
    found: Json = {
        "customer_email": buyer.email,
        "customer_firstname": buyer.firstname,
        "customer_lastname": buyer.lastname,
        "customer_group_id": int(bool(buyer.customer_id)),
        "customer_is_guest": int(not buyer.customer_id),
        "customer_note_notify": 1,
    }
    if buyer.customer_id:
        found["customer_id"] = buyer.customer_id
    if buyer.taxvat:
        found["customer_taxvat"] = buyer.taxvat
    return found


def _totals(two: Two) -> Json:
    return {
        **two.twins("discount_amount", lambda r: -r.discount),
        **two.twins("grand_total", lambda r: r.grand_total),
        **two.twins("discount_tax_compensation_amount", lambda r: r.compensation),
        **two.twins("subtotal", lambda r: r.subtotal),
        **two.twins("subtotal_incl_tax", lambda r: r.subtotal_incl_tax),
        **two.twins("tax_amount", lambda r: r.tax),
        **two.twins("total_due", lambda r: r.grand_total),
        **_shipping_totals(two),
    }


def _shipping_totals(two: Two) -> Json:
    return {
        **two.twins("shipping_amount", lambda r: r.shipping.row_total),
        **two.twins("shipping_discount_amount", lambda r: r.shipping.discount),
        **two.twins(
            "shipping_discount_tax_compensation_amount",
            lambda r: r.shipping.compensation,
            "base_shipping_discount_tax_compensation_amnt",
        ),
        **two.twins("shipping_incl_tax", lambda r: r.shipping.row_total_incl_tax),
        **two.twins("shipping_tax_amount", lambda r: r.shipping.tax),
    }


def _counts(basket: Basket) -> Json:
    found: Json = {
        "total_item_count": len(basket.items),
        "total_qty_ordered": plain(sum((item.quantity for item in basket.items), ZERO)),
    }
    if basket.carriage is not None:
        found["shipping_description"] = basket.carriage.description
    return found


def _coupon(basket: Basket) -> Json:
    if basket.coupon is None:
        return {}
    code = basket.coupon.code
    return {"coupon_code": code, "discount_description": code, "applied_rule_ids": "1"}


def _address(kind: str, buyer: Buyer, place: Place, entity_id: int) -> Json:
    found: Json = {
        "address_type": kind,
        "city": place.city,
        "company": buyer.company,
        "country_id": place.country,
        "email": buyer.email,
        "entity_id": entity_id * 10 + (2 if kind == "billing" else 1),
        "firstname": buyer.firstname,
        "lastname": buyer.lastname,
        "parent_id": entity_id,
        "postcode": place.postcode,
        "region": place.region,
        "region_code": place.region_code,
        "region_id": place.region_id,
        "street": list(place.street),
        "telephone": buyer.telephone,
        "vat_id": buyer.vat_id,
    }
    optional = ("company", "region", "region_code", "region_id", "vat_id")
    return {field: value for field, value in found.items() if value or field not in optional}


def _payment(basket: Basket, two: Two, entity_id: int) -> Json:
    pay = basket.pay
    told: list[str | None] = [pay.title, None] if pay.method == "cashondelivery" else [pay.title]
    found: Json = {
        "account_status": None,
        "additional_information": told,
        "cc_last4": None,
        "entity_id": entity_id,
        "method": pay.method,
        "parent_id": entity_id,
        **two.twins("amount_ordered", lambda r: r.grand_total),
        **two.twins("shipping_amount", lambda r: r.shipping.row_total),
    }
    if pay.po_number:
        found["po_number"] = pay.po_number
    return found


def _extension(basket: Basket, two: Two, order: Json, carrying: list[Json]) -> Json:
    shipping: Json = {"total": _shipping_totals(two)}
    if basket.carriage is not None:
        place = basket.ship_to or basket.buyer.place
        shipping["address"] = _address("shipping", basket.buyer, place, order["entity_id"])
        shipping["method"] = basket.carriage.method
    found: Json = {"shipping_assignments": [{"shipping": shipping, "items": order["items"]}]}
    pairs = [{"key": "method_title", "value": basket.pay.title}]
    if basket.pay.method == "cashondelivery":
        pairs.append({"key": "instructions", "value": "null"})
    found["payment_additional_info"] = pairs
    found.update(tax_attributes(basket, two.base, two.order, order["entity_id"], carrying))
    found.update(basket.attributes)
    return found
