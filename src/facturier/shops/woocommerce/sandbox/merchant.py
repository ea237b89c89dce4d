"""The people around a shop: buyers who order, and the merchant in the admin pages."""

from decimal import Decimal
from typing import Any

from facturier.shops.woocommerce.sandbox.document import contents, meta, order_document
from facturier.shops.woocommerce.sandbox.goods import Cart, by_chance
from facturier.shops.woocommerce.sandbox.reckoning import cents
from facturier.shops.woocommerce.sandbox.refunding import Back, refund, whole
from facturier.shops.woocommerce.sandbox.refusal import Json, Refusal
from facturier.shops.woocommerce.sandbox.shop import Shop

_OPEN = ("pending", "on-hold", "processing", "in-pregatire")


class Merchant:
    """Acts without the API and its rights. Raises Refusal where the shop would refuse. Safe between threads."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop

    def place(self, cart: Cart | None = None) -> Json:
        """Someone orders: `cart`, or what chance puts into it."""
        with self.shop.lock:
            chosen = cart or by_chance(self.shop.market, self.shop.random)
            return self.shop.admit(order_document(self.shop, chosen, self.shop.next_order()))

    def pay(self, id: int) -> Json:
        with self.shop.lock:
            order = self._open(id)
            if order["date_paid"]:
                raise Refusal(400, "paid", "The order is paid.")
            return self._now(order, "processing", "date_paid")

    def ship(self, id: int) -> Json:
        """Done: what was to be paid on delivery is paid with it."""
        with self.shop.lock:
            order = self._open(id)
            if not order["date_paid"]:
                order |= self.shop.stamped("date_paid")
            return self._now(order, "completed", "date_completed")

    def refund(self, id: int, reason: str = "") -> Json:
        """Everything, line by line."""
        with self.shop.lock:
            order = self._not_binned(id)
            return refund(self.shop, order, order["total"], whole(order), reason)

    def refund_piece(self, id: int, place: int = 0, quantity: int = 1) -> Json:
        """Some pieces of the line at `place`, at its price."""
        with self.shop.lock:
            order = self._not_binned(id)
            line = order["line_items"][place]
            net = cents(line["total"] * quantity / line["quantity"])
            tax = cents(line["total_tax"] * quantity / line["quantity"])
            back = Back(Decimal(quantity), net, tax)
            return refund(self.shop, order, net + tax, {line["id"]: back})

    def refund_money(self, id: int, amount: str, place: int | None = None) -> Json:
        """Money alone: of a line (no piece comes back), or of nothing in particular."""
        with self.shop.lock:
            order = self._not_binned(id)
            if place is None:
                return refund(self.shop, order, Decimal(amount), {})
            line = order["line_items"][place]
            share = line["total_tax"] / (line["total"] + line["total_tax"])
            tax = cents(Decimal(amount) * share)
            back = Back(Decimal(0), Decimal(amount) - tax, tax)
            return refund(self.shop, order, Decimal(amount), {line["id"]: back})

    def cancel(self, id: int) -> Json:
        with self.shop.lock:
            return self._now(self._open(id), "cancelled")

    def hold(self, id: int) -> Json:
        with self.shop.lock:
            return self._now(self._open(id), "on-hold")

    def set_status(self, id: int, status: str) -> Json:
        with self.shop.lock:
            return self._now(self._not_binned(id), status)

    def trash(self, id: int) -> Json:
        """Into the bin: gone from every list but that of the bin, and readable by its id."""
        with self.shop.lock:
            order = self._not_binned(id)
            order["_before_bin"] = order["status"]
            order["status"] = "trash"
            return self.shop.touch(order, "deleted")

    def restore(self, id: int) -> Json:
        with self.shop.lock:
            order = self.shop.order(id)
            order["status"] = order.pop("_before_bin", order["status"])
            return self.shop.touch(order, "restored")

    def edit(self, id: int, cart: Cart | None = None) -> Json:
        """Other things on the same order."""
        with self.shop.lock:
            order = self._open(id)
            if order["refunds"]:
                raise Refusal(400, "refunded", "The order cannot be edited.")
            order |= contents(self.shop, cart or by_chance(self.shop.market, self.shop.random))
            return self.shop.touch(order)

    def change_address(self, id: int, kind: str = "billing", **fields: str) -> Json:
        with self.shop.lock:
            order = self._not_binned(id)
            order[kind] |= fields
            return self.shop.touch(order)

    def comment(self, id: int, words: str, customer: bool = False) -> Json:
        """A note as a person leaves it. It does not save the order."""
        with self.shop.lock:
            self.shop.order(id)
            return self.shop.note(id, words, "admin", customer)

    def write_meta(self, id: int, key: str, value: Any) -> Json:
        """A plug-in writes something down: the key's value, or one more."""
        with self.shop.lock:
            order = self.shop.order(id)
            for pair in order["meta_data"]:
                if pair["key"] == key:
                    pair["value"] = value
                    break
            else:
                order["meta_data"].append(meta(self.shop, key, value))
            return self.shop.touch(order)

    def _now(self, order: Json, status: str, field: str = "") -> Json:
        order["status"] = status
        if field:
            order |= self.shop.stamped(field)
        return self.shop.touch(order)

    def _not_binned(self, id: int) -> Json:
        order = self.shop.order(id)
        if order["status"] == "trash":
            raise Refusal(410, "woocommerce_rest_already_trashed", "The order has already been deleted.")
        return order

    def _open(self, id: int) -> Json:
        order = self._not_binned(id)
        if order["status"] not in _OPEN:
            raise Refusal(400, "not_open", "The order is closed.")
        return order
