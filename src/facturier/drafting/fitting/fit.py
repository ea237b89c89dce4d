"""Fitting: the representation under which a system's own arithmetic gives exactly what the buyer pays.

Three demands, never bent: (a) the payable amount is exact; (b) VAT of every rate is the shop's within half
a cent a line, or the law's within a cent; (c) gross of every rate is the order's, but for a cent that
stands openly in the rounding field or on a rounding line. Every candidate is computed with
`totals.compute`; the first one that meets all three is taken. No randomness, no clock.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec.structs import replace

from facturier.drafting.fitting import misfits
from facturier.drafting.fitting.document import Task, document
from facturier.drafting.fitting.labels import Labels
from facturier.drafting.fitting.rates import rates_of
from facturier.drafting.fitting.result import Fit, Misfit, Step
from facturier.drafting.totals import compute
from facturier.drafting.wanted import WantedLine
from facturier.model.arithmetic import Arithmetic, Entry

USUAL_DECIMALS = 2
"""Unit prices are tried with as many decimals as money has before more are tried."""

_LABELS = Labels()


def fit(
    lines: Sequence[WantedLine],
    payable: Decimal,
    arithmetic: Arithmetic,
    *,
    max_price_decimals: int | None = None,
    allow_rounding_line: bool = False,
    labels: Labels = _LABELS,
) -> Fit | Misfit:
    """Lines of a document that come to `payable` (document currency, VAT included), or why there are none.

    max_price_decimals: fewer than the system allows, where the route wants that. allow_rounding_line:
    a person's or the route's choice of an explicit rounding line where no total fits. A negative payable
    (credit note) is fitted as its mirror image, with negative quantities.
    """
    if payable < 0:
        mirrored = [
            replace(line, quantity=-line.quantity, gross=-line.gross, tax=-line.tax) for line in lines
        ]
        outcome = fit(
            mirrored,
            -payable,
            arithmetic,
            max_price_decimals=max_price_decimals,
            allow_rounding_line=allow_rounding_line,
            labels=labels,
        )
        return _reversed(outcome, arithmetic) if isinstance(outcome, Fit) else outcome
    most = arithmetic.price_decimals
    if max_price_decimals is not None:
        most = min(most, max_price_decimals)
    decimals = range(min(USUAL_DECIMALS, most), most + 1)
    return _fit(lines, Task(payable, arithmetic, decimals, allow_rounding_line, labels))


def _fit(lines: Sequence[WantedLine], task: Task) -> Fit | Misfit:
    for line in lines:
        if not line.quantity and line.gross:
            return misfits.no_quantity(line)
    rates = rates_of(lines, task.payable, task.arithmetic.amount_decimals)
    if rates is None:
        return misfits.lines_total(lines, task.payable)
    found = []
    for entry, last in _passes(task.arithmetic):
        outcome = document(rates, task, entry, last)
        if isinstance(outcome, Fit):
            return outcome
        found.append(outcome)
    return found[-len(set(task.arithmetic.entries))]


def _passes(arithmetic: Arithmetic) -> Iterator[tuple[Entry, Step]]:
    """Gross entry wherever it is offered, since it is right even where the VAT rule is not as declared.

    Only where that rule is proved, plain net prices go before gross prices that need more steps.
    """
    entries = sorted(set(arithmetic.entries))
    if arithmetic.proved and len(entries) > 1:
        yield from ((entry, last) for last in (Step.S1, Step.S3) for entry in entries)
    yield from ((entry, Step.S6) for entry in entries)


def _reversed(outcome: Fit, arithmetic: Arithmetic) -> Fit:
    lines = tuple(replace(line, quantity=-line.quantity) for line in outcome.lines)
    return replace(outcome, lines=lines, totals=compute(lines, arithmetic, -outcome.totals.rounding))
