"""Fitted rates as the lines of a draft, in the order in which they are printed."""

from collections.abc import Sequence

from facturier.drafting.fitting.rule import Row
from facturier.drafting.fitting.slots import Slot
from facturier.drafting.fitting.walk import Laid
from facturier.model.draft import DraftLine
from facturier.model.kinds import LineKind


def document_lines(rates: Sequence[Laid], includes_vat: bool) -> tuple[DraftLine, ...]:
    """The shop's order of lines; grouped by rate only where a discount line needs its rate above it."""
    if any(slot.discount for laid in rates for slot in laid.slots):
        return tuple(line for laid in rates for line in _grouped(laid, includes_vat))
    priced = [pair for laid in rates for pair in zip(laid.slots, laid.pieces, strict=True)]
    priced.sort(key=lambda pair: pair[0].position)
    return tuple([_row(slot, row, includes_vat) for slot, pieces in priced for row in pieces])


def _grouped(laid: Laid, includes_vat: bool) -> list[DraftLine]:
    lines: list[DraftLine] = []
    for slot, pieces in zip(laid.slots, laid.pieces, strict=True):
        covers = len(lines) if slot.discount else 0
        lines += [_row(slot, row, includes_vat, covers) for row in pieces]
    return lines


def _row(slot: Slot, row: Row, includes_vat: bool, covers: int = 0) -> DraftLine:
    line = slot.line
    quantity, price = row
    return DraftLine(
        kind=_kind(slot),
        name=line.name,
        quantity=quantity,
        price=price,
        price_includes_vat=includes_vat,
        vat=line.vat,
        code=line.code,
        unit=line.unit,
        description=line.description,
        warehouse=line.warehouse,
        covers=covers,
        sources=line.sources,
    )


def _kind(slot: Slot) -> LineKind:
    """A deduction above the lines it covers is a DISCOUNT line; a discount without such lines is a fee."""
    if slot.discount:
        return LineKind.DISCOUNT
    return LineKind.FEE if slot.line.kind is LineKind.DISCOUNT else slot.line.kind
