"""How far the documents of one order have come. Read in one query, so that a part is never counted twice."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Q

from facturier.drafting.context import ClaimedLine
from facturier.model.finding import Finding
from facturier.model.kinds import DocumentClass, DocumentKind
from facturier.model.message import Message
from facturier.store import journal
from facturier.store.models import NOTHING_THERE, Division, Document, Order, State


@dataclass(frozen=True)
class Progress:
    """Documents of one class that an order has, corrections left out, oldest first."""

    documents: Sequence[Document]

    @property
    def alive(self) -> list[Document]:
        """Sent, or being sent, and neither cancelled nor fully credited."""
        return [doc for doc in self.documents if doc.state not in NOTHING_THERE and not doc.retired_at]

    @property
    def unsent(self) -> Document | None:
        """The document that no call was made for yet (or that was refused)."""
        return next((doc for doc in self.documents if doc.state in NOTHING_THERE), None)

    @property
    def whole(self) -> Document | None:
        return next((doc for doc in self.alive if doc.division == Division.WHOLE), None)

    @property
    def retired(self) -> Document | None:
        """The newest whole document, if it is cancelled or fully credited."""
        last = self.documents[-1] if self.documents else None
        return last if last and last.retired_at and last.division == Division.WHOLE else None

    @property
    def next_part(self) -> str:
        return self.unsent.part if self.unsent else str(len(self.documents) + 1)

    def claimed(self) -> tuple[ClaimedLine, ...]:
        """What earlier parts took of every line, also those cancelled later: a part is never invoiced anew
        by itself."""
        sums: dict[str, tuple[Decimal, Decimal]] = defaultdict(lambda: (Decimal(0), Decimal(0)))
        for document in self.documents:
            if document.state not in NOTHING_THERE:
                for take in document.takes:
                    quantity, gross = sums[take.line]
                    sums[take.line] = (quantity + take.quantity, gross + take.gross)
        return tuple(ClaimedLine(line, quantity, gross) for line, (quantity, gross) in sums.items())


def progress(order: Order, document_class: DocumentClass) -> Progress:
    kinds = [kind.value for kind in DocumentKind if kind.document_class is document_class]
    return Progress(list(Document.objects.filter(order=order, kind__in=kinds).order_by("id")))


def hold_unsent(
    order: Order,
    findings: Sequence[Finding],
    reason: Message | None,
    now: datetime,
    state: State = State.HELD,
) -> None:
    """A document that was ready and is not any more: nothing of it was sent, so it is simply held."""
    free = Q(lease_until=None) | Q(lease_until__lte=now)
    for document in Document.objects.filter(free, order=order, original=None, state__in=NOTHING_THERE):
        changed = Document.objects.filter(
            free, pk=document.pk, fence=document.fence, state__in=NOTHING_THERE
        ).update(state=state, findings=tuple(findings), reason=reason, look_at=None)
        if changed and document.state != state and reason:
            journal.note(document, reason, now)


def withdraw_unsent(order: Order, reason: Message, now: datetime) -> None:
    hold_unsent(order, (), reason, now, State.WITHDRAWN)
