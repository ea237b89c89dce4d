"""What documents say about a sale: whether it is in the invoices, and whether that can still change."""

from collections.abc import Sequence
from datetime import date, datetime

from facturier.model.finding import Severity
from facturier.model.kinds import DocumentClass
from facturier.model.message import Message, say
from facturier.ports.clock import business_date
from facturier.store.models import EXISTS, UNSETTLED, Document, Order, Standing, State
from facturier.takings.judge import Paper


def paper(order: Order, documents: Sequence[Document], elsewhere: str, zone: str) -> Paper | None:
    """The fiscal document of a sale, if it has one, or may have one any moment.

    A document that was credited in full still stands for its sale: both stand in the register of invoices.
    """
    if elsewhere:
        known = order.decided_at or order.heard_at
        return Paper(elsewhere, business_date(known, zone), stands=True)
    standing = [one for one in documents if one.state in EXISTS and not _undone(one)]
    if standing:
        return Paper(str(standing[0]), _day(standing[0], zone), stands=True)
    coming = [one for one in documents if one.state in (State.READY, *UNSETTLED) and not one.retired_at]
    if coming:
        return Paper(str(coming[0]), business_date(coming[0].created_at, zone), stands=False)
    return None


def undecided(order: Order, documents: Sequence[Document], now: datetime) -> Message | None:
    """Why it is not certain that no invoice is made of this order; None where it is."""
    if order.snapshot is not None and order.snapshot.facts is None:
        return say("News of it cannot be read: %(why)s", why=order.snapshot.trouble)
    return _decided(order, documents) or _deciding(order, now)


def _decided(order: Order, documents: Sequence[Document]) -> Message | None:
    """What the last decision left open."""
    if order.closed_by:
        return None
    undone = next((one for one in reversed(documents) if _undone(one)), None)
    if undone is not None and order.standing not in (Standing.WITHDRAWN, Standing.CLOSED):
        return say(
            "Its document %(name)s stands no longer. Issue it again, or close the order: then it counts as takings.",
            name=undone,
        )
    fiscal = order.route is None or order.route.settings.kind.document_class is DocumentClass.FISCAL
    if fiscal and order.standing in (Standing.WAITING, Standing.HELD, Standing.REFUSED):
        return _why(order, documents)
    return None


def _deciding(order: Order, now: datetime) -> Message | None:
    """There is news that nobody has looked at yet."""
    if order.standing == Standing.NEW or (order.look_at is not None and order.look_at <= now):
        return say("It is just being decided whether it is invoiced.")
    return None


def _why(order: Order, documents: Sequence[Document]) -> Message:
    holds = (one.message for one in order.findings if one.severity is Severity.HOLD)
    refused = (one.reason for one in documents if one.state == State.REFUSED and one.reason)
    return order.reason or next(holds, None) or next(refused, None) or _not_known()


def _not_known() -> Message:
    return say("It is not certain yet whether it is invoiced.")


def _undone(document: Document) -> bool:
    """It existed, and exists no longer."""
    return document.cancelled_at is not None or document.gone_at is not None


def _day(document: Document, zone: str) -> date:
    """On which it accounts for the sale: its date, else the day on which it was issued."""
    return document.issued_on or business_date(document.issued_at or document.created_at, zone)
