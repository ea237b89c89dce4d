"""The VAT rate of a line: what the order's tax table says of the taxes on it, else what its amounts show."""

from collections.abc import Iterable
from decimal import Decimal

from facturier.model.money import CENT, ZERO, total
from facturier.model.vat import recognised
from facturier.shops.woocommerce.wire import Applied, Line, TaxLine, exact

_WIDE = CENT * 2
"""Where a shop rounds prices or taxes of single pieces, a line's tax is a cent or two off."""


class Rates:
    """The tax table of one order."""

    def __init__(self, table: Iterable[TaxLine]) -> None:
        self._percents: dict[str, Decimal] = {}
        self._compound = set()
        for tax in table:
            if tax.rate_percent is not None:
                self._percents[str(tax.rate_id)] = exact(tax.rate_percent)
            if tax.compound:
                self._compound.add(str(tax.rate_id))

    def of(self, line: Line, before: tuple[Decimal, Decimal] | None = None) -> Decimal | None:
        """None where nothing tells it. before: net and tax before the discount, for a line that costs nothing."""
        net, tax = line.total, line.total_tax
        if not net and not tax and before is not None:
            net, tax = before
        stated = self._stated(line.taxes)
        if stated is not None and _explains(stated, net, tax):
            return stated
        if not net and not tax:
            return stated if stated is not None else ZERO
        sign = 1 if net > 0 else -1
        return recognised(sign * net, sign * tax, self._percents.values())

    def _stated(self, taxes: Iterable[Applied]) -> Decimal | None:
        """The rates that were charged together, added up; None where one is not told, or comes on top of others."""
        charged = [str(tax.id) for tax in taxes if tax.total not in (None, "")]
        if not charged or any(name in self._compound or name not in self._percents for name in charged):
            return None
        return total(self._percents[name] for name in charged)


def _explains(percent: Decimal, net: Decimal, tax: Decimal) -> bool:
    return abs(net * percent / 100 - tax) <= max(_WIDE, abs(tax) / 100)
