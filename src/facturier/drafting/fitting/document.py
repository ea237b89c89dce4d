"""All rates of one order under one way of entering prices, put together, computed and checked."""

from collections.abc import Sequence
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from facturier.drafting.fitting import misfits
from facturier.drafting.fitting.build import document_lines
from facturier.drafting.fitting.demand import Demand
from facturier.drafting.fitting.labels import Labels
from facturier.drafting.fitting.notes import notes
from facturier.drafting.fitting.rates import Rate
from facturier.drafting.fitting.result import Choice, Fit, Misfit, Reason, Step
from facturier.drafting.fitting.rule import Rule
from facturier.drafting.fitting.slots import layouts
from facturier.drafting.fitting.walk import Laid, walk
from facturier.drafting.totals import RateKey, compute, rate_key
from facturier.model.arithmetic import Arithmetic, Entry
from facturier.model.draft import DraftLine
from facturier.model.kinds import LineKind
from facturier.model.money import ZERO
from facturier.model.totals import Totals


class Task(Struct, frozen=True):
    """What to fit to, and what is allowed. decimals: of a unit price, fewest to most."""

    payable: Decimal
    arithmetic: Arithmetic
    decimals: range
    rounding_line: bool
    labels: Labels


class _Problem(Struct, frozen=True):
    """One rate with the arithmetic it meets and what it must come to."""

    rate: Rate
    rule: Rule
    demand: Demand


def document(rates: Sequence[Rate], task: Task, entry: Entry, last: Step) -> Fit | Misfit:
    """Every rate exact by no step beyond `last`.

    Where one cannot be exact by any step and a rounding amount is allowed, that takes the cent.
    """
    problems = [_problem(rate, task.arithmetic, entry) for rate in rates]
    outcomes = [_solved(problem, task, last) for problem in problems]
    stuck = next((index for index, outcome in enumerate(outcomes) if isinstance(outcome, Reason)), None)
    if stuck is None:
        return _checked(outcomes, problems, task, ZERO)
    if last is Step.S6 and (task.arithmetic.rounding_field or task.rounding_line):
        unit = problems[stuck].rule.unit
        for cent in (unit, -unit):
            rounded_off = _rounded_off(problems, outcomes, task, last, cent)
            if rounded_off is not None:
                return rounded_off
    return _misfit(problems[stuck], outcomes[stuck], task)


def _problem(rate: Rate, arithmetic: Arithmetic, entry: Entry) -> _Problem:
    percent = rate.vat.percent
    demand = Demand(rate.gross, rate.tax, percent, len(rate.lines))
    return _Problem(rate, Rule.of(percent, entry, arithmetic), demand)


def _solved(problem: _Problem, task: Task, last: Step) -> Laid | Reason:
    ways = layouts(problem.rate, problem.rule, task.arithmetic.discount_lines, task.labels)
    return walk(ways, problem.rule, problem.demand, task.decimals, last)


def _rounded_off(
    problems: Sequence[_Problem], outcomes: Sequence[Laid | Reason], task: Task, last: Step, cent: Decimal
) -> Fit | Misfit | None:
    """The rates that were stuck a cent lower, all in the same direction so that no cent changes rate."""
    problems, outcomes = list(problems), list(outcomes)
    rounding = ZERO
    for index, outcome in enumerate(outcomes):
        if isinstance(outcome, Reason):
            demand = problems[index].demand
            problems[index] = replace(problems[index], demand=replace(demand, gross=demand.gross - cent))
            outcomes[index] = _solved(problems[index], task, last)
            rounding += cent
            if isinstance(outcomes[index], Reason):
                return None
    return _checked(outcomes, problems, task, rounding)


def _checked(
    outcomes: Sequence[Laid | Reason], problems: Sequence[_Problem], task: Task, rounding: Decimal
) -> Fit | Misfit:
    """The whole document, computed as the system would, held against every demand."""
    laid = [outcome for outcome in outcomes if isinstance(outcome, Laid)]
    lines = document_lines(laid, problems[0].rule.includes_vat if problems else False)
    demands = {rate_key(problem.rate.vat): problem.demand for problem in problems}
    if task.arithmetic.rounding_field:
        totals = compute(lines, task.arithmetic, rounding)
    else:
        if rounding:
            lines = (*lines, _rounding_line(rounding, task.labels))
            _allow(demands, task.labels, rounding)
        totals = compute(lines, task.arithmetic)
    if not _meets(totals, demands, task.payable):
        return misfits.unproved(totals.payable, task.payable)
    step = max((outcome.step for outcome in laid), default=Step.S1)
    fitted = [(outcome, problem.demand) for outcome, problem in zip(laid, problems, strict=True)]
    return Fit(lines, totals, step + ("+R" if rounding else ""), notes(fitted, rounding))


def _rounding_line(rounding: Decimal, labels: Labels) -> DraftLine:
    """One row without VAT; its unit price is never negative (BR-27)."""
    return DraftLine(
        kind=LineKind.ROUNDING,
        name=labels.rounding,
        quantity=Decimal(1).copy_sign(rounding),
        price=abs(rounding),
        price_includes_vat=False,
        vat=labels.rounding_vat,
    )


def _allow(demands: dict[RateKey, Demand], labels: Labels, rounding: Decimal) -> None:
    """Add the rounding line to what its rate must come to."""
    key = rate_key(labels.rounding_vat)
    before = demands.get(key, Demand(ZERO, ZERO, labels.rounding_vat.percent, 0))
    demands[key] = replace(before, gross=before.gross + rounding)


def _meets(totals: Totals, demands: dict[RateKey, Demand], payable: Decimal) -> bool:
    """Demands (a), (b) and (c); see `fitting.fit`."""
    if totals.payable != payable:
        return False
    for row in totals.rows:
        demand = demands[row.category, row.percent]
        if row.gross != demand.gross or not demand.accepts(row.vat):
            return False
    return True


def _misfit(problem: _Problem, outcome: Laid | Reason, task: Task) -> Misfit:
    choices = [Choice.CORRECT_ORDER]
    if task.decimals.stop - 1 < task.arithmetic.price_decimals:
        choices.insert(0, Choice.MORE_DECIMALS)
    if outcome is Reason.VAT_RATE:
        return misfits.vat_off(problem.rate, problem.rule, tuple(choices))
    if not task.rounding_line and not task.arithmetic.rounding_field:
        choices.insert(0, Choice.ROUNDING_LINE)
    return misfits.unreachable(problem.rate, problem.rule, tuple(choices))
