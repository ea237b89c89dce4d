"""The VAT rate of a line: what the order's tax table says of the taxes on it, else what the amounts show.

Older versions name the taxes of a line and not their rates. Then all lines together that bear one tax tell its rate:
that of a screw for 6 cents could be any.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from facturier.model.money import CENT, ZERO, total
from facturier.model.vat import KNOWN, recognised
from facturier.shops.woocommerce.wire import Line, TaxLine, exact

_WIDE = CENT * 2
"""Where a shop rounds prices or taxes of single pieces, a line's tax is a cent or two off."""


class Share(NamedTuple):
    """What of a line bears one rate."""

    percent: Decimal
    net: Decimal
    tax: Decimal


class Rates:
    """The tax table of one order, completed from its lines."""

    def __init__(self, table: Iterable[TaxLine], lines: Sequence[Line]) -> None:
        self._percents: dict[str, Decimal] = {}
        self._compound = set()
        for tax in table:
            name = str(tax.rate_id)
            percent = tax.rate_percent if tax.rate_percent is not None else _shown(name, lines)
            if percent is not None:
                self._percents[name] = exact(percent)
            if tax.compound:
                self._compound.add(name)

    def of(self, line: Line, before: tuple[Decimal, Decimal] | None = None) -> Decimal | None:
        """None where nothing tells it. before: net and tax before the discount, for a line that costs nothing."""
        net, tax = line.total, line.total_tax
        if not net and not tax and before is not None:
            net, tax = before
        stated = self._stated(line)
        if stated is not None and _explains(stated, net, tax):
            return stated
        if not net and not tax:
            return stated if stated is not None else ZERO
        if net < 0 and len(_charged(line)) > 1:
            return None  # a mixture, which looks like some other rate at best
        sign = 1 if net > 0 else -1
        return recognised(sign * net, sign * tax, self._percents.values())

    def shares(self, line: Line) -> list[Share]:
        """Of a discount that WooCommerce took off goods of several rates, in proportion, on one line: what each tax
        on it shows of its own net. Empty for any other line, and where they do not make up the line."""
        told = [(self._percents.get(str(tax.id)), tax.amount) for tax in line.taxes if tax.amount]
        if line.total >= 0 or len(told) < 2 or self._stated(line) is None:
            return []
        shares = [
            Share(percent, amount * 100 / percent, amount) for percent, amount in told if percent and amount
        ]
        apart = total(CENT * 100 / share.percent for share in shares)
        if len(shares) < len(told) or abs(total(share.net for share in shares) - line.total) > apart:
            return []
        return shares

    def _stated(self, line: Line) -> Decimal | None:
        """The rates that were charged together, added up; None where one is not told, or comes on top of others."""
        names = _charged(line)
        if not names or any(name in self._compound or name not in self._percents for name in names):
            return None
        return total(self._percents[name] for name in names)


def _charged(line: Line) -> list[str]:
    return [str(tax.id) for tax in line.taxes if tax.total not in (None, "")]


def _shown(name: str, lines: Sequence[Line]) -> Decimal | None:
    """The rate of a tax by all lines that bear it alone, each of which may be rounded by half a cent; None where more
    than one rate explains them."""
    bearing = [line for line in lines if _charged(line) == [name]]
    net, tax = total(line.total for line in bearing), total(line.total_tax for line in bearing)
    apart = CENT * len(bearing)
    near = [rate for rate in KNOWN if tax and abs(net * rate / 100 - tax) <= apart]
    return near[0] if len(near) == 1 else None


def _explains(percent: Decimal, net: Decimal, tax: Decimal) -> bool:
    return abs(net * percent / 100 - tax) <= max(_WIDE, abs(tax) / 100)
