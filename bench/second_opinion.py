"""The declared arithmetic written down a second time, so that the bench does not take fitting's own word."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

from tests.drafting.random_orders import RandomOrder

from facturier.model.arithmetic import Arithmetic, Entry, VatPer
from facturier.model.draft import DraftLine

NOTHING = Decimal(0)
CENT = Decimal("0.01")


def cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


def gross_of(lines: Sequence[DraftLine], arithmetic: Arithmetic) -> Decimal:
    """Sum of a document by the declared arithmetic (amounts in cents), without its rounding field."""
    if arithmetic.vat_per is VatPer.LINE:
        return sum((_with_vat(_amount(line), line) for line in lines), NOTHING)
    entered: dict[tuple[str, Decimal, bool], Decimal] = defaultdict(Decimal)
    some_line: dict[tuple[str, Decimal, bool], DraftLine] = {}
    for line in lines:
        key = (line.vat.category, line.vat.percent, line.price_includes_vat)
        entered[key] += _amount(line)
        some_line[key] = line
    return sum((_with_vat(amount, some_line[key]) for key, amount in entered.items()), NOTHING)


def _amount(line: DraftLine) -> Decimal:
    return cents(line.quantity * line.price)


def _with_vat(amount: Decimal, line: DraftLine) -> Decimal:
    return amount if line.price_includes_vat else amount + cents(amount * line.vat.percent / 100)


def exists(order: RandomOrder, arithmetic: Arithmetic) -> bool:
    """Whether any document has this gross for every rate, by trying the net amounts around it.

    With gross entry or a rounding field, always. With net entry and VAT per line a rate of one piece
    without discount stands on one row; with more, rows can be combined.
    """
    if Entry.GROSS in arithmetic.entries or arithmetic.rounding_field:
        return True
    return all(
        _net_exists(gross, percent) or (arithmetic.vat_per is VatPer.LINE and not _on_one_row(order, percent))
        for percent, gross in _rate_grosses(order).items()
    )


def _on_one_row(order: RandomOrder, percent: Decimal) -> bool:
    lines = [line for line in order.lines if line.vat.percent == percent and (line.gross or line.discount)]
    return len(lines) == 1 and lines[0].quantity <= 1 and not lines[0].discount


def _net_exists(gross: Decimal, percent: Decimal) -> bool:
    near = cents(gross * 100 / (100 + percent))
    return any(
        net + cents(net * percent / 100) == gross for net in (near + step * CENT for step in range(-2, 3))
    )


def _rate_grosses(order: RandomOrder) -> dict[Decimal, Decimal]:
    """In cents; where a shop rounded only the total, the largest remainders are rounded up."""
    exact: dict[Decimal, Decimal] = defaultdict(Decimal)
    for line in order.lines:
        exact[line.vat.percent] += line.gross
    rounded = {percent: cents(gross) for percent, gross in exact.items()}
    if sum(rounded.values()) == order.payable:
        return rounded
    rounded = {percent: gross.quantize(CENT, rounding=ROUND_FLOOR) for percent, gross in exact.items()}
    missing = int((order.payable - sum(rounded.values())) / CENT)
    for percent in sorted(exact, key=lambda rate: rounded[rate] - exact[rate])[:missing]:
        rounded[percent] += CENT
    return rounded
