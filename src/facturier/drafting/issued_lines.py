"""An issued draft by order line: what of each was invoiced, to the cent, so that it can be credited."""

from collections.abc import Sequence
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from facturier.drafting.shares import share_out, to_cents
from facturier.drafting.totals import RateKey, line_amounts, rate_key
from facturier.model.arithmetic import Arithmetic, VatPer
from facturier.model.draft import Draft, DraftLine, Vat
from facturier.model.kinds import LineKind
from facturier.model.money import ZERO, rounded, total

ItemKey = tuple[str, Vat]


class Item(Struct, frozen=True):
    """What one order line came to at one VAT treatment. line: looks of it; its own sums do not matter."""

    key: str
    vat: Vat
    quantity: Decimal
    gross: Decimal
    line: DraftLine


def items_of(draft: Draft, arithmetic: Arithmetic) -> tuple[Item, ...]:
    """Items in the order of the document; their gross adds up to what it is payable for.

    Rows that fitting split are one item again; a discount row that fitting made of several discounts
    belongs to the lines above it; roundings belong to the largest item. Lines that no order line stands
    behind go by their place (`#3`).
    """
    grosses = _line_grosses(draft, arithmetic)
    items: dict[ItemKey, Item] = {}
    for index, (line, gross) in enumerate(zip(draft.lines, grosses, strict=True)):
        if line.sources or line.kind not in (LineKind.DISCOUNT, LineKind.ROUNDING):
            key = line.sources[0] if line.sources else f"#{index}"
            _add(items, Item(key, line.vat, line.quantity, gross, line))
        elif line.kind is LineKind.DISCOUNT:
            _lower(items, draft.lines[index - line.covers : index], line.vat, gross)
    return _closed(list(items.values()), draft.totals.payable)


def _add(items: dict[ItemKey, Item], item: Item) -> None:
    before = items.get((item.key, item.vat))
    if before is not None:
        item = replace(before, quantity=before.quantity + item.quantity, gross=before.gross + item.gross)
    items[item.key, item.vat] = item


def _lower(items: dict[ItemKey, Item], covered: Sequence[DraftLine], vat: Vat, gross: Decimal) -> None:
    keys = {line.sources[0] for line in covered if line.sources}
    bearing = [item for item in items.values() if item.vat == vat and item.key in keys and item.gross > 0]
    for item, share in zip(bearing, share_out(gross, [item.gross for item in bearing]), strict=True):
        items[item.key, item.vat] = replace(item, gross=item.gross + share)


def _closed(items: list[Item], payable: Decimal) -> tuple[Item, ...]:
    """With the document's rounding amount on its largest item."""
    rounding = payable - total(item.gross for item in items)
    if rounding:
        largest = max(range(len(items)), key=lambda index: items[index].gross)
        items[largest] = replace(items[largest], gross=items[largest].gross + rounding)
    return tuple(items)


def _line_grosses(draft: Draft, arithmetic: Arithmetic) -> list[Decimal]:
    """Under VAT per rate a line has no exact gross of its own: the rate's is shared out."""
    if arithmetic.vat_per is VatPer.LINE:
        return [amounts.gross for amounts in line_amounts(draft.lines, arithmetic)]
    grosses = [ZERO] * len(draft.lines)
    rows: dict[RateKey, list[int]] = {}
    for index, line in enumerate(draft.lines):
        rows.setdefault(rate_key(line.vat), []).append(index)
    for row in draft.totals.rows:
        indexes = rows[row.category, row.percent]
        raw = [_raw_gross(draft.lines[index], arithmetic) for index in indexes]
        for index, gross in zip(indexes, to_cents(raw, row.gross), strict=True):
            grosses[index] = gross
    return grosses


def _raw_gross(line: DraftLine, arithmetic: Arithmetic) -> Decimal:
    amount = rounded(line.quantity * line.price, arithmetic.amount_decimals)
    return amount if line.price_includes_vat else amount * (100 + line.vat.percent) / 100
