"""Refunds that were made before the invoice: what is left of the sale."""

from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from facturier.drafting.shares import share_out
from facturier.model.finding import Finding, Severity
from facturier.model.message import Message, say
from facturier.model.money import ZERO, are_rounded, rounded, total
from facturier.model.order import Order, OrderLine, Refund


class Netted(Struct, frozen=True):
    order: Order
    findings: tuple[Finding, ...] = ()


def net(order: Order) -> Netted:
    """The order as if the refunded things had never been on it, in the order's currency.

    Money returned for no line in particular lowers all remaining lines in proportion to their gross.
    """
    findings = []
    lines = {line.id: line for line in order.lines}
    for refund in order.refunds:
        trouble = _trouble(refund, lines)
        if trouble:
            findings.append(trouble)
            continue
        for part in refund.lines:
            lines[part.line] = _less(lines[part.line], part.quantity, part.gross)
        _bear(refund.adjustment, lines)
    findings += [_kept(line) for line in lines.values() if line.gross and line.quantity.ordered <= 0]
    if findings:
        return Netted(order, tuple(findings))
    left = tuple(line for line in lines.values() if line.gross or line.quantity.ordered > 0)
    payable = order.payable - total(refund.gross for refund in order.refunds)
    return Netted(replace(order, lines=left, payable=payable))


def _less(line: OrderLine, quantity: Decimal, gross: Decimal) -> OrderLine:
    left = line.gross - gross
    kept = left / line.gross if line.gross else ZERO
    return replace(
        line,
        gross=left,
        tax=rounded(line.tax * kept),
        discount=rounded(line.discount * kept),
        quantity=replace(
            line.quantity,
            ordered=line.quantity.ordered - quantity,
            invoiced=max(ZERO, line.quantity.invoiced - quantity),
            shipped=max(ZERO, line.quantity.shipped - quantity),
        ),
    )


def _bear(adjustment: Decimal, lines: dict[str, OrderLine]) -> None:
    if not adjustment:
        return
    bearing = [line for line in lines.values() if line.gross > 0]
    for line, share in zip(bearing, share_out(adjustment, [line.gross for line in bearing]), strict=True):
        lowered = _less(line, ZERO, share)
        lines[line.id] = replace(lowered, discount=line.discount + share)


def _trouble(refund: Refund, lines: dict[str, OrderLine]) -> Finding | None:
    if refund.gross != total(part.gross for part in refund.lines) + refund.adjustment:
        message = say(
            "The refund %(refund)s does not add up to %(gross)s. Correct it in the shop.",
            refund=refund.id,
            gross=refund.gross,
        )
        return _hold("REFUND-SUM", message)
    for part in refund.lines:
        line = lines.get(part.line)
        if line is None or part.quantity > line.quantity.ordered or abs(part.gross) > abs(line.gross):
            message = say(
                "The refund %(refund)s returns more of line %(line)s than was sold. Correct it in the shop.",
                refund=refund.id,
                line=part.line,
            )
            return _hold("REFUND-LINE", message)
    positive = total(line.gross for line in lines.values() if line.gross > 0)
    left = positive - total(part.gross for part in refund.lines)
    if refund.adjustment < 0 or refund.adjustment > left or not are_rounded([refund.adjustment]):
        message = say(
            "The refund %(refund)s has an adjustment of %(amount)s that the remaining lines cannot bear. "
            "Let the route invoice the whole order and then credit it.",
            refund=refund.id,
            amount=refund.adjustment,
        )
        return _hold("REFUND-ADJUSTMENT", message)
    return None


def _kept(line: OrderLine) -> Finding:
    message = say(
        "All of %(line)s was returned but %(gross)s of its price was kept. "
        "Let the route invoice the whole order and then credit it.",
        line=line.name or line.id,
        gross=line.gross,
    )
    return _hold("REFUND-KEPT", message)


def _hold(code: str, message: Message) -> Finding:
    return Finding(Severity.HOLD, code, "refunds", message)
