"""The two answers of fitting."""

from decimal import Decimal
from enum import StrEnum

from msgspec import Struct

from facturier.model.draft import DraftLine
from facturier.model.message import Message
from facturier.model.money import ZERO
from facturier.model.totals import Totals


class Step(StrEnum):
    """How far a document had to move from what the shop shows, prettiest first.

    S1 as the shop shows it. S2 more price decimals. S3 the discount line absorbs the cent. S4 a quantity
    stands on two lines. S5 the same for a cent of VAT. S6 one cent on one line. The quantity of a line is
    never changed: the law wants it stated, and stock follows it.
    """

    S1 = "S1"
    S2 = "S2"
    S3 = "S3"
    S4 = "S4"
    S5 = "S5"
    S6 = "S6"


class Reason(StrEnum):
    """Why nothing fits.

    LINES_TOTAL: the order's lines are not what the buyer pays. UNREACHABLE: the system cannot state this
    gross amount. VAT_RATE: it can, but not with VAT that the law or the shop would recognise.
    QUANTITY: a line has a price but no quantity. UNPROVED: the final check failed, which only an error
    in this room can cause.
    """

    LINES_TOTAL = "LINES-TOTAL"
    UNREACHABLE = "UNREACHABLE"
    VAT_RATE = "VAT-RATE"
    QUANTITY = "QUANTITY"
    UNPROVED = "UNPROVED"


class Choice(StrEnum):
    """What a person may choose for a misfit; the first two become arguments of `fit`."""

    ROUNDING_LINE = "rounding-line"
    MORE_DECIMALS = "more-decimals"
    CORRECT_ORDER = "correct-order"


class Fit(Struct, frozen=True):
    """Lines under which the declared arithmetic gives exactly what the buyer pays.

    step: the ugliest step that any rate needed; `+R` after it where a rounding amount carries the cent.
    notes: what was done that the shop does not show, for the draft.
    """

    lines: tuple[DraftLine, ...]
    totals: Totals
    step: str
    notes: tuple[Message, ...] = ()


class Misfit(Struct, frozen=True):
    """Nothing fits, so nothing is issued. message: where the cent went. setting: what to change in the shop.

    difference: wanted minus the nearest that can be stated, in the document's currency; zero without such a
    figure.
    """

    code: Reason
    message: Message
    choices: tuple[Choice, ...]
    setting: Message | None = None
    difference: Decimal = ZERO
