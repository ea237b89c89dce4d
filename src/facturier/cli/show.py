"""What is told of orders and documents, the same for tables and for JSON."""

from collections.abc import Iterable
from typing import Any

from facturier.model.finding import Finding
from facturier.model.message import say
from facturier.model.money import rounded
from facturier.store.models import Document, Order

ORDER_HEADS = {
    "order": say("Order"),
    "document": say("Document"),
    "total": say("Total"),
    "currency": say("Currency"),
    "standing": say("State"),
    "reason": say("Why"),
}
FINDING_HEADS = {
    "severity": say("Weight"),
    "code": say("Code"),
    "field": say("Field"),
    "message": say("Finding"),
    "cure": say("Proposed cure"),
}


def order_row(order: Order) -> dict[str, Any]:
    """One line about an order; its newest sale document beside it. total: what the shop asks for it."""
    facts = order.snapshot.facts if order.snapshot else None
    sales = [one for one in order.documents.all() if one.original_id is None and one.number]
    return {
        "order": order.number,
        "shop": order.shop.label,
        "placed_at": order.placed_at,
        "document": ", ".join(str(one) for one in sorted(sales, key=lambda one: one.pk)),
        "total": rounded(facts.payable) if facts else None,
        "currency": facts.currency if facts else "",
        "standing": order.standing,
        "reason": order.reason,
    }


def document_facts(document: Document) -> dict[str, Any]:
    return {
        "document": str(document) if document.number else "",
        "reference": document.reference,
        "kind": document.kind,
        "state": document.state,
        "series": document.series,
        "number": document.number,
        "issued_on": document.issued_on,
        "total": document.total,
        "currency": document.currency,
        "credited": document.credited,
        "cancelled_at": document.cancelled_at,
        "reason": document.reason,
        "words": document.words,
        "link": document.public_link or document.link,
        "pdf": document.pdf,
        "route": document.route.label,
        "system": document.system.label,
    }


def finding_rows(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    return [
        {
            "severity": one.severity,
            "code": one.code,
            "field": one.field,
            "message": one.message,
            "cure": f"{one.cure.field}={one.cure.value or '...'}" if one.cure else "",
        }
        for one in findings
    ]
