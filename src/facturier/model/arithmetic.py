"""How a system computes totals, as it declares it. The one thing fitting must never get wrong."""

from enum import StrEnum

from msgspec import Struct


class Entry(StrEnum):
    NET = "net"
    GROSS = "gross"


class VatPer(StrEnum):
    LINE = "line"
    RATE = "rate"


class Arithmetic(Struct, frozen=True, omit_defaults=True):
    """See `drafting.totals.compute` for the exact rule behind each combination.

    entries: ways in which unit prices may be entered; gross first means gross is offered.
    price_decimals: most decimals of a unit price. amount_decimals: of line amounts and totals.
    discount_lines: a separate line with a negative amount is possible.
    rounding_field: the document has a payable rounding amount (EN 16931 BT-114).
    proved: the rule is documented or was learned from the account; False while it is only believed.
    """

    entries: tuple[Entry, ...]
    vat_per: VatPer
    price_decimals: int = 2
    amount_decimals: int = 2
    discount_lines: bool = True
    rounding_field: bool = False
    proved: bool = False
