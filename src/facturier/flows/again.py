"""Wishes to issue again that the order's decision does not fulfil: each of them ends, and a person is told why."""

from collections.abc import Sequence
from datetime import datetime

from facturier.flows import kinds
from facturier.model.kinds import DocumentKind
from facturier.model.message import Message
from facturier.store import sales, undoing, wishes
from facturier.store.models import Document, Order


def why_not(document: Document) -> Message | None:
    """Why it is not undone to be issued again: nothing would be issued."""
    documents = sales.of_order(document.order)
    return kinds.shut(document.order) or kinds.too_late(DocumentKind(document.kind), documents)


def done(order: Order, documents: Sequence[Document], now: datetime) -> None:
    """The order has its document. What that stands in the place of, or what goes before it, is not issued again."""
    if not any(one.retired_at for one in documents):
        return
    for wish in wishes.reissues(order):
        if wish.document is None:
            continue
        if wishes.superseded(wish.document):
            wishes.fulfil(wish, now)
        elif why := kinds.too_late(kind := DocumentKind(wish.document.kind), documents):
            wishes.hold(wish, why, now)
        elif older := sales.progress(documents, kind.document_class).whole:  # it was undone, too
            wishes.hold(wish, undoing.in_its_place(older), now)


def unmet(order: Order, why: Message, now: datetime) -> None:
    """The order gets no document."""
    for wish in wishes.reissues(order):
        wishes.hold(wish, why, now)
