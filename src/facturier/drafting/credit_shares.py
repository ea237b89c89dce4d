"""How much of each issued item a refund takes back, never more than is left of it."""

from collections.abc import Iterable
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from facturier.drafting.context import ClaimedLine
from facturier.drafting.issued_lines import Item
from facturier.drafting.shares import share_out
from facturier.model.finding import Finding, Severity
from facturier.model.message import Message, say
from facturier.model.money import CENT, ZERO, rounded, total
from facturier.model.order import Refund, RefundLine

# A whole line is credited as it was issued even where shop and document differ by what fitting moved.
_FITTED = 2 * CENT


class Left(Struct, frozen=True):
    """What of one order line can still be credited, in the document's currency."""

    name: str
    quantity: Decimal
    gross: Decimal


class Shares(Struct, frozen=True):
    """lines: taken back for things returned. adjusted: for nothing in particular; negative if kept back."""

    lines: dict[str, ClaimedLine]
    adjusted: dict[str, Decimal]
    findings: tuple[Finding, ...] = ()

    def gross_of(self, key: str) -> Decimal:
        line = self.lines.get(key)
        return (line.gross if line is not None else ZERO) + self.adjusted.get(key, ZERO)

    @property
    def takes(self) -> tuple[ClaimedLine, ...]:
        """Of each line, things and adjustment together."""
        keys = dict.fromkeys((*self.lines, *self.adjusted))
        quantities = {key: one.quantity for key, one in self.lines.items()}
        return tuple(ClaimedLine(key, quantities.get(key, ZERO), self.gross_of(key)) for key in keys)


def left_of(items: Iterable[Item], already: Iterable[ClaimedLine]) -> dict[str, Left]:
    left: dict[str, Left] = {}
    for item in items:
        before = left.get(item.key, Left(item.line.name, ZERO, ZERO))
        left[item.key] = Left(before.name, before.quantity + item.quantity, before.gross + item.gross)
    for one in already:
        if one.line in left:
            before = left[one.line]
            left[one.line] = Left(before.name, before.quantity - one.quantity, before.gross - one.gross)
    return left


def everything(left: dict[str, Left]) -> Shares:
    """All that is left of all lines."""
    taken = {key: ClaimedLine(key, one.quantity, one.gross) for key, one in left.items()}
    return Shares({key: one for key, one in taken.items() if one.gross or one.quantity}, {})


def of_refund(refund: Refund, left: dict[str, Left], rate: Decimal) -> Shares:
    """What a refund says, at the exchange rate of the original.

    A refund of money alone is all adjustment. So is a deduction that went into the document's prices.
    """
    lines = _by_line(line for line in refund.lines if line.line in left)
    unknown = [line for line in refund.lines if line.line not in left]
    findings = [_unknown(line) for line in unknown if line.gross > 0]
    bare = refund.gross if not refund.lines and not refund.adjustment else refund.adjustment
    if total(line.gross for line in refund.lines) + bare != refund.gross:
        findings.append(_sum(refund))
    taken: dict[str, ClaimedLine] = {}
    for line in lines:
        share = _share(line, left[line.line], rate)
        findings += _exceeding(share, left[line.line])
        taken[line.line] = share
    adjustment = rounded((bare + total(line.gross for line in unknown)) * rate)
    return _adjusted(Shares(taken, {}, tuple(findings)), adjustment, left)


def _by_line(lines: Iterable[RefundLine]) -> list[RefundLine]:
    """What a refund names twice (some pieces whole, others at half their price) is one of the two together."""
    sums: dict[str, RefundLine] = {}
    for line in lines:
        if (before := sums.get(line.line)) is not None:
            line = replace(
                line,
                quantity=before.quantity + line.quantity,
                gross=before.gross + line.gross,
                tax=before.tax + line.tax,
            )
        sums[line.line] = line
    return list(sums.values())


def _adjusted(shares: Shares, amount: Decimal, left: dict[str, Left]) -> Shares:
    """The adjustment laid on lines: more to the buyer on what is left, less on what is being credited."""
    if not amount:
        return shares
    open_now = {key: one.gross - shares.gross_of(key) for key, one in left.items()}
    room = open_now if amount > 0 else {key: one.gross for key, one in shares.lines.items()}
    bearing = {key: gross for key, gross in room.items() if gross > 0}
    most = total(bearing.values())
    if abs(amount) > most:
        return Shares(shares.lines, {}, (*shares.findings, _adjustment(amount, most)))
    adjusted = dict(zip(bearing, share_out(amount, list(bearing.values())), strict=True))
    return Shares(shares.lines, adjusted, shares.findings)


def _share(line: RefundLine, left: Left, rate: Decimal) -> ClaimedLine:
    """Several refunds at an exchange rate are each rounded, and may so come to a cent more than their line."""
    gross = rounded(line.gross * rate)
    rounded_up = rate != 1 and abs(gross) > abs(left.gross)
    if (line.quantity == left.quantity or rounded_up) and abs(gross - left.gross) <= _FITTED:
        gross = left.gross
    return ClaimedLine(line.line, line.quantity, gross)


def _exceeding(share: ClaimedLine, left: Left) -> list[Finding]:
    too_much = abs(share.gross) > abs(left.gross) or share.gross * left.gross < 0
    if not too_much and share.quantity <= left.quantity:
        return []
    message = say(
        "The refund takes back %(quantity)s of %(line)s for %(gross)s, but only %(left)s for %(amount)s "
        "can still be credited. Correct the refund in the shop, or credit by hand.",
        quantity=share.quantity,
        line=left.name,
        gross=share.gross,
        left=left.quantity,
        amount=left.gross,
    )
    return [_hold("CREDIT-EXCEEDS", f"lines.{share.line}", message)]


def _unknown(line: RefundLine) -> Finding:
    message = say("The refund takes back a line that is not on the document (%(line)s).", line=line.line)
    return _hold("CREDIT-LINE", f"lines.{line.line}", message)


def _sum(refund: Refund) -> Finding:
    message = say(
        "The refund %(refund)s does not add up to %(gross)s. Correct it in the shop.",
        refund=refund.id,
        gross=refund.gross,
    )
    return _hold("REFUND-SUM", "refunds", message)


def _adjustment(amount: Decimal, room: Decimal) -> Finding:
    message = say(
        "The refund has an adjustment of %(amount)s, but the lines can bear only %(room)s. "
        "Correct the refund in the shop, or credit by hand.",
        amount=amount,
        room=room,
    )
    return _hold("CREDIT-EXCEEDS", "refunds", message)


def _hold(code: str, field: str, message: Message) -> Finding:
    return Finding(Severity.HOLD, code, field, message)
