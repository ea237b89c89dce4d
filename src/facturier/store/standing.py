"""Where an order stands by its documents."""

from datetime import datetime
from typing import Any

from facturier.model.kinds import DocumentClass, DocumentKind
from facturier.model.message import Message, say
from facturier.store.models import Document, Order, Standing, State

BY_STATE = {
    State.READY: Standing.READY,
    State.HELD: Standing.HELD,
    State.SENDING: Standing.SENDING,
    State.IN_DOUBT: Standing.IN_DOUBT,
    State.HELD_IN_DOUBT: Standing.IN_DOUBT,
    State.ISSUED: Standing.ISSUED,
    State.VERIFIED: Standing.VERIFIED,
    State.DISPUTED: Standing.DISPUTED,
    State.REFUSED: Standing.REFUSED,
    State.WITHDRAWN: Standing.WITHDRAWN,
}
_OF_WHAT_WAS_MADE = (Standing.ISSUED, Standing.VERIFIED, Standing.DISPUTED)


def why_closed(undone: Document) -> Message:
    """What is said of an order by whose last document nothing is owed any more."""
    if undone.gone_at:
        return say("Its document %(name)s was deleted in the system.", name=undone)
    return say("Its document %(name)s was cancelled.", name=undone)


def undone(document: Document, **also: Any) -> None:
    """`document` was just cancelled or deleted. Its order is closed, unless another of its documents stands or is to
    come: then it stands as that one does, or as was decided of what comes next. also: what else to write there."""
    order = Order.objects.select_for_update(no_key=True).get(pk=document.order_id)
    if not order.closed_by:
        left = _left(document)
        if left is None:
            also |= {"standing": Standing.CLOSED, "reason": why_closed(document)}
        elif order.standing in _OF_WHAT_WAS_MADE:
            also |= {"standing": BY_STATE[State(left.state)], "reason": left.reason}
    if also:
        Order.objects.filter(pk=order.pk).update(**also)


def again(document: Document, now: datetime) -> None:
    """`document` stands again, and so does its order, whatever was decided since; it is decided anew."""
    order = Order.objects.filter(pk=document.order_id)
    order.filter(closed_by="").update(standing=BY_STATE[State(document.state)], reason=document.reason)
    order.update(look_at=now)


def _left(undone: Document) -> Document | None:
    """The newest of the order's other documents that stand or are to come. An invoice goes before what it was made
    after, and is not replaced by that when it is undone."""
    rows = Document.objects.filter(order=undone.order_id, original=None, retired_at=None)
    found = list(rows.exclude(state=State.WITHDRAWN).order_by("pk"))
    fiscal = [one for one in found if _is_fiscal(one)]
    left = fiscal if fiscal or _is_fiscal(undone) else found
    return left[-1] if left else None


def _is_fiscal(document: Document) -> bool:
    return DocumentKind(document.kind).document_class is DocumentClass.FISCAL
