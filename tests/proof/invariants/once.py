"""I1: one sale, one document."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from tests.proof.books import Books
from tests.proof.ground import Ground
from tests.proof.remote import Remote

from facturier.model.kinds import DocumentKind
from facturier.model.reference import installation_of
from facturier.store import installation
from facturier.store.models import Document

TOLD = ("DUPLICATE", "STRAY", "LATE-ANSWER")


def breaches(ground: Ground, books: Books) -> Iterator[str]:
    yield from _marks(books)
    yield from _sales(books)
    yield from _tellers(books)
    yield from _undone(books)


def _marks(books: Books) -> Iterator[str]:
    """A mark stands on one document at most.

    After a person's “it does not exist” the system may prove them wrong: then there must be an alarm at once.
    """
    by_mark: dict[str, list[Remote]] = defaultdict(list)
    for remote in books.remotes:
        if remote.reference and installation_of(remote.reference) == installation.mark():
            by_mark[remote.reference].append(remote)
    owners = {document.reference: document for document in books.documents}
    for mark, remotes in by_mark.items():
        owner = owners.get(mark)
        if len(remotes) > 1 and not _excused(books, owner):
            names = ", ".join(map(str, remotes))
            yield f"{mark} stands on {names} ({owner.order.number if owner else 'no order'})"


def _excused(books: Books, owner: Document | None) -> bool:
    return owner is not None and owner.watches.exists() and books.alarmed(owner, *TOLD)


def _sales(books: Books) -> Iterator[str]:
    """Of the invoices of one order (of each of its parts, where it goes by parts), at most one is neither cancelled,
    reversed nor credited; so of its proformas and order documents."""
    standing: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for document in books.documents:
        if document.original_id is not None or document.retired_at is not None:
            continue
        for remote in books.marked(document.reference)[:1]:
            if not remote.cancelled and not remote.undone:
                kind = DocumentKind(document.kind).document_class.value
                slot = document.order.origin, kind, document.part
                standing[slot].append(f"{remote} for {document.reference}")
    for (origin, _, part), names in standing.items():
        if len(names) > 1:
            yield f"order {origin}{f', part {part},' if part else ''} has {', '.join(names)}"
    for origin, kind, part in standing:
        if part and (origin, kind, "") in standing:
            yield f"order {origin} was invoiced as a whole and in parts"


def _undone(books: Books) -> Iterator[str]:
    """What counts as credited, so that its sale may be invoiced once more, is credited in the system: else a person
    is told of it, or of what credited it."""
    for document in books.documents:
        counts = document.retired_at and not document.gone_at and not document.cancelled_at
        if document.original_id is not None or not counts or document.credited < document.total:
            continue
        notes = [one for one in books.documents if one.original_id == document.pk and not one.gone_at]
        if books.alarmed(document) or any(books.alarmed(one) for one in notes):
            continue
        for remote in books.marked(document.reference)[:1]:
            found = (books.remote_of(note) for note in notes if note.number)
            taken = -sum((one.total for one in found if one and not one.cancelled), Decimal(0))
            if not remote.cancelled and not remote.undone and taken < remote.total:
                yield f"{remote} of order {document.order.number} counts as undone, and {taken} of it is credited"


def _tellers(books: Books) -> Iterator[str]:
    """All that was sent for a sale comes from one order, whichever connections tell of it."""
    owners: dict[tuple[int, str], set[int]] = defaultdict(set)
    for document in books.documents:
        if document.original_id is None and document.number:
            owners[document.sale_id, document.order.origin].add(document.order_id)
    for (_, origin), orders in owners.items():
        if len(orders) > 1:
            yield f"sale {origin} was invoiced from {len(orders)} orders"
