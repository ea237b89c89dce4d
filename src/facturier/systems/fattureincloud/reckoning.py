"""What a document comes to under each rule by which Fatture in Cloud may reckon (fact sheet, section 10).

Where all rules agree the total is certain, and need not be asked for before the document is made.
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import product

from facturier.model.draft import DraftLine
from facturier.model.money import ZERO, rounded

HUNDRED = Decimal(100)


def is_certain(lines: Sequence[DraftLine], payable: Decimal) -> bool:
    """Whether every rule gives `payable` for these lines, whose prices all include VAT or all do not."""
    return all(
        _total(lines, per_line=per_line, cut=cut) == payable
        for per_line, cut in product((False, True), (False, True))
    )


def _total(lines: Sequence[DraftLine], *, per_line: bool, cut: bool) -> Decimal:
    """per_line: VAT is rounded in each line, else once for each rate. cut: unit prices to two decimals first."""
    by_rate: dict[Decimal, list[Decimal]] = {}
    gross = bool(lines) and lines[0].price_includes_vat
    for line in lines:
        price = rounded(line.price) if cut else line.price
        by_rate.setdefault(line.vat.percent, []).append(rounded(line.quantity * price))
    return sum(
        (sum(_grosses(amounts, percent, gross, per_line), ZERO) for percent, amounts in by_rate.items()), ZERO
    )


def _grosses(amounts: Iterable[Decimal], percent: Decimal, gross: bool, per_line: bool) -> Iterator[Decimal]:
    if gross:
        return iter(amounts)
    taxed = amounts if per_line else (sum(amounts, ZERO),)
    return (amount + rounded(amount * percent / HUNDRED) for amount in taxed)
