"""Which lines of a document are taken back, and how much of each, as a person typed it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from facturier.drafting.context import ClaimedLine
from facturier.drafting.credit_choice import share_of
from facturier.drafting.credit_shares import Left
from facturier.flows.credit import chosen
from facturier.model.message import Message, say

WHOLE = "whole"


@dataclass
class CreditLine:
    """place: names its two fields. Quantity and amount are kept as they were typed."""

    place: int
    key: str
    left: Left
    quantity: str = ""
    amount: str = ""
    error: Message | None = None

    def read(self) -> ClaimedLine | None:
        """What is taken back; an empty amount is the quantity's share. None for nothing, or an error."""
        if not self.quantity and not self.amount:
            return None
        quantity, amount = _number(self.quantity or "0"), _number(self.amount or "0")
        if quantity is None or amount is None:
            self.error = say("Enter numbers, such as 1 and 19.90.")
            return None
        if not self.amount:
            amount = share_of(self.left, quantity)
        return ClaimedLine(self.key, quantity, amount)


class CreditForm:
    """`fits`: it can be asked about. `facts`: of the wish. refused: why the flows would not grant it."""

    def __init__(self, left: Mapping[str, Left], posted: Mapping[str, str] | None = None) -> None:
        typed = posted or {}
        self.lines = [
            CreditLine(
                place,
                key,
                one,
                typed.get(f"quantity-{place}", "").strip(),
                typed.get(f"amount-{place}", "").strip(),
            )
            for place, (key, one) in enumerate(left.items())
            if one.gross
        ]
        self.how = typed.get("how", "")
        self.why = typed.get("why", "").strip()
        self.errors: list[Message] = []
        self.refused: Message | None = None
        self.facts: dict[str, Any] = {}
        if posted is not None:
            self._read()

    @property
    def fits(self) -> bool:
        return not self.errors and not any(line.error for line in self.lines)

    def _read(self) -> None:
        if not self.why:
            self.errors.append(say("Say why: the reason stays with the order."))
        if self.how == WHOLE:
            self.facts = {"whole": True}
            return
        taken = [one for line in self.lines if (one := line.read()) is not None]
        if not taken and not any(line.error for line in self.lines):
            self.errors.append(say("Say what is credited: a quantity or an amount of at least one line."))
        self.facts = chosen(taken)


def _number(text: str) -> Decimal | None:
    try:
        found = Decimal(text.replace(" ", "").replace(",", "."))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None
