"""Document totals in EN 16931 terms."""

from decimal import Decimal

from msgspec import Struct

from facturier.model.kinds import VatCategory
from facturier.model.money import ZERO, total


class VatRow(Struct, frozen=True, omit_defaults=True):
    """One row of the VAT breakdown (BG-23): base BT-116, vat BT-117, percent BT-119."""

    category: VatCategory
    percent: Decimal
    base: Decimal
    vat: Decimal

    @property
    def gross(self) -> Decimal:
        return self.base + self.vat


class Totals(Struct, frozen=True, omit_defaults=True):
    """What the document says at its foot. payable = net + vat + rounding (BT-115 before payments)."""

    rows: tuple[VatRow, ...]
    rounding: Decimal = ZERO

    @property
    def net(self) -> Decimal:
        return total([row.base for row in self.rows])

    @property
    def vat(self) -> Decimal:
        return total([row.vat for row in self.rows])

    @property
    def payable(self) -> Decimal:
        return self.net + self.vat + self.rounding
