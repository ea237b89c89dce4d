"""The book's own arithmetic, apart from the drafting room's: what it computes must be what the draft says.

Amounts of lines are rounded half up to the cent. VAT is computed once for each rate of the document, contained in
the sum of amounts that include it and on top of the sum of those that do not.
"""

from collections.abc import Sequence
from decimal import Decimal

from facturier.model.arithmetic import Arithmetic, Entry, VatPer
from facturier.model.draft import Draft, DraftLine
from facturier.model.kinds import VatCategory
from facturier.model.money import CENT, ZERO, rounded, total, vat_inside, vat_on
from facturier.model.totals import Totals, VatRow

PRICE_DECIMALS = 8
"""As many as FatturaPA and FA(3) allow in a unit price; fewer wherever they suffice."""

ARITHMETIC = Arithmetic(
    entries=(Entry.GROSS, Entry.NET),
    vat_per=VatPer.RATE,
    price_decimals=PRICE_DECIMALS,
    amount_decimals=2,
    discount_lines=True,
    rounding_field=True,
    proved=True,
)
Rate = tuple[VatCategory, Decimal]


def amount(line: DraftLine) -> Decimal:
    """Of the whole line, with or without VAT as its price is."""
    return rounded(line.quantity * line.price)


def totals(lines: Sequence[DraftLine], rounding: Decimal) -> Totals:
    """Of a document; one row for each VAT category and percent, in the order in which they appear."""
    rates: dict[Rate, list[DraftLine]] = {}
    for line in lines:
        rates.setdefault((line.vat.category, line.vat.percent), []).append(line)
    return Totals(tuple(_row(*rate, of_rate) for rate, of_rate in rates.items()), rounding)


def row_of(line: DraftLine) -> VatRow:
    """What one line comes to by itself, for the page; the rate's VAT is computed on the sum of its lines."""
    return _row(line.vat.category, line.vat.percent, [line])


def wrong(draft: Draft) -> str:
    """Where a draft's sums are not what its lines come to, in figures; empty where they agree."""
    computed = totals(draft.lines, draft.totals.rounding)
    if computed.rows != draft.totals.rows:
        return f"{_told(computed.rows)} <> {_told(draft.totals.rows)}"
    if draft.totals.rounding != rounded(draft.totals.rounding) or (
        abs(draft.totals.rounding) > CENT * max(len(computed.rows), 1)
    ):
        return f"{draft.totals.rounding}"
    return ""


def _row(category: VatCategory, percent: Decimal, lines: list[DraftLine]) -> VatRow:
    gross = total(amount(line) for line in lines if line.price_includes_vat)
    net = total(amount(line) for line in lines if not line.price_includes_vat)
    inside = vat_inside(gross, percent) if gross else ZERO
    return VatRow(category, percent, net + gross - inside, inside + vat_on(net, percent))


def _told(rows: Sequence[VatRow]) -> str:
    return ", ".join(f"{row.category} {row.percent}%: {row.base} + {row.vat}" for row in rows)
