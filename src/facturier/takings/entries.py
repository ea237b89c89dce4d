"""What an order that counts has in the register: its sale, its refunds, and what a cancellation takes back.

A refund is deducted on the day on which it is made (risoluzione 274/E of 2009: a variation in the register, with the
buyer, the price given back and the goods told by the order). Each at the rates of what was sold.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from facturier.model.cents import apportion, spread
from facturier.model.message import Message, say
from facturier.model.money import CENT, ZERO, rounded, total
from facturier.model.order import Order, OrderState, Refund
from facturier.ports.clock import business_date
from facturier.takings.moment import Course
from facturier.takings.shares import Worth
from facturier.takings.treatment import Share, merged

SALE = "sale"
CANCELLED = "cancelled"


class Entry(NamedTuple):
    """cause: what it is for, the same each time that the order is looked at. day: in the company's calendar."""

    cause: str
    day: date
    shares: Sequence[Share]


class Entries(NamedTuple):
    """refused: why they cannot be said; then there are none."""

    entries: Sequence[Entry] = ()
    refused: Message | None = None


def entries(order: Order, course: Course, worth: Worth, zone: str) -> Entries:
    """Of an order whose sale took place."""
    if course.sold is None:
        raise ValueError("entries of an order that is no sale yet")
    found = [Entry(SALE, business_date(course.sold, zone), _told(worth.shares))]
    for refund in order.refunds:
        shares = _given_back(refund, worth)
        if shares is None:
            return Entries(refused=_unclear(refund))
        found.append(Entry(f"refund:{refund.id}", business_date(refund.at, zone), shares))
    left = _told([share for entry in found for share in entry.shares])
    if total(share.gross for share in left) < 0:
        return Entries(refused=say("More was refunded than the order was worth. Look at it in the shop."))
    if order.state is not OrderState.CANCELLED:
        return Entries(found)
    return _cancelled(order, course, found, left, zone)


def _cancelled(order: Order, course: Course, found: list[Entry], left: list[Share], zone: str) -> Entries:
    """A sale that was undone; unless the shop still has the money and tells of no refund."""
    kept = order.payment.paid - total(refund.gross for refund in order.refunds)
    if left and kept > 0:
        why = say(
            "It was cancelled after it was paid, and the shop tells of no refund over %(kept)s %(currency)s. Enter "
            "the refund in the shop, or leave the order out of the register.",
            kept=kept,
            currency=order.currency,
        )
        return Entries(refused=why)
    if left:
        day = business_date(course.cancelled or order.changed_at, zone)
        found.append(Entry(CANCELLED, day, _negative(left)))
    return Entries(found)


def _given_back(refund: Refund, worth: Worth) -> list[Share] | None:
    """Negative shares: what belongs to a line at its rates, the rest in proportion to what is left of the order."""
    if refund.gross != total(part.gross for part in refund.lines) + refund.adjustment:
        return None
    parts: list[Share] = []
    for part in refund.lines:
        bearing = worth.lines.get(part.line)
        if part.gross and not bearing:
            return None
        parts += _in_proportion(part.gross, bearing or ())
    parts += _in_proportion(refund.adjustment, _told([*worth.shares, *_negative(parts)]))
    sums = merged(parts)
    cents = spread(list(sums.values()), rounded(refund.gross), CENT)
    if total(share.gross for share in parts) != refund.gross or cents is None:
        return None
    return [Share(treatment, -gross) for treatment, gross in zip(sums, cents, strict=True) if gross]


def _in_proportion(amount: Decimal, bearing: Sequence[Share]) -> list[Share]:
    """`amount` over the shares above zero; nothing where none is."""
    above = [share for share in bearing if share.gross > 0]
    if not amount or not above:
        return [Share(bearing[0].treatment, amount)] if amount and bearing else []
    shared = apportion(rounded(amount), [share.gross for share in above], CENT)
    if shared is None or rounded(amount) != amount:
        whole = total(share.gross for share in above)
        return [Share(share.treatment, amount * share.gross / whole) for share in above]
    return [Share(share.treatment, part) for share, part in zip(above, shared, strict=True)]


def _unclear(refund: Refund) -> Message:
    return say(
        "The refund %(refund)s does not add up, or is for a line that is not on the order. Correct it in the shop.",
        refund=refund.id,
    )


def _told(shares: Sequence[Share]) -> list[Share]:
    """One share for each treatment, in an order that never changes."""
    return [Share(treatment, gross) for treatment, gross in sorted(merged(list(shares)).items())]


def _negative(shares: Sequence[Share]) -> list[Share]:
    return [Share(share.treatment, ZERO - share.gross) for share in shares]
