"""What every sound order document keeps (fact sheet, section 5)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

PREFIXES = ("", "base_")


def number(row: Mapping[str, Any], field: str) -> Decimal:
    return Decimal(row.get(field, 0))


def check_identities(order: Mapping[str, Any]) -> None:
    rows = [row for row in order["items"] if "parent_item_id" not in row]
    for prefix in PREFIXES:
        compensation = f"{prefix}shipping_discount_tax_compensation_am" + ("nt" if prefix else "ount")
        shipping = (
            number(order, f"{prefix}shipping_amount")
            - number(order, f"{prefix}shipping_discount_amount")
            + number(order, f"{prefix}shipping_tax_amount")
            + number(order, compensation)
        )
        subtotal = sum(number(row, f"{prefix}row_total") for row in rows)
        discount = sum(number(row, f"{prefix}discount_amount") for row in rows)
        after = subtotal != number(order, f"{prefix}subtotal")
        assert subtotal + (discount if after else 0) == number(order, f"{prefix}subtotal")
        lines = sum(
            number(row, f"{prefix}row_total")
            - (0 if after else number(row, f"{prefix}discount_amount"))
            + number(row, f"{prefix}tax_amount")
            + number(row, f"{prefix}discount_tax_compensation_amount")
            for row in rows
        )
        assert lines + shipping == number(order, f"{prefix}grand_total")
        assert number(order, f"{prefix}grand_total") == (
            number(order, f"{prefix}subtotal")
            + number(order, f"{prefix}discount_amount")
            + number(order, f"{prefix}shipping_amount")
            + number(order, f"{prefix}tax_amount")
            + number(order, f"{prefix}discount_tax_compensation_amount")
            + number(order, compensation)
        )
        assert number(order, f"{prefix}tax_amount") == number(order, f"{prefix}shipping_tax_amount") + sum(
            number(row, f"{prefix}tax_amount") for row in rows
        )


def check_taxes(order: Mapping[str, Any]) -> None:
    attributes = order["extension_attributes"]
    assert sum(number(tax, "amount") for tax in attributes["applied_taxes"]) == number(order, "tax_amount")
    by_row = {
        applied.get("item_id"): applied["applied_taxes"][0] for applied in attributes["item_applied_taxes"]
    }
    for row in order["items"]:
        if row["tax_percent"]:
            assert by_row[row["item_id"]]["amount"] == row["tax_amount"]
            assert by_row[row["item_id"]]["percent"] == row["tax_percent"]
    if None in by_row:
        assert by_row[None]["amount"] == order["shipping_tax_amount"]
