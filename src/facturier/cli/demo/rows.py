"""Every order of the demonstration as a row, with its document or the reason why it has none."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from facturier.cli.show import order_row
from facturier.model.kinds import LineKind
from facturier.model.message import Message, say
from facturier.model.money import total
from facturier.store.models import Document, Order

_LIKE_MONEY = (LineKind.GIFT_CARD, LineKind.STORE_CREDIT)
_OPEN = {"new", "ready", "sending", "in_doubt", "issued"}


def row_of(order: Order, found: set[int]) -> dict[str, Any]:
    """found: documents whose answer was lost and that were found again."""
    row = order_row(order)
    documents = [one for one in order.documents.all() if one.number]
    row["system"] = next((one.system.label for one in documents), "")
    row["pdf"] = next((one.pdf for one in documents if one.pdf), "")
    if documents and row["reason"] is None:
        lost = any(one.pk in found for one in documents)
        row["reason"] = say("Its answer was lost; found again.") if lost else say("Issued and verified.")
        row["total"] = documents[0].total
        row["currency"] = documents[0].currency
    return row


def expected(document: Document) -> Decimal | None:
    """Gross of the sale: what the buyer pays in money or by a card that is as good as money, without what
    the shop gave back before the invoice."""
    facts = document.snapshot.facts
    if facts is None:
        return None
    cards = total(line.gross for line in facts.lines if line.kind in _LIKE_MONEY)
    return facts.payable - cards - total(refund.gross for refund in facts.refunds)


def unexplained(rows: Iterable[dict[str, Any]]) -> list[Message]:
    return [
        say("Order %(order)s is %(standing)s without a document or a reason.", **row)
        for row in rows
        if row["standing"] in _OPEN or not (row["document"] or row["reason"])
    ]
