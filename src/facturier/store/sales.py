"""How far the documents of one order have come. Read in one query, so that a part is never counted twice."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from facturier.drafting.context import ClaimedLine
from facturier.model.finding import Finding
from facturier.model.kinds import DocumentClass, DocumentKind
from facturier.model.message import Message, say
from facturier.store import journal, statements, strays
from facturier.store.models import NOTHING_THERE, UNSETTLED, Division, Document, Order, State

_BEFORE = (DocumentClass.ORDER.value, DocumentClass.PROFORMA.value)
NOT_COMING = (State.HELD, State.REFUSED, State.WITHDRAWN)
"""Nothing comes of such a document by itself."""
REPLACED = say("Another document takes its place, as the route says now.")


@dataclass(frozen=True)
class Progress:
    """Documents of one class that an order has, corrections left out, oldest first. beside: of other classes."""

    documents: Sequence[Document]
    beside: Sequence[Document] = ()

    @property
    def alive(self) -> list[Document]:
        """Sent, or being sent, and neither cancelled nor fully credited."""
        return [doc for doc in self.documents if doc.state not in NOTHING_THERE and not doc.retired_at]

    @property
    def unsent(self) -> Document | None:
        """The document that no call was made for yet (or that was refused)."""
        return next(
            (doc for doc in self.documents if doc.state in NOTHING_THERE and not doc.retired_at), None
        )

    @property
    def whole(self) -> Document | None:
        return next((doc for doc in self.alive if doc.division == Division.WHOLE), None)

    @property
    def retired(self) -> Document | None:
        """The newest whole document, if it is cancelled or fully credited."""
        last = self.documents[-1] if self.documents else None
        return last if last and last.retired_at and last.division == Division.WHOLE else None

    @property
    def undone(self) -> Document | None:
        """The newest that was sent, if all of them are cancelled or fully credited; another may be ready."""
        sent = [doc for doc in self.documents if doc.state not in NOTHING_THERE]
        return sent[-1] if sent and not self.alive else None

    @property
    def next_part(self) -> str:
        """What is not sent yet is decided anew under its name; of a whole sale it has none."""
        unsent = self.unsent.part if self.unsent else ""
        return unsent or str(len(self.documents) + 1)

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

    def netted(self) -> tuple[str, ...]:
        """Refunds that earlier parts took off."""
        sent = (document for document in self.documents if document.state not in NOTHING_THERE)
        return tuple(dict.fromkeys(refund for document in sent for refund in document.netted))


def of_order(order: Order) -> list[Document]:
    """All documents of an order, for `progress` of one class after the other."""
    return statements.rows(Document, {"order": order})


def progress(documents: Iterable[Document], document_class: DocumentClass) -> Progress:
    kinds = {kind.value for kind in DocumentKind if kind.document_class is document_class}
    found: tuple[list[Document], list[Document]] = ([], [])
    for document in documents:
        found[document.kind not in kinds].append(document)
    return Progress(*found)


def living(order: Order) -> list[Document]:
    """Documents of an order that were sent (or are being sent) and stand, whichever route made them. What an invoice
    came after does not count any more."""
    standing = {"order": order, "original": None, "retired_at": None}
    made = statements.rows(Document, standing, ("route", "system", "company"))
    found = [one for one in made if one.state not in NOTHING_THERE]
    fiscal = [one for one in found if DocumentKind(one.kind).document_class is DocumentClass.FISCAL]
    return fiscal or found


def overtaken(order: Order) -> int:
    """The order was decided again while documents of it were on their way: one that comes back unsent is drafted anew
    (`still.outdated`). Returns how many."""
    moving = Document.objects.filter(order=order, original=None, state__in=UNSETTLED, retired_at=None)
    return moving.update(drafted_on=None)


def closed_with(order: Order) -> Message | None:
    """“No document for this order” is said of the sale: it binds every order of another connection that tells of the
    same one, but for what was sent already."""
    same = {"organisation": order.organisation_id, "origin": order.origin}
    found = statements.rows(Order, same, ("shop",))
    closed = next((one for one in found if one.closed_by and one.pk != order.pk), None)
    if closed is None or order.documents.exclude(state__in=NOTHING_THERE).exists():
        return None
    return say(
        "%(by)s closed order %(number)s of %(shop)s, which is the same sale. Open that one again if there is to be a "
        "document.",
        by=closed.closed_by,
        number=closed.number,
        shop=closed.shop,
    )


def before(issuer: str, origin: str) -> list[Document]:
    """Order documents and proformas of a sale that stand, or may, or are about to; oldest first."""
    rows = Document.objects.filter(
        sale__issuer=issuer, sale__origin=origin, sale__document_class__in=_BEFORE, retired_at=None
    )
    return list(rows.exclude(state__in=NOT_COMING).select_related("system", "route").order_by("id"))


def settled(documents: Iterable[Document]) -> bool:
    """Whether an invoice may follow them: each is there, and is what was meant."""
    return all(one.state == State.VERIFIED for one in documents)


class Preceded(Exception):
    """Order documents or proformas stand for the sale that the decision on its invoice did not know of."""

    def __init__(self, documents: Sequence[Document]) -> None:
        super().__init__(", ".join(map(str, documents)))
        self.documents = documents


class Moved(Exception):
    """A document of the order is being worked on, or is no longer as it was when the decision began."""


def unmoved(order: Order, done: Progress, now: datetime) -> list[Document]:
    """The order's unsent documents, of any class, locked until the transaction ends. Raises Moved.

    What a part takes, and what an invoice is made out of, was reckoned from the documents in `done`: were one of them
    sent, proved absent or retired since, something would be invoiced twice.
    """
    rows = statements.rows(Document, {"order": order, "original": None}, lock=True)
    now_there = {row.pk: _counted(row) for row in rows}
    reckoned = [*done.documents, *(row for row in done.beside if row.original_id is None)]
    if any(now_there.get(row.pk) != _counted(row) for row in reckoned):
        raise Moved(order.number)
    unsent = [row for row in rows if row.state in NOTHING_THERE and not row.retired_at]
    if any(row.lease_until and row.lease_until > now for row in unsent):
        raise Moved(order.number)
    return unsent


def _counted(document: Document) -> tuple[bool, bool]:
    return document.state in NOTHING_THERE, document.retired_at is None


def hold_unsent(
    order: Order,
    findings: Sequence[Finding],
    reason: Message | None,
    now: datetime,
    state: State = State.HELD,
) -> bool:
    """Documents that were ready and are not any more: nothing of them was sent, so they are simply held.

    False where a worker has one just now: what becomes of it must be looked at again.
    """
    with transaction.atomic():
        unsent, free = _unsent(order, now)
        _put_aside(free, findings, reason, now, state)
    return len(free) == len(unsent)


def withdraw_unsent(order: Order, reason: Message, now: datetime) -> bool:
    return hold_unsent(order, (), reason, now, State.WITHDRAWN)


def give_up(unsent: Sequence[Document], now: datetime) -> None:
    """Withdraw documents (locked by `unmoved`) in whose place another one was made ready."""
    others = [row for row in unsent if row.state != State.WITHDRAWN]
    _put_aside(others, (), REPLACED, now, State.WITHDRAWN)


@transaction.atomic
def give_up_beside(order: Order, done: Progress, now: datetime) -> bool:
    """Withdraw what was never sent of other classes, now that the order has what `done` tells of: it was in doubt
    when that was made. What a worker has just now is decided when that worker is through. Returns whether anything
    was."""
    unsent = [one for one in done.beside if one.original_id is None and one.state in NOTHING_THERE]
    if all(one.state == State.WITHDRAWN or one.retired_at for one in unsent):
        return False
    beside = {one.pk for one in unsent}
    _, free = _unsent(order, now)
    given_up = [one for one in free if one.pk in beside]
    give_up(given_up, now)
    return bool(given_up)


def _unsent(order: Order, now: datetime) -> tuple[list[Document], list[Document]]:
    """What was never sent, locked until the transaction ends; and what of it no worker has just now."""
    rows = statements.rows(Document, {"order": order, "original": None, "retired_at": None}, lock=True)
    unsent = [row for row in rows if row.state in NOTHING_THERE]
    return unsent, [row for row in unsent if row.lease_until is None or row.lease_until <= now]


def _put_aside(
    unsent: Sequence[Document],
    findings: Sequence[Finding],
    reason: Message | None,
    now: datetime,
    state: State,
) -> None:
    for document in unsent:
        aside = {"state": state.value, "findings": tuple(findings), "reason": reason, "look_at": None}
        statements.update(Document, {"pk": document.pk}, **aside)
        if document.state != state:
            strays.given_up(document, now)
            if reason:
                journal.note(document, reason, now)
