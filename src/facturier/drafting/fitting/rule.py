"""The declared arithmetic for one VAT rate and one way of entering prices.

`drafting.totals` says what the rule is; this asks it the questions of a search: what do these rows
come to, and which amount would come to that?
"""

from decimal import Decimal

from msgspec import Struct

from facturier.drafting.totals import HUNDRED, vat_added, vat_contained
from facturier.model.arithmetic import Arithmetic, Entry, VatPer
from facturier.model.money import ZERO, rounded

Row = tuple[Decimal, Decimal]
"""Quantity and unit price."""
Pieces = tuple[Row, ...]
"""Rows of one line."""


class Rule(Struct, frozen=True):
    """amounts are as entered: gross where `includes_vat`, else net. unit: the smallest amount."""

    percent: Decimal
    includes_vat: bool
    per_line: bool
    places: int
    unit: Decimal

    @classmethod
    def of(cls, percent: Decimal, entry: Entry, arithmetic: Arithmetic) -> "Rule":
        return cls(
            percent=percent,
            includes_vat=entry is Entry.GROSS,
            per_line=arithmetic.vat_per is VatPer.LINE,
            places=arithmetic.amount_decimals,
            unit=Decimal(1).scaleb(-arithmetic.amount_decimals),
        )

    def row(self, quantity: Decimal, price: Decimal) -> tuple[Decimal, Decimal]:
        """Amount and VAT of one row; see `weigh`."""
        amount = rounded(quantity * price, self.places)
        if not self.per_line:
            return amount, ZERO
        return amount, self._vat_of(amount)

    def weigh(self, pieces: Pieces) -> tuple[Decimal, Decimal]:
        """Amount and VAT of these rows; VAT is zero where it is computed per rate."""
        amount, vat = self.row(*pieces[0])
        for quantity, price in pieces[1:]:
            more, more_vat = self.row(quantity, price)
            amount += more
            vat += more_vat
        return amount, vat

    def counted(self, amount: Decimal, vat: Decimal) -> Decimal:
        """The figure that sums over lines and decides the gross of the rate; see `goal`."""
        return amount + vat if self.per_line and not self.includes_vat else amount

    def goal(self, gross: Decimal) -> Decimal | None:
        """What the counted figures must sum to for this gross; None where no base gives it.

        With net entry and VAT per rate only about 1 / (1 + r) of all gross amounts exist.
        """
        if self.includes_vat or self.per_line:
            return gross
        return self.net_giving(gross)

    def amount_counting(self, counted: Decimal) -> Decimal | None:
        """The amount of a single row whose counted figure is this, if there is one."""
        if self.per_line and not self.includes_vat:
            return self.net_giving(counted)
        return counted

    def net_giving(self, gross: Decimal) -> Decimal | None:
        """The net amount that gives exactly `gross` with VAT on top, if there is one."""
        net = self.net_of(gross)
        return net if net + vat_added(net, self.percent, self.places) == gross else None

    def net_of(self, gross: Decimal) -> Decimal:
        """The net amount under the law, rounded once."""
        return rounded(gross * HUNDRED / (HUNDRED + self.percent), self.places)

    def vat_of_rate(self, amount: Decimal, vats: Decimal) -> Decimal:
        """VAT of the rate, out of the sums of what `weigh` gave."""
        return vats if self.per_line else self._vat_of(amount)

    def _vat_of(self, amount: Decimal) -> Decimal:
        if self.includes_vat:
            return vat_contained(amount, self.percent, self.places)
        return vat_added(amount, self.percent, self.places)
