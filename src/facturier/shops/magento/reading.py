"""Which items carry the money of an order, and what the buyer pays for each.

Magento leaves three things open, and only the order's own grand total can decide them:

- `row_total` is net before the discount, or already after it (seen in orders of 2.4.7 and later whose
  `subtotal` is before it); the second reading must not deduct the discount again;
- of a bundle whose parent and parts both carry money, one side is a copy of the other;
- the row amount of a fixed product tax (FPT, WEEE) includes the VAT on it, or VAT comes on top.

So every reading is tried until lines and charges add up to `grand_total`. The documented reading comes
first and stays when none adds up: then the order contradicts itself, and preflight holds it.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import product
from typing import NamedTuple, Protocol

import msgspec
from msgspec import Struct

from facturier.model.money import CENT, ZERO, total
from facturier.model.shapes import known
from facturier.shops.magento.rates import applied_to_item
from facturier.shops.magento.wire import Item, Number, Order, ParentItem, Text, exact


class Reading(NamedTuple):
    row_is_discounted: bool = False
    parents_carry: bool = False
    fpt_taxed_on_top: bool = False


READINGS = tuple(Reading(*reversed(choice)) for choice in product((False, True), repeat=3))
"""The documented one first, then those that differ from it in `row_is_discounted`."""


class Priced(Protocol):
    """The money of an order item, and of a credit memo item."""

    @property
    def row_total(self) -> Number: ...
    @property
    def tax_amount(self) -> Number: ...
    @property
    def discount_amount(self) -> Number: ...
    @property
    def discount_tax_compensation_amount(self) -> Number: ...


class FixedTax(NamedTuple):
    """One row of FPT. tax: VAT on it, within or on top of `amount` as the reading says."""

    title: str
    amount: Decimal
    tax: Decimal

    def gross(self, reading: Reading) -> Decimal:
        return self.amount + self.tax if reading.fpt_taxed_on_top else self.amount


class Family(NamedTuple):
    """An item with those under it: the variant of a configurable, the parts of a bundle."""

    parent: Item
    children: list[Item]

    @property
    def ambiguous(self) -> bool:
        """Both sides carry money, and one is not simply the sum of the other."""
        if not (carries(self.parent) and any(map(carries, self.children))):
            return False
        return exact(self.parent.row_total) != total(exact(child.row_total) for child in self.children)

    def bearers(self, reading: Reading) -> list[Item]:
        """The items that carry the family's money, once."""
        bearing = [child for child in self.children if carries(child)]
        if not bearing or (reading.parents_carry and carries(self.parent)):
            return [self.parent]
        return bearing


def carries(item: Item) -> bool:
    return bool(item.row_total)


def families(items: Iterable[Item]) -> list[Family]:
    """Items by family, in the order's order; a child whose parent is missing stands for itself."""
    found: dict[int, Family] = {}
    children = []
    for item in items:
        if _parent_of(item) is None:
            found[item.item_id] = Family(item, [])
        else:
            children.append(item)
    for child in children:
        parent = _parent_of(child)
        if parent in found:
            found[parent].children.append(child)
        else:
            found[child.item_id] = Family(child, [])
    return list(found.values())


def payable(item: Priced, reading: Reading) -> Decimal:
    """What the buyer pays for a row, VAT included (without its FPT)."""
    before = exact(item.row_total) + exact(item.tax_amount) + exact(item.discount_tax_compensation_amount)
    return before if reading.row_is_discounted else before - exact(item.discount_amount)


def fixed_taxes(order: Order, item: Item) -> list[FixedTax]:
    """The FPT rows of an item; where their JSON text is missing, its row amount as one row."""
    if not item.weee_tax_applied_row_amount:
        return []
    if rows := fixed_tax_rows(item.weee_tax_applied):
        return rows
    taxes = applied_to_item(order, "weee", item.item_id)
    tax = total(exact(one.amount) for one in (taxes and taxes.applied_taxes) or ())
    return [FixedTax("FPT", exact(item.weee_tax_applied_row_amount), tax)]


def fixed_tax_rows(words: Text) -> list[FixedTax]:
    """Of the JSON text of an item, or of a credit memo's."""
    return [
        FixedTax(
            title=row.title or "FPT",
            amount=exact(row.row_amount),
            tax=exact(row.row_amount_incl_tax or row.row_amount) - exact(row.row_amount),
        )
        for row in _weee_rows(words)
        if row.row_amount
    ]


def fixed_tax_line(item_id: int, place: int) -> str:
    """The id of the order line of an item's fixed tax; place: from 1."""
    return f"{item_id}:fpt{place}"


def reading_of(order: Order, groups: list[Family], charges: Decimal) -> Reading | None:
    """The first reading under which the order adds up; None where none does. charges: gross of the rest."""
    wanted = order.grand_total - charges
    for reading in READINGS:
        if abs(sum(_gross(order, groups, reading), ZERO) - wanted) < CENT / 2:
            return reading
    return None


def _gross(order: Order, groups: list[Family], reading: Reading) -> Iterator[Decimal]:
    for family in groups:
        for item in family.bearers(reading):
            yield payable(item, reading)
            for row in fixed_taxes(order, item):
                yield row.gross(reading)


def _parent_of(item: Item) -> int | None:
    nested = item.parent_item
    return item.parent_item_id or (nested.item_id if isinstance(nested, ParentItem) else None)


class _WeeeRow(Struct, frozen=True):
    title: Text = None
    row_amount: Number = None
    row_amount_incl_tax: Number = None


def _weee_rows(words: Text) -> list[_WeeeRow]:
    """The rows in the JSON text of `weee_tax_applied`; what is not such a list says nothing."""
    try:
        return msgspec.json.decode(words or "[]", type=known(list[_WeeeRow]), strict=False)
    except msgspec.DecodeError:
        return []
