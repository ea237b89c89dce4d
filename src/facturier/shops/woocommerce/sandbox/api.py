"""The doors of `/wp-json/wc/v3` for orders, their notes and their refunds (sections 2 to 4)."""

from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec
from flask import Blueprint, Response, request

from facturier.shops.woocommerce.sandbox.access import Access
from facturier.shops.woocommerce.sandbox.document import meta
from facturier.shops.woocommerce.sandbox.listing import STATUSES, listing
from facturier.shops.woocommerce.sandbox.merchant import Merchant
from facturier.shops.woocommerce.sandbox.refunding import Back, refund
from facturier.shops.woocommerce.sandbox.refusal import Json, Refusal, missing, no_order, wrong
from facturier.shops.woocommerce.sandbox.shop import Shop
from facturier.shops.woocommerce.sandbox.telling import answer, decimals, told

_DECODER = msgspec.json.Decoder(float_hook=Decimal)
_WRITABLE = ("status", "transaction_id", "customer_note")


def orders(shop: Shop, access: Access, merchant: Merchant) -> Blueprint:
    doors = Blueprint("orders", __name__)

    @doors.get("/orders")
    def many() -> Response:
        access.require(request, "view")
        page = listing(shop.orders.values(), request.args, shop.switches)
        dp = decimals(shop.switches.decimals)
        headers = {"X-WP-Total": str(page.total), "X-WP-TotalPages": str(page.pages)}
        return answer(
            [shown(order, dp) for order in page.rows], headers=headers if shop.switches.tells_totals else {}
        )

    @doors.get("/orders/<int:id>")
    def one(id: int) -> Response:
        access.require(request, "view")
        return answer(shown(shop.order(id), decimals(shop.switches.decimals)))

    @doors.route("/orders/<int:id>", methods=["PUT", "POST", "PATCH"])
    def change(id: int) -> Response:
        access.require(request, "edit")
        if id not in shop.orders:
            raise no_order(400)
        return answer(shown(changed(shop, shop.order(id), body()), decimals(shop.switches.decimals)))

    @doors.delete("/orders/<int:id>")
    def remove(id: int) -> Response:
        """Into the bin, or out of the shop for good with `force`."""
        access.require(request, "delete")
        shop.order(id)
        if request.args.get("force", "").lower() in ("true", "1"):
            return answer(shown(shop.orders.pop(id), decimals(shop.switches.decimals)))
        return answer(shown(merchant.trash(id), decimals(shop.switches.decimals)))

    return doors


def beside(shop: Shop, access: Access, merchant: Merchant) -> Blueprint:
    """Notes and refunds of an order."""
    doors = Blueprint("beside", __name__)

    @doors.get("/orders/<int:id>/notes")
    def notes(id: int) -> Response:
        access.require(request, "view")
        shop.order(id)
        found = [] if shop.switches.hides_notes else shop.notes[id]
        return answer(found[::-1])

    @doors.post("/orders/<int:id>/notes")
    def note(id: int) -> Response:
        access.require(request, "create")
        sent = body()
        if not sent.get("note"):
            raise missing("note")
        return answer(merchant.comment(id, str(sent["note"]), bool(sent.get("customer_note"))), 201)

    @doors.get("/orders/<int:id>/refunds")
    def refunds(id: int) -> Response:
        access.require(request, "view")
        shop.order(id)
        dp = decimals(shop.switches.decimals)
        return answer([told(one, dp) for one in reversed(shop.refunds[id])])

    @doors.post("/orders/<int:id>/refunds")
    def give_back(id: int) -> Response:
        access.require(request, "create")
        order, sent = shop.order(id), body()
        parts = {int(line["id"]): _back(line) for line in sent.get("line_items") or ()}
        made = refund(shop, order, amount(sent, "amount"), parts, str(sent.get("reason") or ""))
        return answer(told(made, decimals(shop.switches.decimals)), 201)

    return doors


def shown(order: Json, dp: int) -> Json:
    """Without what the shop keeps to itself."""
    found: Json = told({name: value for name, value in order.items() if not name.startswith("_")}, dp)
    return found


def changed(shop: Shop, order: Json, sent: Json) -> Json:
    """Only what is sent: columns replace, meta data is found by id, else by key, else added. Raises Refusal."""
    if "status" in sent and sent["status"] not in STATUSES:
        raise wrong("status", f"status is not one of {', '.join(sorted(STATUSES))}.")
    for name in _WRITABLE:
        if name in sent:
            order[name] = sent[name]
    if sent.get("set_paid") and not order["date_paid"]:
        order |= {"status": "processing", **shop.stamped("date_paid")}
    for pair in sent.get("meta_data") or ():
        _put(shop, order, pair)
    return shop.touch(order)


def _put(shop: Shop, order: Json, pair: Json) -> None:
    for known in order["meta_data"]:
        hit = known["id"] == pair["id"] if pair.get("id") else known["key"] == pair.get("key")
        if hit:
            known["value"] = pair.get("value")
            return
    order["meta_data"].append(meta(shop, str(pair["key"]), pair.get("value")))


def _back(line: Json) -> Back:
    tax = sum((amount(tax, "refund_total") for tax in line.get("refund_tax") or ()), Decimal(0))
    quantity = Decimal(str(line.get("quantity", 0)))
    return Back(quantity, amount(line, "refund_total"), tax)


def amount(sent: Json, name: str) -> Decimal:
    """Raises Refusal."""
    try:
        return Decimal(str(sent[name]))
    except (KeyError, InvalidOperation):
        raise wrong(name, f"{name} is no amount.") from None


def body() -> Json:
    """The request's JSON object; an empty body is an empty one. Raises Refusal."""
    sent: Any = {}
    if request.get_data():
        try:
            sent = _DECODER.decode(request.get_data())
        except msgspec.DecodeError:
            raise Refusal(400, "rest_invalid_json", "Invalid JSON body passed.") from None
    if not isinstance(sent, dict):
        raise Refusal(400, "rest_invalid_json", "Invalid JSON body passed.")
    return sent
