"""What a remote has written down itself, read from inside its simulator."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Protocol

from msgspec import Struct

from facturier.model.kinds import DocumentKind
from facturier.model.reference import references_in
from facturier.sandbox.ledger import PERSON
from facturier.systems.smartbill.sandbox import SmartBillSandbox
from facturier.systems.smartbill.sandbox.book import Kind


class Remote(Struct, frozen=True):
    """A numbered document as the system has it. reference: the mark on it; a SmartBill reversal has none.

    reverses: the number of what it undoes. undone: reversed there. By hand: nobody but a person made it.
    undone_after: how long after it was made a call (not a person) cancelled or reversed it.
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
    undone_after: timedelta | None = None

    def __str__(self) -> str:
        return f"{self.series} {self.number} ({self.total})"


class Entry(Protocol):
    """What stands in a simulator's ledger of one document."""

    @property
    def moment(self) -> datetime: ...
    @property
    def cancelled_by(self) -> str: ...
    @property
    def cancelled_at(self) -> datetime | None: ...


def undone_after(entry: Entry, reversal: Entry | None) -> timedelta | None:
    """reversal: that a call made of it, if any."""
    if entry.cancelled_at is not None and entry.cancelled_by != PERSON:
        return entry.cancelled_at - entry.moment
    return reversal.moment - entry.moment if reversal else None


KINDS = {Kind.INVOICE: DocumentKind.INVOICE, Kind.PROFORMA: DocumentKind.PROFORMA}


def of_smartbill(sandbox: SmartBillSandbox) -> Iterator[Remote]:
    moved = {
        (one.kind, one.series, one.number): -sum((move.quantity for move in one.moves), Decimal(0))
        for one in sandbox.company().documents
        if not one.draft and not one.deleted
    }
    entries = sandbox.ledger.entries()
    by_call = {(one.series, one.reverses): one for one in entries if one.reverses and one.made_by != PERSON}
    for entry in entries:
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
            entry.made_by == PERSON,
            KINDS[entry.kind],
            moved=moved.get((entry.kind, entry.series, entry.number), Decimal(0)),
            undone_after=undone_after(entry, by_call.get((entry.series, entry.number))),
        )
