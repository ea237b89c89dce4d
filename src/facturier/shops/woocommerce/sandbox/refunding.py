"""Refunds (section 4): an object of their own, with negative lines that name the lines they give back."""

from collections.abc import Mapping
from decimal import Decimal

from msgspec import Struct

from facturier.shops.woocommerce.sandbox.document import meta
from facturier.shops.woocommerce.sandbox.reckoning import ZERO
from facturier.shops.woocommerce.sandbox.refusal import Json, Refusal
from facturier.shops.woocommerce.sandbox.shop import Shop

KINDS = ("line_items", "shipping_lines", "fee_lines")


class Back(Struct, frozen=True):
    """What is given back of one line. quantity: 0 for money alone."""

    quantity: Decimal
    net: Decimal
    tax: Decimal


def refund(shop: Shop, order: Json, amount: Decimal, parts: Mapping[int, Back], reason: str = "") -> Json:
    """Raises Refusal where more would be given back than is left."""
    given = sum((one["amount"] for one in shop.refunds[order["id"]]), ZERO)
    if not 0 < amount <= order["total"] - given:
        raise Refusal(500, "woocommerce_rest_cannot_create_order_refund", "Invalid refund amount.")
    made: Json = {
        "id": shop.next_order(),
        **shop.stamped("date_created"),
        "amount": amount,
        "reason": reason,
        "refunded_by": 1,
        "refunded_payment": False,
        "meta_data": [],
        **{kind: _lines(shop, order[kind], parts) for kind in KINDS},
    }
    made["tax_lines"] = _taxes(shop, order, made)
    shop.refunds[order["id"]].append(made)
    tax = sum((line["total_tax"] for kind in KINDS for line in made[kind]), ZERO)
    order["refunds"] = [
        *order["refunds"],
        {"id": made["id"], "reason": reason, "total": -amount, "total_tax": tax},
    ]
    if amount == order["total"] - given:
        order["status"] = "refunded"
    shop.touch(order)
    return made


def whole(order: Json) -> dict[int, Back]:
    return {
        line["id"]: Back(line.get("quantity", Decimal(1)), line["total"], line["total_tax"])
        for kind in KINDS
        for line in order[kind]
    }


def _lines(shop: Shop, lines: list[Json], parts: Mapping[int, Back]) -> list[Json]:
    found = []
    for line in lines:
        if line["id"] not in parts:
            continue
        back = parts[line["id"]]
        made = {
            **line,
            "id": shop.next_row(),
            "total": -back.net,
            "total_tax": -back.tax,
            "taxes": [{**tax, "total": -back.tax} for tax in line["taxes"]],
            "meta_data": [meta(shop, "_refunded_item_id", str(line["id"]))],
        }
        if "quantity" in line:
            made |= {"quantity": -back.quantity, "subtotal": -back.net, "subtotal_tax": -back.tax, "price": 0}
        found.append(made)
    return found


def _taxes(shop: Shop, order: Json, made: Json) -> list[Json]:
    def of(rate: int, *kinds: str) -> Decimal:
        lines = [line for kind in kinds for line in made[kind]]
        taxes = [tax for line in lines for tax in line["taxes"]]
        return sum((tax["total"] for tax in taxes if str(tax["id"]) == str(rate)), ZERO)

    found = [
        {
            **tax,
            "id": shop.next_row(),
            "tax_total": of(tax["rate_id"], "line_items", "fee_lines"),
            "shipping_tax_total": of(tax["rate_id"], "shipping_lines"),
        }
        for tax in order["tax_lines"]
    ]
    return [tax for tax in found if tax["tax_total"] or tax["shipping_tax_total"]]
