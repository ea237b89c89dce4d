"""What the document must come to for one VAT rate, whatever its lines look like."""

from decimal import Decimal

from msgspec import Struct

from facturier.drafting.totals import vat_contained
from facturier.model.money import CENT


class Demand(Struct, frozen=True):
    """gross: of the rate, exactly. tax: the shop's own VAT within it. lines: order lines of the rate."""

    gross: Decimal
    tax: Decimal
    percent: Decimal
    lines: int

    @property
    def tolerance(self) -> Decimal:
        """Half a cent for each line, rounded up to the cent: what rounding per line can explain."""
        return CENT * max(1, (self.lines + 1) // 2)

    @property
    def law_vat(self) -> Decimal:
        """VAT within the gross of the rate, rounded once."""
        return vat_contained(self.gross, self.percent, 2)

    def accepts(self, vat: Decimal) -> bool:
        """Whether it is near the shop's VAT or, since law wins over the shop, within a cent of the law's."""
        off = abs(vat - self.tax)
        return off <= CENT or off <= self.tolerance or abs(vat - self.law_vat) <= CENT
