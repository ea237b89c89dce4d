"""The greatest risk: an order fitted for one arithmetic and computed by another.

Gross entry with two decimals must be right under both VAT rules; every other confusion must show as a
wrong total, or this suite could not tell one arithmetic from the other.
"""

from collections.abc import Callable
from decimal import Decimal

import pytest
from tests.drafting.fitting_checks import ARITHMETICS, wanted
from tests.drafting.random_orders import random_orders

from facturier.drafting.fitting import Fit, Misfit, Reason, document, fit
from facturier.drafting.totals import compute
from facturier.model.arithmetic import Arithmetic, VatPer
from facturier.model.draft import DraftLine
from facturier.model.money import CENT, ZERO, rounded
from facturier.model.totals import Totals

ORDERS = list(random_orders(11, 0, 200))

System = Callable[[tuple[DraftLine, ...], Decimal], Totals]


def with_rule(name: str) -> System:
    return lambda lines, rounding: compute(lines, ARITHMETICS[name], rounding)


def cutting_prices_to_cents(name: str) -> System:
    """A system that rounds every unit price to two decimals before it multiplies."""

    def system(lines: tuple[DraftLine, ...], rounding: Decimal) -> Totals:
        cut = [
            DraftLine(row.kind, row.name, row.quantity, rounded(row.price), row.price_includes_vat, row.vat)
            for row in lines
        ]
        return compute(cut, ARITHMETICS[name], rounding)

    return system


def share_wrong(fitted_for: str, system: System) -> float:
    """Percent of the issued documents whose payable amount is not the order's."""
    issued = wrong = 0
    for order in ORDERS:
        outcome = fit(order.lines, order.payable, ARITHMETICS[fitted_for])
        if isinstance(outcome, Fit):
            issued += 1
            wrong += system(outcome.lines, outcome.totals.rounding).payable != order.payable
    return 100 * wrong / issued


@pytest.mark.parametrize("fitted_for", ["1", "2", "6"])
@pytest.mark.parametrize("computed_by", ["1", "6"])
def test_gross_entry_is_right_under_both_vat_rules(fitted_for: str, computed_by: str) -> None:
    assert share_wrong(fitted_for, with_rule(computed_by)) == 0


@pytest.mark.parametrize("fitted_for", ["1", "6"])
def test_gross_entry_with_two_decimals_survives_rounded_prices(fitted_for: str) -> None:
    assert share_wrong(fitted_for, cutting_prices_to_cents(fitted_for)) == 0


@pytest.mark.parametrize(
    ("fitted_for", "system", "at_least"),
    [
        ("2", cutting_prices_to_cents("2"), 5),
        ("3", with_rule("4"), 20),
        ("4R", with_rule("3"), 20),
        ("5R", cutting_prices_to_cents("5"), 15),
    ],
)
def test_every_other_confusion_shows(fitted_for: str, system: System, at_least: int) -> None:
    assert share_wrong(fitted_for, system) > at_least


def vat_per_rate(lines: tuple[DraftLine, ...], arithmetic: Arithmetic, rounding: Decimal = ZERO) -> Totals:
    return compute(lines, Arithmetic(arithmetic.entries, VatPer.RATE, 4), rounding)


def a_cent_of_rounding(
    lines: tuple[DraftLine, ...], arithmetic: Arithmetic, rounding: Decimal = ZERO
) -> Totals:
    return compute(lines, arithmetic, rounding + CENT)


@pytest.mark.parametrize("other_rule", [vat_per_rate, a_cent_of_rounding])
def test_a_declared_rule_that_the_final_check_contradicts_is_never_issued(
    monkeypatch: pytest.MonkeyPatch, other_rule: Callable[..., Totals]
) -> None:
    """The last computation alone decides: were the search and the rule ever to differ, nothing goes out."""
    monkeypatch.setattr(document, "compute", other_rule)
    lines = [wanted("0.15", name=str(number)) for number in range(5)]

    outcome = fit(lines, Decimal("0.75"), ARITHMETICS["3"])

    assert isinstance(outcome, Misfit)
    assert outcome.code is Reason.UNPROVED
