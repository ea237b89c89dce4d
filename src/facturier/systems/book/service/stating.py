"""What a document says now: its sum, its payments, whether it stands."""

from datetime import datetime

from facturier.model.document import Statement
from facturier.model.money import total
from facturier.systems.book.models import Document, Fact


def stated(document: Document, now: datetime) -> Statement:
    facts = list(document.facts.values_list("what", "amount"))
    paid = total(amount for what, amount in facts if what == Fact.What.PAID and amount is not None)
    return Statement(
        at=now,
        total=document.total,
        paid=paid,
        unpaid=document.total - paid,
        vat=document.vat,
        cancelled=any(what == Fact.What.CANCELLED for what, _ in facts),
    )
