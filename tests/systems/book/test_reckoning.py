"""The book's own arithmetic is the one it declares: two programs that must always agree."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as some
from tests.systems.book.desk import draft, line

from facturier.drafting.totals import compute
from facturier.model.draft import DraftLine, Vat
from facturier.model.kinds import LineKind, VatCategory
from facturier.systems.book.reckoning import ARITHMETIC, PRICE_DECIMALS, totals, wrong

PRICES = some.decimals("-10000", "10000", places=4) | some.decimals("0", "100", places=PRICE_DECIMALS)
QUANTITIES = some.decimals("-100", "100", places=3)
VATS = some.builds(
    Vat,
    percent=some.sampled_from([Decimal(21), Decimal(11), Decimal("5.5"), Decimal(0)]),
    category=some.sampled_from([VatCategory.STANDARD, VatCategory.EXEMPT]),
)
LINES = some.builds(
    DraftLine,
    kind=some.sampled_from([LineKind.GOODS, LineKind.DISCOUNT]),
    name=some.just("Produs"),
    quantity=QUANTITIES,
    price=PRICES,
    price_includes_vat=some.booleans(),
    vat=VATS,
)


@given(lines=some.lists(LINES, min_size=1, max_size=12), cents=some.integers(-1, 1))
def test_it_computes_what_drafting_computes(lines: list[DraftLine], cents: int) -> None:
    rounding = Decimal(cents) / 100
    expected = compute(lines, ARITHMETIC, rounding)
    assert totals(lines, rounding) == expected
    assert not wrong(draft(*lines, totals=expected))


@given(lines=some.lists(LINES, min_size=1, max_size=4), cents=some.sampled_from([-1, 1]), net=some.booleans())
def test_a_cent_that_is_elsewhere_is_told(lines: list[DraftLine], cents: int, net: bool) -> None:
    """Moved between base and VAT, or added: no total is taken on trust."""
    told = compute(lines, ARITHMETIC)
    first = told.rows[0]
    cent = Decimal(cents) / 100
    moved = type(first)(first.category, first.percent, first.base + cent, first.vat - cent * (not net))
    assert wrong(draft(*lines, totals=type(told)((moved, *told.rows[1:]))))


def test_a_rounding_is_a_cent_for_each_rate_at_most() -> None:
    one = line("121.00")
    assert not wrong(draft(one, totals=compute([one], ARITHMETIC, Decimal("0.01"))))
    assert wrong(draft(one, totals=compute([one], ARITHMETIC, Decimal("0.02"))))
    assert wrong(draft(one, totals=compute([one], ARITHMETIC, Decimal("0.005"))))
