"""What a remote has written down itself, read from inside its simulator."""

from collections.abc import Iterator
from decimal import Decimal

from msgspec import Struct

from facturier.model.kinds import DocumentKind
from facturier.model.reference import references_in
from facturier.systems.smartbill.sandbox import SmartBillSandbox
from facturier.systems.smartbill.sandbox.book import Kind


class Remote(Struct, frozen=True):
    """A numbered document as the system has it. reference: the mark on it; a SmartBill reversal has none.

    reverses: the number of what it undoes. undone: reversed there. By hand: nobody but a person made it.
    sent: how often the e-invoice went to the authority; again: how often it might go once more, for it was refused.
    moved: how many pieces left the stock with it.
    """

    series: str
    number: str
    total: Decimal
    reference: str
    cancelled: bool = False
    undone: bool = False
    reverses: str = ""
    paid: Decimal = Decimal(0)
    by_hand: bool = False
    kind: DocumentKind = DocumentKind.INVOICE
    sent: int = 0
    again: int = 0
    moved: Decimal = Decimal(0)

    def __str__(self) -> str:
        return f"{self.series} {self.number} ({self.total})"


KINDS = {Kind.INVOICE: DocumentKind.INVOICE, Kind.PROFORMA: DocumentKind.PROFORMA}


def of_smartbill(sandbox: SmartBillSandbox) -> Iterator[Remote]:
    moved = {
        (one.kind, one.series, one.number): -sum((move.quantity for move in one.moves), Decimal(0))
        for one in sandbox.company().documents
        if not one.draft and not one.deleted
    }
    for entry in sandbox.ledger.entries():
        if entry.deleted or entry.draft or entry.kind not in KINDS:
            continue
        marks = [] if entry.reverses else references_in(f"{entry.mentions}\n{entry.observations}")
        yield Remote(
            entry.series,
            entry.number,
            entry.total,
            marks[0] if marks else "",
            entry.cancelled,
            bool(entry.reversed_by),
            entry.reverses,
            entry.paid,
            entry.made_by == "person",
            KINDS[entry.kind],
            moved=moved.get((entry.kind, entry.series, entry.number), Decimal(0)),
        )
