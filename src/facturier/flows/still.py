"""Whether a document that is ready is still what is to be sent."""

from datetime import datetime

from facturier.model.message import Message, say
from facturier.ports.clock import business_date
from facturier.store import undoing
from facturier.store.models import Document


def not_wanted(document: Document) -> Message | None:
    """Why the sale gets no document after all: said while this one was out of the deciders' reach."""
    if document.original_id is not None:
        return None
    if document.order.closed_by:
        return document.order.reason or say("Closed by %(by)s.", by=document.order.closed_by)
    if document.sale.elsewhere:
        return say("Issued elsewhere as %(name)s.", name=document.sale.elsewhere)
    older = undoing.older_that_stands(document)
    return undoing.in_its_place(older) if older else None


def outdated(document: Document, now: datetime) -> bool:
    """Whether the order was heard anew since it was drafted, or the day is another one: rates of exchange and
    of VAT, and the due date, go by the day. A credit follows neither."""
    if document.original_id is not None:
        return False
    newest = document.order.snapshot
    if newest is not None and newest.revision != document.revision:
        return True
    if document.made_from is not None and document.made_from.retired_at is not None:
        return True
    return document.drafted_on != business_date(now, document.company.facts.zone)
