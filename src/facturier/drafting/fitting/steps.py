"""The steps of fitting, prettiest first. Each changes a sheet and says whether it now fits.

Every step is aimed at the gross of the rate; only S5 is aimed at VAT, and then at the law's.
"""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from functools import lru_cache, partial

from facturier.drafting.fitting.pricing import exact, nearest, splits
from facturier.drafting.fitting.result import Step
from facturier.drafting.fitting.rule import Pieces
from facturier.drafting.fitting.sheet import Sheet
from facturier.model.money import ZERO

PAIR_ROWS = 8
PAIR_SHIFTS = (1, -1, 2, -2)

Attempt = tuple[Step, Callable[[Sheet], bool]]


@lru_cache(maxsize=64)
def attempts(decimals: range) -> tuple[Attempt, ...]:
    """What to try, in order. decimals: of a unit price, fewest to most."""
    fewest, most = decimals.start, decimals.stop - 1
    return (
        (Step.S1, partial(plain, decimals=fewest)),
        *((Step.S2, partial(plain, decimals=count)) for count in decimals[1:]),
        *((Step.S3, partial(absorb, decimals=count)) for count in sorted({fewest, most})),
        (Step.S4, split),
        (Step.S5, split_for_vat),
        (Step.S6, move_cents),
    )


def plain(sheet: Sheet, decimals: int) -> bool:
    """S1, S2: one price a row."""
    sheet.price(decimals)
    return sheet.is_close() and sheet.fits()


def absorb(sheet: Sheet, decimals: int) -> bool:
    """S3: the discount line takes the cents that the other rows miss."""
    index = next((index for index, slot in enumerate(sheet.slots) if slot.absorbs), None)
    if index is None:
        return False
    sheet.reprice(decimals)
    amount = sheet.rule.amount_counting(sheet.counted(index) + sheet.gap)
    if amount is None or amount > 0 or not sheet.is_close():
        return False
    quantity = sheet.slots[index].quantity
    sheet.put(index, ((quantity, nearest(quantity, amount, decimals)),))
    if sheet.fits():
        return True
    sheet.put(index, ((quantity, sheet.aims[index]),))
    return False


def split(sheet: Sheet) -> bool:
    """S4: a quantity on two rows, so that its line comes to exactly what the shop says.

    Rows that are far off are split first, whatever the sum; then those that close the gap, a row that
    closes all of it before the others.
    """
    missing = [_own(sheet, index) - sheet.counted(index) for index in range(len(sheet.slots))]
    far = [index for index, short in enumerate(missing) if abs(short) > sheet.rule.unit]
    near = [index for index, short in enumerate(missing) if abs(short) == sheet.rule.unit]
    near.sort(key=lambda index: missing[index] != sheet.gap)
    for index in far:
        _split_far(sheet, index)
    for index in near:
        if sheet.fits():
            return True
        if missing[index] * sheet.gap > 0:
            _split_to(sheet, index, missing[index])
    return sheet.is_close() and sheet.fits()


def split_for_vat(sheet: Sheet) -> bool:
    """S5: a quantity on two rows, so that rounding twice moves VAT by a cent towards the law.

    With net entry that moves the gross too; S6 then gives the cent back.
    """
    if not sheet.rule.per_line or sheet.demand.accepts(sheet.vat):
        return False
    unit = sheet.rule.unit
    for index in _movable(sheet, ZERO):
        wrong = sheet.demand.law_vat - sheet.vat
        if abs(wrong) <= unit:
            break
        wanted = (sheet.amounts[index], sheet.vats[index] + unit.copy_sign(wrong))
        for pieces in _splits(sheet, index, sheet.amounts[index], _grids(sheet)):
            if sheet.rule.weigh(pieces) == wanted:
                sheet.put(index, pieces)
                break
        if sheet.fits():
            return True
    return False


def move_cents(sheet: Sheet) -> bool:
    """S6: single lines come to a cent more or less than the shop says, each by one cent at most."""
    shift = sheet.rule.unit.copy_sign(sheet.gap)
    for index in _movable(sheet, shift):
        if not sheet.gap:
            break
        for pieces in _priced(sheet, index, sheet.amounts[index] + shift):
            change = sheet.rule.counted(*sheet.rule.weigh(pieces)) - sheet.counted(index)
            if change == shift:
                sheet.put(index, pieces)
                break
    return sheet.is_close() and (sheet.fits() or _move_a_pair(sheet))


