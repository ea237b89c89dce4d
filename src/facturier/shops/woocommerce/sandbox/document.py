"""An order as `GET /orders/{id}` shows it, computed from a cart. Fields follow orders of real shops."""

from decimal import Decimal

from facturier.shops.woocommerce.sandbox.goods import Buyer, Cart, Thing
from facturier.shops.woocommerce.sandbox.reckoning import ZERO, Row, Sums, reckon
from facturier.shops.woocommerce.sandbox.refusal import Json
from facturier.shops.woocommerce.sandbox.shop import Shop

VERSION = "9.4.0"
_ADDRESS = (
    *("first_name", "last_name", "company", "address_1", "address_2"),
    *("city", "state", "postcode", "country", "phone"),
)


def order_document(shop: Shop, cart: Cart, id: int) -> Json:
    """The order that `cart` becomes. Amounts are Decimal: `telling` writes them as they were asked for."""
    status = "pending" if cart.pay[0] == "card" else "on-hold" if cart.pay[0] == "bacs" else "processing"
    return {
        "id": id,
        "parent_id": 0,
        "status": status,
        "currency": cart.currency,
        "version": VERSION,
        "prices_include_tax": cart.gross,
        **shop.stamped("date_created"),
        **shop.stamped("date_modified"),
        **dict.fromkeys(("date_paid", "date_paid_gmt", "date_completed", "date_completed_gmt")),
        "customer_id": 0,
        "order_key": f"wc_order_{id:013d}",
        "billing": _billing(cart.buyer),
        "shipping": dict.fromkeys(_ADDRESS, ""),
        "payment_method": cart.pay[0],
        "payment_method_title": cart.pay[1],
        "transaction_id": "",
        "customer_ip_address": "127.0.0.1",
        "customer_user_agent": "",
        "created_via": "checkout",
        "customer_note": cart.note,
        "cart_hash": "",
        "number": str(id),
        "meta_data": [meta(shop, key, value) for key, value in cart.buyer.meta.items()],
        **contents(shop, cart),
        "refunds": [],
        "payment_url": "",
        "is_editable": status in ("pending", "on-hold"),
        "needs_payment": status == "pending",
        "needs_processing": True,
        "currency_symbol": shop.market.symbol if cart.currency == shop.market.currency else cart.currency,
    }


def contents(shop: Shop, cart: Cart) -> Json:
    """What was ordered, and the order's sums."""
    sums = reckon(cart, per_line=shop.switches.per_line)
    rates = {rate: place for place, rate in enumerate(sorted(sums.taxes(sums.rows), reverse=True), 1)}
    shipping = sums.shipping or Row(ZERO, ZERO, ZERO, ZERO, None)
    cart_tax = sum((row.tax for row in (*sums.things, *sums.fees)), ZERO)
    return {
        "discount_total": sum((row.before - row.net for row in sums.things), ZERO),
        "discount_tax": sum((row.before_tax - row.tax for row in sums.things), ZERO),
        "shipping_total": shipping.net,
        "shipping_tax": shipping.tax,
        "cart_tax": cart_tax,
        "total": sums.total,
        "total_tax": cart_tax + shipping.tax,
        "line_items": [
            _item(shop, thing, row, rates) for thing, row in zip(cart.things, sums.things, strict=True)
        ],
        "tax_lines": [_tax_line(shop, rate, place, sums) for rate, place in rates.items()],
        "shipping_lines": [_shipping(shop, cart, shipping, rates)] if cart.shipping else [],
        "fee_lines": [
            {
                "id": shop.next_row(),
                "name": fee.name,
                "tax_class": "",
                "tax_status": "taxable",
                "amount": "",
                **_charged(row, rates),
                "meta_data": [],
            }
            for fee, row in zip(cart.fees, sums.fees, strict=True)
        ],
        "coupon_lines": _coupons(shop, cart, sums),
    }


def meta(shop: Shop, key: str, value: object) -> Json:
    return {"id": shop.next_row(), "key": key, "value": value}


def _billing(buyer: Buyer) -> Json:
    return {
        "first_name": buyer.first,
        "last_name": buyer.last,
        "company": buyer.company,
        "address_1": buyer.street,
        "address_2": "",
        "city": buyer.city,
        "state": buyer.state,
        "postcode": buyer.postcode,
        "country": buyer.country,
        "email": buyer.email,
        "phone": buyer.phone,
    }


def _item(shop: Shop, thing: Thing, row: Row, rates: dict[Decimal, int]) -> Json:
    odd = shop.switches.odd_types and thing.sku.isdecimal()
    return {
        "id": shop.next_row(),
        "name": thing.name,
        "product_id": sum(thing.sku.encode()),
        "variation_id": 0,
        "quantity": thing.quantity,
        "tax_class": shop.market.rates.get(thing.rate, ""),
        "subtotal": row.before,
        "subtotal_tax": row.before_tax,
        **_charged(row, rates, subtotal=row.before_tax),
        "meta_data": [],
        "sku": int(thing.sku) if odd else thing.sku,
        "price": float(row.net / thing.quantity),
        "image": {"id": "", "src": ""},
        "parent_name": None,
    }


def _charged(row: Row, rates: dict[Decimal, int], subtotal: Decimal | None = None) -> Json:
    taxes: list[Json] = []
    if row.rate is not None:
        id = str(rates[row.rate]) if subtotal is None else rates[row.rate]  # text where it is not an item
        taxes = [{"id": id, "total": row.tax, "subtotal": "" if subtotal is None else subtotal}]
    return {"total": row.net, "total_tax": row.tax, "taxes": taxes}


def _shipping(shop: Shop, cart: Cart, row: Row, rates: dict[Decimal, int]) -> Json:
    return {
        "id": shop.next_row(),
        "method_title": cart.shipping.name if cart.shipping else "",
        "method_id": "flat_rate",
        "instance_id": "5",
        **_charged(row, rates),
        "tax_status": "taxable",
        "meta_data": [],
    }


def _tax_line(shop: Shop, rate: Decimal, place: int, sums: Sums) -> Json:
    found: Json = {
        "id": shop.next_row(),
        "rate_code": f"{shop.market.country}-{shop.market.tax}-1",
        "rate_id": place,
        "label": shop.market.tax,
        "compound": False,
        "tax_total": sums.taxes((*sums.things, *sums.fees)).get(rate, ZERO),
        "shipping_tax_total": sums.taxes([sums.shipping] if sums.shipping else []).get(rate, ZERO),
        "meta_data": [],
    }
    if shop.switches.tells_rate_percent:
        found["rate_percent"] = rate
    return found


def _coupons(shop: Shop, cart: Cart, sums: Sums) -> list[Json]:
    if not cart.coupon:
        return []
    return [
        {
            "id": shop.next_row(),
            "code": f"minus{cart.coupon}",
            "discount": sum((row.before - row.net for row in sums.things), ZERO),
            "discount_tax": sum((row.before_tax - row.tax for row in sums.things), ZERO),
            "meta_data": [],
        }
    ]
