"""When a sale takes place: when goods are shipped, or paid if that comes first (art. 6 DPR 633/1972).

So cash on delivery counts on the day of shipping, everything else as a rule on the day of payment.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from facturier.model.money import ZERO
from facturier.model.order import Order, OrderState


class Seen(NamedTuple):
    """What the shop said of an order, and when we heard it. Moments are aware UTC."""

    order: Order
    heard_at: datetime


class Course(NamedTuple):
    """When the sale took place, when something was first paid, and when it was cancelled; None: not at all."""

    sold: datetime | None
    begun: datetime | None
    cancelled: datetime | None


def course(history: Sequence[Seen]) -> Course:
    """history: all that the shop said, oldest first; not empty."""
    newest = history[-1].order
    sold = begun = cancelled = None
    before: Seen | None = None
    for seen in history:
        order, at = seen.order, _changed(seen, before)
        if order.state is OrderState.CANCELLED:
            cancelled = cancelled or at
        elif sold is None:
            begun = begun or (_paid_at(order, at) if order.payment.paid > 0 else None)
            sold = _sold(order, at)
        before = seen
    if newest.state is not OrderState.CANCELLED:
        cancelled = None
    return Course(sold, begun, cancelled)


def _sold(order: Order, at: datetime) -> datetime | None:
    """at: when the order came to be as it is."""
    if order.payable <= 0:
        return order.placed_at
    shipped = order.state is OrderState.COMPLETE or any(line.quantity.shipped > ZERO for line in order.lines)
    moments = [_paid_at(order, at)] if order.is_paid and order.payment.paid > 0 else []
    # Shipped before it was first seen so: the payment, whose moment is known better, may have come earlier.
    return min([*moments, *([at] if shipped else [])], default=None)


def _paid_at(order: Order, at: datetime) -> datetime:
    return order.payment.paid_at or at


def _changed(seen: Seen, before: Seen | None) -> datetime:
    """When the order became what `seen` says: by the shop's own word, where that moved on since it was heard before;
    else when it was heard, for some shops never tell when an order changed."""
    told = seen.order.changed_at
    if before is not None and told <= before.order.changed_at:
        return seen.heard_at
    return max(seen.order.placed_at, min(told, seen.heard_at))
