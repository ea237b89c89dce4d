"""Tax and discounts as Magento computes them (fact sheet, section 5; checked against orders of real shops).

All amounts are in one currency. A catalogue is kept net or gross; tax is always computed after discount.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from enum import StrEnum

from msgspec import Struct

from facturier.shops.magento.sandbox.amounts import HUNDRED, ZERO, cents

_NUDGE = Decimal("0.000001")  # Magento starts its running difference here, so that halves fall one way


class Rounding(StrEnum):
    """Where tax is rounded: on each piece, on each row, or only in the order's total."""

    UNIT = "unit"
    ROW = "row"
    TOTAL = "total"


class Rules(Struct, frozen=True):
    """A shop's tax settings.

    prices_include_tax: the catalogue is gross.
    discount_includes_tax: in a net catalogue, a discount takes its share of tax along (a compensation
    amount appears); a gross catalogue always does.
    """

    prices_include_tax: bool = False
    rounding: Rounding = Rounding.ROW
    discount_includes_tax: bool = False


class Priced(Struct, frozen=True):
    """One row before tax: `price` net or gross as the catalogue is, `discount` for the whole row."""

    price: Decimal
    quantity: Decimal
    rate: Decimal
    discount: Decimal = ZERO


class Taxed(Struct, frozen=True):
    """One row after tax. Totals are before discount, `tax` after it."""

    price: Decimal
    price_incl_tax: Decimal
    row_total: Decimal
    row_total_incl_tax: Decimal
    tax: Decimal
    discount: Decimal
    compensation: Decimal

    @property
    def gross(self) -> Decimal:
        """What the buyer pays for the row."""
        return self.row_total - self.discount + self.tax + self.compensation


class Calculator:
    """One calculation: rows in the order of the cart, shipping last, because rounding by total runs on."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._left: dict[tuple[str, Decimal], Decimal] = {}

    def tax(self, row: Priced) -> Taxed:
        included = self._rules.prices_include_tax
        price = cents(row.price)
        before = self._tax(row, price, ZERO, included, "before")
        entered = cents(price * row.quantity)
        net = entered - before if included else entered
        gross = net + before
        if included or self._rules.discount_includes_tax:
            after = self._tax(row, gross / row.quantity, row.discount, True, "after")
            compensation = before - after
        else:
            after, compensation = self._tax(row, price, row.discount, False, "after"), ZERO
        return Taxed(
            price=cents(net / row.quantity) if included else price,
            price_incl_tax=price if included else cents(gross / row.quantity),
            row_total=net,
            row_total_incl_tax=gross,
            tax=after,
            discount=row.discount,
            compensation=compensation,
        )

    def _tax(self, row: Priced, price: Decimal, discount: Decimal, included: bool, step: str) -> Decimal:
        if self._rules.rounding is Rounding.UNIT:
            each = max(price - discount / row.quantity, ZERO)
            return cents(cents(_share(each, row.rate, included)) * row.quantity)
        exact = _share(max(cents(price * row.quantity) - discount, ZERO), row.rate, included)
        if self._rules.rounding is Rounding.ROW:
            return cents(exact)
        return self._carried(exact, (step, row.rate))

    def _carried(self, exact: Decimal, key: tuple[str, Decimal]) -> Decimal:
        exact += self._left.get(key, _NUDGE)
        rounded = cents(exact)
        self._left[key] = exact - rounded
        return rounded


def _share(amount: Decimal, rate: Decimal, included: bool) -> Decimal:
    return amount * rate / (HUNDRED + rate if included else HUNDRED)


def percent_off(rows: Sequence[Priced], percent: Decimal) -> list[Decimal]:
    """A percentage off each row, in cents; what rounding leaves runs on to the next row."""
    left, shares = ZERO, []
    for row in rows:
        exact = cents(row.price) * row.quantity * percent / HUNDRED + left
        shares.append(cents(exact))
        left = exact - shares[-1]
    return shares


def spread(whole: Decimal, rows: Sequence[Priced]) -> list[Decimal]:
    """A fixed sum off the cart: by each row's share, the last row takes the rest; never below zero."""
    values = [cents(cents(row.price) * row.quantity) for row in rows]
    whole = min(whole, sum(values, ZERO))
    shares, base, left = [], sum(values, ZERO), whole
    for value in values:
        share = cents(left * value / base) if base else ZERO
        shares.append(share)
        base, left = base - value, left - share
    return shares


def compute(rows: Iterable[Priced], rules: Rules) -> list[Taxed]:
    calculator = Calculator(rules)
    return [calculator.tax(row) for row in rows]