def _own(sheet: Sheet, index: int) -> Decimal:
    """What a row alone should add to the goal."""
    rule = sheet.rule
    return sheet.slots[index].gross if rule.per_line and not rule.includes_vat else sheet.aims[index]


def _split_far(sheet: Sheet, index: int) -> None:
    """Split a row that one price leaves cents away, as finely as prices allow; exact if possible."""
    best = None
    for pieces in _splits(sheet, index, sheet.aims[index], reversed(_grids(sheet))):
        if sheet.rule.counted(*sheet.rule.weigh(pieces)) == _own(sheet, index):
            sheet.put(index, pieces)
            return
        best = best or pieces
    if best is not None:
        sheet.put(index, best)


def _split_to(sheet: Sheet, index: int, change: Decimal) -> None:
    """Split a row so that it adds `change` more to the goal; leave it alone where no split does."""
    wanted = sheet.counted(index) + change
    for pieces in _splits(sheet, index, sheet.aims[index], _grids(sheet)):
        if sheet.rule.counted(*sheet.rule.weigh(pieces)) == wanted:
            sheet.put(index, pieces)
            return


def _grids(sheet: Sheet) -> list[int]:
    """Decimals of split prices: cents, then as fine as prices may be."""
    return sorted({sheet.decimals.start, sheet.decimals.stop - 1})


def _splits(sheet: Sheet, index: int, amount: Decimal, grids: Iterable[int]) -> Iterator[Pieces]:
    for decimals in grids:
        yield from splits(sheet.slots[index].quantity, amount, decimals, sheet.rule.places)


def _priced(sheet: Sheet, index: int, amount: Decimal) -> Iterator[Pieces]:
    """Ways in which a row can come to `amount`: one price, then two rows."""
    quantity = sheet.slots[index].quantity
    price = exact(quantity, amount, sheet.decimals, sheet.rule.places)
    if price is not None:
        yield ((quantity, price),)
    yield from _splits(sheet, index, amount, _grids(sheet))


def _movable(sheet: Sheet, shift: Decimal) -> list[int]:
    """Rows that may move by `shift`: discounts first, then those that come nearer to their aim by it.

    Among equals the dearest goes first, for there a cent matters least.
    """
    unit = sheet.rule.unit
    off = {
        index: abs(sheet.amounts[index] + shift - sheet.aims[index])
        for index, slot in enumerate(sheet.slots)
        if abs(sheet.aims[index]) > unit and not slot.payment_like
    }
    near = [index for index, distance in off.items() if distance <= unit]
    return sorted(
        near, key=lambda index: (not sheet.slots[index].absorbs, off[index], -abs(sheet.aims[index]))
    )


def _move_a_pair(sheet: Sheet) -> bool:
    """The last cents by one or two rows, where a cent more in one moves the gross by two."""
    rows = _movable(sheet, ZERO)[:PAIR_ROWS]
    for position, first in enumerate(rows):
        before = sheet.pieces[first]
        for pieces in _shifted(sheet, first):
            sheet.put(first, pieces)
            if sheet.fits() and sheet.is_close():
                return True
            for second in rows[position + 1 :]:
                if _closes(sheet, second):
                    return True
        sheet.put(first, before)
    return False


def _closes(sheet: Sheet, index: int) -> bool:
    before = sheet.pieces[index]
    for pieces in _shifted(sheet, index):
        sheet.put(index, pieces)
        if sheet.fits() and sheet.is_close():
            return True
    sheet.put(index, before)
    return False


def _shifted(sheet: Sheet, index: int) -> list[Pieces]:
    """The row a cent or two from its amount, one way each."""
    found = []
    for shift in PAIR_SHIFTS:
        pieces = next(_priced(sheet, index, sheet.amounts[index] + shift * sheet.rule.unit), None)
        if pieces is not None:
            found.append(pieces)
    return found
