"""From a cart to its figures in one currency: every row, the shipping and the order's totals."""

from collections.abc import Sequence
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from facturier.shops.magento.sandbox.amounts import ZERO, cents
from facturier.shops.magento.sandbox.arithmetic import (
    Calculator,
    Priced,
    Taxed,
    percent_off,
    spread,
)
from facturier.shops.magento.sandbox.basket import Basket, Coupon, Item

NOTHING = Taxed(ZERO, ZERO, ZERO, ZERO, ZERO, ZERO, ZERO)


class Reckoning(Struct, frozen=True):
    """`rows` follow `carriers(basket)`. `fee` and `credit` are a module's, beside Magento's own sums."""

    rows: list[Taxed]
    shipping: Taxed
    fee: Decimal = ZERO
    credit: Decimal = ZERO

    @property
    def subtotal(self) -> Decimal:
        return sum((row.row_total for row in self.rows), ZERO)

    @property
    def subtotal_incl_tax(self) -> Decimal:
        return sum((row.row_total_incl_tax for row in self.rows), ZERO)

    @property
    def discount(self) -> Decimal:
        """Of rows and shipping, positive."""
        return sum((row.discount for row in self.rows), self.shipping.discount)

    @property
    def tax(self) -> Decimal:
        return sum((row.tax for row in self.rows), self.shipping.tax)

    @property
    def compensation(self) -> Decimal:
        return sum((row.compensation for row in self.rows), ZERO)

    @property
    def grand_total(self) -> Decimal:
        own = self.subtotal - self.discount + self.shipping.row_total + self.tax
        return own + self.compensation + self.shipping.compensation + self.fee - self.credit


def carriers(basket: Basket) -> list[tuple[Item, Decimal]]:
    """The cart's products that carry money, each with its quantity."""
    found: list[tuple[Item, Decimal]] = []
    for item in basket.items:
        if item.children_carry:
            found += [(child, child.quantity * item.quantity) for child in item.children]
        else:
            found.append((item, item.quantity))
    return found


def reckon(basket: Basket, rate: Decimal = Decimal(1)) -> Reckoning:
    """The figures of `basket` in the currency of which `rate` make one of the base currency."""
    rows = [Priced(cents(item.paid_price * rate), quantity, item.rate) for item, quantity in carriers(basket)]
    rows = [
        replace(row, discount=discount)
        for row, discount in zip(rows, _discounts(basket.coupon, rows, rate), strict=True)
    ]
    calculator = Calculator(basket.rules)
    taxed = [calculator.tax(row) for row in rows]
    return Reckoning(
        taxed, _shipping(basket, calculator, rate), cents(basket.fee * rate), cents(basket.credit * rate)
    )


def _discounts(coupon: Coupon | None, rows: Sequence[Priced], rate: Decimal) -> list[Decimal]:
    if coupon is None:
        return [ZERO] * len(rows)
    if coupon.percent:
        return percent_off(rows, coupon.percent)
    return spread(cents(coupon.fixed * rate), rows)


def _shipping(basket: Basket, calculator: Calculator, rate: Decimal) -> Taxed:
    carriage = basket.carriage
    if carriage is None:
        return NOTHING
    return calculator.tax(
        Priced(cents(carriage.amount * rate), Decimal(1), carriage.rate, cents(carriage.discount * rate))
    )
