"""Whether the lines of an order come to what the buyer pays."""

from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from facturier.drafting.settings import RouteSettings
from facturier.drafting.shares import to_cents
from facturier.drafting.words import Words
from facturier.model.finding import Finding, Severity
from facturier.model.kinds import LineKind
from facturier.model.message import say
from facturier.model.money import CENT, ZERO, are_rounded, rounded, total
from facturier.model.order import Order, OrderLine, Quantities

ROUNDING_LINE = "rounding"


class Summed(Struct, frozen=True):
    order: Order
    findings: tuple[Finding, ...] = ()


def reconcile(order: Order, settings: RouteSettings, words: Words) -> Summed:
    """The order in whole cents, its lines adding up to `payable`; a finding where they do not.

    A shop that rounds only its total, or only that of each VAT rate, gives lines with parts of a cent:
    those are rounded to fit, and so is a total with parts of a cent, which nobody can pay. A real difference
    becomes a rounding line where the route allows one of that size, else it holds.
    """
    if (payable := rounded(order.payable)) != order.payable:
        order = replace(order, payable=payable)
    grosses = [line.gross for line in order.lines]
    gap = order.payable - total(grosses)
    if not gap and are_rounded(grosses):
        return Summed(order)
    if 2 * abs(gap) <= CENT:
        return Summed(_with_grosses(order, to_cents(grosses, order.payable)))
    if total(rounded(gross) for gross in _by_rate(order).values()) == order.payable:
        return Summed(_with_grosses(order, _rounded_by_rate(order)))
    if not (settings.allow_rounding_line and abs(gap) <= settings.largest_gap):
        return Summed(order, (_contradiction(order, gap),))
    line = OrderLine(
        ROUNDING_LINE, LineKind.ROUNDING, words.rounding, Quantities(Decimal(1)), gap, Decimal(0), None
    )
    return reconcile(replace(order, lines=(*order.lines, line)), settings, words)


def _by_rate(order: Order) -> dict[Decimal | None, Decimal]:
    sums: dict[Decimal | None, Decimal] = {}
    for line in order.lines:
        sums[line.vat_percent] = sums.get(line.vat_percent, ZERO) + line.gross
    return sums


def _rounded_by_rate(order: Order) -> list[Decimal]:
    shares = {
        rate: iter(to_cents([line.gross for line in order.lines if line.vat_percent == rate], rounded(gross)))
        for rate, gross in _by_rate(order).items()
    }
    return [next(shares[line.vat_percent]) for line in order.lines]


def _with_grosses(order: Order, grosses: list[Decimal]) -> Order:
    lines = zip(order.lines, grosses, strict=True)
    return replace(order, lines=tuple(replace(line, gross=gross) for line, gross in lines))


def _contradiction(order: Order, gap: Decimal) -> Finding:
    message = say(
        "The lines of the order come to %(lines)s, but the buyer pays %(payable)s (%(gap)s %(currency)s). "
        "A fee or discount is missing. Correct the order, or allow a rounding line in the route.",
        lines=order.payable - gap,
        payable=order.payable,
        gap=gap,
        currency=order.currency,
    )
    return Finding(Severity.HOLD, "TOTAL", "payable", message)
