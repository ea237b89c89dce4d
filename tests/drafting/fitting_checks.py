"""What every answer of fitting must obey, checked apart from the code that found it."""

from collections import defaultdict
from decimal import Decimal

from facturier.drafting.fitting import Choice, Fit, Misfit, fit
from facturier.drafting.totals import compute
from facturier.drafting.wanted import WantedLine
from facturier.model.arithmetic import Arithmetic, Entry, VatPer
from facturier.model.draft import DraftLine, Vat
from facturier.model.kinds import LineKind
from facturier.model.money import CENT, ZERO, rounded, vat_inside

GROSS, NET, BOTH = (Entry.GROSS,), (Entry.NET,), (Entry.GROSS, Entry.NET)

ARITHMETICS = {
    "1": Arithmetic(GROSS, VatPer.LINE, 2),
    "2": Arithmetic(GROSS, VatPer.LINE, 4),
    "3": Arithmetic(NET, VatPer.LINE, 4),
    "4": Arithmetic(NET, VatPer.RATE, 2),
    "4R": Arithmetic(NET, VatPer.RATE, 2, rounding_field=True),
    "5": Arithmetic(NET, VatPer.RATE, 8),
    "5R": Arithmetic(NET, VatPer.RATE, 8, rounding_field=True),
    "6": Arithmetic(GROSS, VatPer.RATE, 2),
    "both": Arithmetic(BOTH, VatPer.LINE, 2),
    "both, proved": Arithmetic(BOTH, VatPer.LINE, 4, proved=True),
    "no discount lines": Arithmetic(GROSS, VatPer.LINE, 2, discount_lines=False),
    "net, no discount lines": Arithmetic(NET, VatPer.RATE, 4, discount_lines=False, rounding_field=True),
}


def wanted(
    gross: str, quantity: str = "1", percent: str = "21", *, tax: str | None = None, **more: object
) -> WantedLine:
    """Goods at this gross; the shop's VAT is the law's unless given."""
    amount = Decimal(gross)
    return WantedLine(
        kind=more.pop("kind", LineKind.GOODS),  # type: ignore[arg-type]
        name=more.pop("name", "Goods"),  # type: ignore[arg-type]
        quantity=Decimal(quantity),
        gross=amount,
        tax=vat_inside(amount, Decimal(percent)) if tax is None else Decimal(tax),
        vat=more.pop("vat", Vat(Decimal(percent))),  # type: ignore[arg-type]
        **more,  # type: ignore[arg-type]
    )


def payable(lines: list[WantedLine]) -> Decimal:
    return sum((line.gross for line in lines), ZERO)


def fitted(lines: list[WantedLine], arithmetic: Arithmetic, **options: object) -> Fit:
    """The fit of lines that must fit, already checked."""
    outcome = fit(lines, payable(lines), arithmetic, **options)  # type: ignore[arg-type]
    assert isinstance(outcome, Fit), outcome
    check(lines, payable(lines), arithmetic, outcome)
    return outcome


def misfitted(lines: list[WantedLine], arithmetic: Arithmetic, **options: object) -> Misfit:
    outcome = fit(lines, payable(lines), arithmetic, **options)  # type: ignore[arg-type]
    assert isinstance(outcome, Misfit), outcome
    assert Choice.CORRECT_ORDER in outcome.choices
    assert outcome.message.render()
    return outcome


def rows(outcome: Fit) -> list[tuple[str, str, str]]:
    """Kind, quantity and price of every line, for comparison."""
    return [(line.kind.value, str(line.quantity), str(line.price)) for line in outcome.lines]


def check(lines: list[WantedLine], paid: Decimal, arithmetic: Arithmetic, outcome: Fit) -> None:
    """Demands (a) to (c), and that the document is one the system can take."""
    totals = compute(outcome.lines, arithmetic, outcome.totals.rounding)
    assert totals == outcome.totals
    assert totals.payable == paid
    _check_rates(lines, outcome)
    _check_rows(outcome, arithmetic)
    _check_discounts(outcome)
    _check_quantities(lines, outcome)


def _check_rates(lines: list[WantedLine], outcome: Fit) -> None:
    gross: dict[tuple[str, Decimal], Decimal] = defaultdict(Decimal)
    tax: dict[tuple[str, Decimal], Decimal] = defaultdict(Decimal)
    count: dict[tuple[str, Decimal], int] = defaultdict(int)
    for line in lines:
        key = (line.vat.category, line.vat.percent)
        gross[key] += line.gross
        tax[key] += line.tax
        count[key] += 1
    rounding_lines = [line for line in outcome.lines if line.kind is LineKind.ROUNDING]
    for added in rounding_lines:
        gross[_key(added)] += added.quantity * added.price
    for row in outcome.totals.rows:
        key = (row.category, row.percent)
        rounded_off = CENT if outcome.step.endswith("+R") else ZERO
        parts_of_a_cent = abs(gross[key] - rounded(gross[key]))
        assert abs(row.gross - gross[key]) <= rounded_off + (CENT if parts_of_a_cent else ZERO)
        near_shop = abs(row.vat - tax[key]) <= max(CENT, CENT * ((count[key] + 1) // 2))
        assert near_shop or abs(row.vat - vat_inside(row.gross, row.percent)) <= CENT
    if all(amount == rounded(amount) for amount in gross.values()):
        differences = [abs(row.gross - gross[row.category, row.percent]) for row in outcome.totals.rows]
        allowed = abs(outcome.totals.rounding) + sum((line.price for line in rounding_lines), ZERO)
        assert sum(differences, ZERO) <= allowed, "a cent moved from one rate to another"


def _check_rows(outcome: Fit, arithmetic: Arithmetic) -> None:
    for line in outcome.lines:
        entry = Entry.GROSS if line.price_includes_vat else Entry.NET
        assert entry in arithmetic.entries or line.kind is LineKind.ROUNDING
        assert line.price == rounded(line.price, arithmetic.price_decimals)
        assert line.price >= 0 or line.kind is LineKind.DISCOUNT
    if not arithmetic.discount_lines:
        assert all(line.kind is not LineKind.DISCOUNT for line in outcome.lines)
    if not arithmetic.rounding_field:
        assert outcome.totals.rounding == 0


def _check_discounts(outcome: Fit) -> None:
    for index, line in enumerate(outcome.lines):
        if line.kind is LineKind.DISCOUNT:
            above = outcome.lines[index - line.covers : index]
            assert abs(line.quantity) == 1
            assert line.price <= 0
            assert 0 < line.covers == len(above)
            assert {_key(row) for row in above} == {_key(line)}


def _key(line: DraftLine) -> tuple[str, Decimal]:
    return line.vat.category, line.vat.percent


def _check_quantities(lines: list[WantedLine], outcome: Fit) -> None:
    """A split never changes how much is sold: stock follows these lines."""
    sold: dict[str, Decimal] = defaultdict(Decimal)
    for line in lines:
        if line.code:
            sold[line.code] += line.quantity
    stated: dict[str, Decimal] = defaultdict(Decimal)
    for row in outcome.lines:
        if row.code:
            stated[row.code] += row.quantity
    assert stated == sold
