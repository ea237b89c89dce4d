"""The lines of one VAT rate as rows to be priced: where discounts stand, and which row may absorb a cent."""

from collections.abc import Sequence
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from facturier.drafting.fitting.labels import Labels
from facturier.drafting.fitting.rates import Rate
from facturier.drafting.fitting.rule import Rule
from facturier.drafting.wanted import WantedLine
from facturier.model.cents import apportion
from facturier.model.draft import Vat
from facturier.model.kinds import LineKind
from facturier.model.money import CENT, ZERO, rounded, total

MERGED = -1


class Slot(Struct, frozen=True):
    """One row to be priced. gross: what it should come to. net: the shop's own net for it; used with net
    entry only.

    position: of its line among the wanted lines; MERGED for a discount line made of several.
    discount: becomes a DISCOUNT line under the other rows of its rate.
    absorbs: its amount is ours to choose within the cents that other rows miss.
    payment_like: a deduction that nobody may change by a cent.
    """

    position: int
    line: WantedLine
    quantity: Decimal
    gross: Decimal
    net: Decimal
    discount: bool = False
    absorbs: bool = False
    payment_like: bool = False


def layouts(rate: Rate, rule: Rule, discount_lines: bool, labels: Labels) -> list[tuple[Slot, ...]]:
    """Ways to lay the rate out, the shop's own first.

    With discounts to show: list prices with one discount line, then the discount inside the prices.
    """
    folded = _folded(rate, rule, discount_lines)
    if discount_lines and any(slot.line.discount and not _deducts(slot.line) for slot in folded):
        shown = _shown(rate.vat, folded, rule, labels)
        if shown:
            return [shown, folded]
    return [folded]


def _deducts(line: WantedLine) -> bool:
    """Whether the line takes away from what its quantity would add."""
    return line.gross != 0 and (line.gross < 0) != (line.quantity < 0)


def _folded(rate: Rate, rule: Rule, discount_lines: bool) -> tuple[Slot, ...]:
    """Rows with the discount inside the price, then the deductions that stand on their own."""
    rows: list[Slot] = []
    deductions: list[Slot] = []
    for position, line, gross in zip(rate.positions, rate.lines, rate.grosses, strict=True):
        net = gross if rule.includes_vat else _shop_net(line, gross, rule)
        if _deducts(line):
            quantity = line.quantity if gross < 0 else -line.quantity
            (deductions if gross < 0 else rows).append(Slot(position, line, quantity, gross, net))
        elif gross or line.kind is not LineKind.DISCOUNT:
            rows.append(Slot(position, line, line.quantity, gross, net))
    if not deductions:
        return tuple(rows)
    if rows and discount_lines:
        return (*rows, *_discount_rows(deductions))
    return _without_discount_lines(rows, deductions, rule)


def _shop_net(line: WantedLine, gross: Decimal, rule: Rule) -> Decimal:
    """The shop's own net amount; the law's where the shop's is none.

    A shop that carries parts of a cent from line to line can leave VAT on a line that costs nothing.
    """
    net = rounded(gross - line.tax, rule.places)
    return net if 0 < net * gross <= gross * gross else rule.net_of(gross)


def _discount_rows(deductions: Sequence[Slot]) -> list[Slot]:
    """Each deduction as a discount line of quantity 1; the last real discount may absorb a cent."""
    discounts = [slot for slot in deductions if slot.line.kind is LineKind.DISCOUNT]
    return [
        replace(
            slot,
            quantity=Decimal(1),
            discount=True,
            absorbs=bool(discounts) and slot is discounts[-1],
            payment_like=slot.line.kind is not LineKind.DISCOUNT,
        )
        for slot in deductions
    ]


def _without_discount_lines(rows: list[Slot], deductions: list[Slot], rule: Rule) -> tuple[Slot, ...]:
    """Discounts go into the prices; what cannot go there gets a negative quantity."""
    kept = []
    for slot in deductions:
        lowered = _lowered(rows, slot, rule) if slot.line.kind is LineKind.DISCOUNT else None
        if lowered is None:
            kept.append(replace(slot, quantity=-slot.quantity, payment_like=True))
        else:
            rows = lowered
    return (*rows, *kept)


def _lowered(rows: list[Slot], deduction: Slot, rule: Rule) -> list[Slot] | None:
    """The rows with the deduction taken off in proportion; None where it is more than they have."""
    weights = [max(slot.gross, ZERO) for slot in rows]
    if total(weights) < -deduction.gross:
        return None
    shares = apportion(deduction.gross, weights, rule.unit)
    if shares is None:
        return None
    return [
        replace(slot, gross=slot.gross + share, net=rule.net_of(slot.gross + share))
        for slot, share in zip(rows, shares, strict=True)
    ]


def _shown(vat: Vat, folded: Sequence[Slot], rule: Rule, labels: Labels) -> tuple[Slot, ...]:
    """List prices, with one discount line for all that was deducted inside the prices of this rate.

    Empty where that comes to nothing.
    """
    rows = [_listed(slot, rule) for slot in folded if not slot.discount]
    below = [slot for slot in folded if slot.discount]
    gross = total(slot.gross for slot in folded) - total(slot.gross for slot in (*rows, *below))
    if gross >= 0:
        return ()
    merged = WantedLine(LineKind.DISCOUNT, labels.discount, Decimal(1), gross, ZERO, vat)
    discount = Slot(MERGED, merged, Decimal(1), gross, rule.net_of(gross), discount=True, absorbs=True)
    return (*rows, discount, *below)


def _listed(slot: Slot, rule: Rule) -> Slot:
    """The row before its discount: at the shop's list price where that agrees with the discount."""
    line = slot.line
    if not line.discount or _deducts(line):
        return slot
    gross = slot.gross + rounded(line.discount.copy_sign(slot.quantity), rule.places)
    gross = _agreeing(line.quantity, line.unit_gross, gross, rule)
    net = _agreeing(line.quantity, line.unit_net, rule.net_of(gross), rule)
    return replace(slot, gross=gross, net=net)


def _agreeing(quantity: Decimal, unit_price: Decimal | None, amount: Decimal, rule: Rule) -> Decimal:
    """`quantity` at the shop's list price where that is `amount` but for a cent a piece; else `amount`."""
    if unit_price is None:
        return amount
    listed = rounded(quantity * unit_price, rule.places)
    return listed if abs(listed - amount) <= CENT * max(Decimal(1), abs(quantity)) else amount
