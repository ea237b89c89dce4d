"""What a person chooses to take back of an issued document, never more than is left of it (invariant I8)."""

from collections.abc import Mapping
from decimal import Decimal

from msgspec import Struct

from facturier.drafting.context import ClaimedLine
from facturier.drafting.credit_shares import Left, Shares
from facturier.model.finding import Finding, Severity
from facturier.model.message import Message, say
from facturier.model.money import rounded


class Choice(Struct, frozen=True):
    """Of each line so many things for so much money, in the document's currency. No things: only money goes back."""

    lines: tuple[ClaimedLine, ...]


def of_choice(choice: Choice, left: Mapping[str, Left]) -> Shares:
    """Exactly what was chosen, or findings that say why it cannot be."""
    findings = [finding for one in choice.lines if (finding := _trouble(one, left.get(one.line)))]
    return Shares({one.line: one for one in choice.lines}, {}, tuple(findings))


def share_of(left: Left, quantity: Decimal) -> Decimal:
    """What so many things of a line came to, to the cent; all that are left came to all that is left."""
    if not left.quantity or quantity == left.quantity:
        return left.gross
    return rounded(left.gross * quantity / left.quantity)


def _trouble(one: ClaimedLine, left: Left | None) -> Finding | None:
    if left is None:
        return _hold("CREDIT-LINE", one.line, say("The document has no line %(line)s.", line=one.line))
    if not one.gross or one.quantity < 0 or rounded(one.gross) != one.gross:
        message = say(
            "%(line)s: enter the amount to give back, in whole cents, and a quantity that is not below zero.",
            line=left.name,
        )
        return _hold("CREDIT-AMOUNT", one.line, message)
    if one.quantity > left.quantity or abs(one.gross) > abs(left.gross) or one.gross * left.gross < 0:
        message = say(
            "%(line)s: only %(left)s for %(amount)s can still be credited.",
            line=left.name,
            left=f"{left.quantity.normalize():f}",
            amount=left.gross,
        )
        return _hold("CREDIT-EXCEEDS", one.line, message)
    return None


def _hold(code: str, line: str, message: Message) -> Finding:
    return Finding(Severity.HOLD, code, f"lines.{line}", message)
