"""The system's own arithmetic, exactly as it declares it. Everything that fitting believes is computed here.

All rounding is half up, away from zero on a tie, to `amount_decimals` places (written round() below);
q is the quantity, p the unit price as entered, r the VAT rate in percent.

=========== ======================================== ==================================================
entry       VAT per line                             VAT per rate
=========== ======================================== ==================================================
net         net = round(q x p)                       base = sum of round(q x p)
            vat = round(net x r / 100)               vat = round(base x r / 100)
gross       gross = round(q x p)                     gross = sum of round(q x p)
            vat = round(gross x r / (100 + r))       vat = round(gross x r / (100 + r))
            net = gross - vat                        base = gross - vat
=========== ======================================== ==================================================

VAT per line: base and VAT of a rate are the sums over its lines. A DISCOUNT line is a line like any
other, with a negative amount. Where net and gross entry meet in one rate of a document with VAT per
rate, both sums are closed on their own and added. A rate is a pair of VAT category and percent (BG-23);
rows stand in the order in which their rates first appear. payable = bases + VAT + the rounding field.
"""

from collections.abc import Sequence
from decimal import Decimal

from msgspec import Struct

from facturier.model.arithmetic import Arithmetic, VatPer
from facturier.model.draft import DraftLine, Vat
from facturier.model.kinds import VatCategory
from facturier.model.money import ZERO, rounded
from facturier.model.totals import Totals, VatRow

HUNDRED = Decimal(100)
RateKey = tuple[VatCategory, Decimal]


class LineAmounts(Struct, frozen=True):
    """What one line comes to; gross = net + vat."""

    net: Decimal
    vat: Decimal

    @property
    def gross(self) -> Decimal:
        return self.net + self.vat


def rate_key(vat: Vat) -> RateKey:
    """What tells one row of the VAT breakdown from another."""
    return vat.category, vat.percent


def vat_added(net: Decimal, percent: Decimal, places: int) -> Decimal:
    """VAT on top of a net amount."""
    return rounded(net * percent / HUNDRED, places)


def vat_contained(gross: Decimal, percent: Decimal, places: int) -> Decimal:
    """VAT inside a gross amount."""
    return rounded(gross * percent / (HUNDRED + percent), places)


def compute(lines: Sequence[DraftLine], arithmetic: Arithmetic, rounding: Decimal = ZERO) -> Totals:
    """Totals of a document with these lines, in its currency; see the module for the rule.

    rounding: the document's rounding field (BT-114), taken as it is.
    """
    close = _close_summed if arithmetic.vat_per is VatPer.LINE else _close_per_rate
    places = arithmetic.amount_decimals
    rates: dict[RateKey, list[DraftLine]] = {}
    for line in lines:
        rates.setdefault(rate_key(line.vat), []).append(line)
    return Totals(
        rows=tuple(VatRow(*key, *close(of_rate, key[1], places)) for key, of_rate in rates.items()),
        rounding=rounding,
    )


def line_amounts(lines: Sequence[DraftLine], arithmetic: Arithmetic) -> tuple[LineAmounts, ...]:
    """Each line by itself, for a preview. Under VAT per rate their sum may miss the totals by cents."""
    places = arithmetic.amount_decimals
    return tuple(LineAmounts(*_alone(line, line.vat.percent, places)) for line in lines)


def _alone(line: DraftLine, percent: Decimal, places: int) -> tuple[Decimal, Decimal]:
    """Net and VAT of one line."""
    amount = rounded(line.quantity * line.price, places)
    if line.price_includes_vat:
        vat = vat_contained(amount, percent, places)
        return amount - vat, vat
    return amount, vat_added(amount, percent, places)


def _close_summed(lines: list[DraftLine], percent: Decimal, places: int) -> tuple[Decimal, Decimal]:
    base = vat = ZERO
    for line in lines:
        net_of_line, vat_of_line = _alone(line, percent, places)
        base += net_of_line
        vat += vat_of_line
    return base, vat


def _close_per_rate(lines: list[DraftLine], percent: Decimal, places: int) -> tuple[Decimal, Decimal]:
    net = gross = ZERO
    for line in lines:
        amount = rounded(line.quantity * line.price, places)
        if line.price_includes_vat:
            gross += amount
        else:
            net += amount
    contained = vat_contained(gross, percent, places)
    return net + gross - contained, vat_added(net, percent, places) + contained
