"""What a document says now: its sum, its payments, whether it stands."""

from datetime import datetime

from facturier.model.document import Statement
from facturier.model.money import total
from facturier.systems.book import rows
from facturier.systems.book.models import Document, Fact


def stated(document: Document, now: datetime) -> Statement:
    facts = rows.some(Fact, "WHERE document_id = %s", document.pk)
    paid = total(one.amount for one in facts if one.what == Fact.What.PAID and one.amount is not None)
    return Statement(
        at=now,
        total=document.total,
        paid=paid,
        unpaid=document.total - paid,
        vat=document.vat,
        cancelled=any(one.what == Fact.What.CANCELLED for one in facts),
    )
