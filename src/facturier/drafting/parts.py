"""How much of each order line this document takes.

Everything is cumulative: what has been reached by now, less what earlier documents took. So any series
of parts adds up to the order to the cent, whichever way it is cut.
"""

from decimal import Decimal
from enum import StrEnum

from msgspec import Struct

from facturier.drafting.choices import QuantitySource
from facturier.drafting.context import ClaimedLine
from facturier.model.finding import Finding, Severity
from facturier.model.kinds import LineKind
from facturier.model.message import say
from facturier.model.money import ZERO, rounded
from facturier.model.order import Order, OrderLine

ONE = Decimal(1)
_THINGS = frozenset({LineKind.GOODS, LineKind.UNKNOWN})
_CARRIAGE = frozenset({LineKind.SHIPPING, LineKind.FEE})


class Portion(Struct, frozen=True):
    """A share of an order line: amounts as on the line (after discount, VAT included), for `quantity`."""

    line: OrderLine
    quantity: Decimal
    gross: Decimal
    tax: Decimal
    discount: Decimal


class Part(Struct, frozen=True):
    """portions: empty when nothing is new. last: nothing is left after this document."""

    portions: tuple[Portion, ...]
    last: bool
    findings: tuple[Finding, ...] = ()

    @property
    def takes(self) -> tuple[ClaimedLine, ...]:
        return tuple(ClaimedLine(one.line.id, one.quantity, one.gross) for one in self.portions)


class _Pace(Struct, frozen=True):
    """How far the order has come: `begun` at all, and the share of its counted value reached."""

    begun: bool
    share: Decimal


class _Step(StrEnum):
    """COUNTED: the shop counts it. ONCE: whole, with the first part. BY_VALUE: as the goods progress."""

    COUNTED = "counted"
    ONCE = "once"
    BY_VALUE = "by_value"


# Asked for on every line, and Python 3.11 is slow at finding a member in its class.
_COUNTED, _ONCE, _BY_VALUE = _Step


def take(order: Order, source: QuantitySource, claimed: tuple[ClaimedLine, ...]) -> Part:
    """The portions of `order` that are due now, in the order's currency.

    Goods follow the shop's counts; services and sold gift cards too, but they never wait for a parcel;
    shipping and fees come whole with the first part; discounts, deposits and other amounts without a
    count follow the value of the goods. Of the latter the quantity shown is 1.

    As ordered everything is due at once, and nothing was taken before.
    """
    if source is QuantitySource.ORDERED:
        return _whole(order)
    taken = _sums(claimed)
    steps = [_step(line, source) for line in order.lines]
    pace = _pace(order, steps, source, bool(claimed))
    portions = []
    findings = _gone(order, taken)
    last = True
    for line, step in zip(order.lines, steps, strict=True):
        target = _target(line)
        reached = _reached(line, step, target, source, pace)
        last = last and reached == target
        portion = _portion(line, reached, taken.get(line.id), step)
        if portion is None:
            continue
        if portion.quantity <= 0 or portion.gross * line.gross < 0:
            findings.append(_edited(line))
        portions.append(portion)
    return Part(tuple(portions), last, tuple(findings))


def _whole(order: Order) -> Part:
    """The order at once, as nearly every order goes."""
    portions = []
    for line in order.lines:
        portion = _portion(line, _target(line), None, _step(line, QuantitySource.ORDERED))
        if portion is not None:
            portions.append(portion)
    return Part(tuple(portions), True, tuple([_edited(one.line) for one in portions if one.quantity < 0]))


def _sums(claimed: tuple[ClaimedLine, ...]) -> dict[str, ClaimedLine]:
    sums: dict[str, ClaimedLine] = {}
    for one in claimed:
        before = sums.get(one.line, ClaimedLine(one.line))
        sums[one.line] = ClaimedLine(one.line, before.quantity + one.quantity, before.gross + one.gross)
    return sums


def _step(line: OrderLine, source: QuantitySource) -> _Step:
    if line.kind in _THINGS:
        return _COUNTED
    if line.kind is LineKind.SERVICE or (line.kind is LineKind.GIFT_CARD and line.gross >= 0):
        return _ONCE if source is QuantitySource.SHIPPED else _COUNTED
    return _ONCE if line.kind in _CARRIAGE else _BY_VALUE


def _target(line: OrderLine) -> Decimal:
    return line.quantity.ordered - line.quantity.cancelled


def _count(line: OrderLine, target: Decimal, source: QuantitySource) -> Decimal:
    quantity = line.quantity
    return min(quantity.invoiced if source is QuantitySource.INVOICED else quantity.shipped, target)


def _pace(order: Order, steps: list[_Step], source: QuantitySource, claimed: bool) -> _Pace:
    whole = done = ZERO
    begun, complete = claimed, True
    for line, step in zip(order.lines, steps, strict=True):
        if step is not _COUNTED or not line.quantity.ordered:
            continue
        target = _target(line)
        count = _count(line, target, source)
        begun = begun or count > 0
        complete = complete and count == target
        whole += line.gross * target / line.quantity.ordered
        done += line.gross * count / line.quantity.ordered
    if complete:
        return _Pace(True, ONE)
    return _Pace(begun, done / whole if whole else ZERO)


def _reached(line: OrderLine, step: _Step, target: Decimal, source: QuantitySource, pace: _Pace) -> Decimal:
    if step is _COUNTED:
        return _count(line, target, source)
    if step is _ONCE:
        return target if pace.begun else ZERO
    return target * pace.share


def _portion(line: OrderLine, reached: Decimal, taken: ClaimedLine | None, step: _Step) -> Portion | None:
    ordered = line.quantity.ordered
    whole = reached == ordered
    gross = line.gross if whole else rounded(line.gross * reached / ordered)
    quantity = reached
    if taken is not None:
        gross -= taken.gross
        quantity -= taken.quantity
    if not gross and not (quantity and step is _COUNTED):
        return None
    if step is _BY_VALUE and (taken is not None or not whole):
        quantity = ONE
    if gross == line.gross:
        return Portion(line, quantity, gross, line.tax, line.discount)
    share = gross / line.gross if line.gross else ZERO
    return Portion(line, quantity, gross, rounded(line.tax * share), rounded(line.discount * share))


def _gone(order: Order, taken: dict[str, ClaimedLine]) -> list[Finding]:
    if not taken:
        return []
    known = {line.id for line in order.lines}
    message = say(
        "A line that an earlier document already invoiced is no longer on the order. "
        "Credit that document, then issue anew."
    )
    return [
        Finding(Severity.HOLD, "PART-GONE", f"lines.{one.line}", message)
        for one in taken.values()
        if one.line not in known and (one.gross or one.quantity)
    ]


def _edited(line: OrderLine) -> Finding:
    message = say(
        "An earlier document invoiced more of %(line)s than the order now shows. Credit that document first.",
        line=line.name or line.id,
    )
    return Finding(Severity.HOLD, "PART-EDITED", f"lines.{line.id}", message)
