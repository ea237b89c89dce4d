"""What a document says now: its sum, its payments, whether it stands."""

from datetime import datetime

from facturier.model.document import Statement
from facturier.systems.book.models import Document, Fact
from facturier.systems.book.service import reading


def stated(document: Document, now: datetime) -> Statement:
    paid = reading.paid(document)
    return Statement(
        at=now,
        total=document.total,
        paid=paid,
        unpaid=document.total - paid,
        vat=document.vat,
        cancelled=reading.happened(document, Fact.What.CANCELLED),
    )
