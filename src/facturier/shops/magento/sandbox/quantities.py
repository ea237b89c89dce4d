"""What is still open on an order's rows. A *dummy* row only accompanies the row that carries the money."""

from decimal import Decimal

from facturier.shops.magento.sandbox.amounts import ZERO, Json, add, amount


def children(order: Json, row: Json) -> list[Json]:
    return [other for other in order["items"] if other.get("parent_item_id") == row["item_id"]]


def dummies(order: Json) -> set[int]:
    """Item ids without money of their own: variants, parts of a fixed bundle, a dynamic bundle's head."""
    heads = {
        row["parent_item_id"]
        for row in order["items"]
        if "parent_item_id" in row and (amount(row, "price") or amount(row, "row_total"))
    }
    bodies = {
        row["item_id"]
        for row in order["items"]
        if "parent_item_id" in row and row["parent_item_id"] not in heads
    }
    return heads | bodies


def to_invoice(row: Json) -> Decimal:
    return max(amount(row, "qty_ordered") - amount(row, "qty_invoiced") - amount(row, "qty_canceled"), ZERO)


def to_ship(row: Json) -> Decimal:
    """Nothing for virtual rows and for those that travel inside their parent."""
    if row.get("is_virtual") or "parent_item_id" in row:
        return ZERO
    gone = max(amount(row, "qty_shipped"), amount(row, "qty_refunded"))
    return max(amount(row, "qty_ordered") - gone - amount(row, "qty_canceled"), ZERO)


def to_refund(row: Json) -> Decimal:
    return max(amount(row, "qty_invoiced") - amount(row, "qty_refunded"), ZERO)


def open_to_invoice(order: Json) -> dict[int, Decimal]:
    silent = dummies(order)
    return {
        row["item_id"]: to_invoice(row)
        for row in order["items"]
        if row["item_id"] not in silent and not row.get("locked_do_invoice") and to_invoice(row)
    }


def open_to_ship(order: Json) -> dict[int, Decimal]:
    return {row["item_id"]: to_ship(row) for row in order["items"] if to_ship(row)}


def open_to_refund(order: Json) -> dict[int, Decimal]:
    silent = dummies(order)
    return {
        row["item_id"]: to_refund(row)
        for row in order["items"]
        if row["item_id"] not in silent and to_refund(row)
    }


def move(order: Json, row: Json, field: str, quantity: Decimal) -> None:
    """Count `quantity` in `field` of the row and, in proportion, of the rows that accompany it.

    The head of a dynamic bundle counts as many whole bundles as all its parts allow.
    """
    add(row, field, quantity)
    for child in children(order, row):
        add(child, field, quantity * amount(child, "qty_ordered") / amount(row, "qty_ordered"))
    for head in order["items"]:
        if head["item_id"] == row.get("parent_item_id"):
            each = amount(head, "qty_ordered")
            parts = [amount(c, field) * each / amount(c, "qty_ordered") for c in children(order, head)]
            head[field] = int(min(parts))
