"""I3 and I8: what stands in the system is the sale, to the cent, and no more is credited than was issued."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from tests.proof.books import Books
from tests.proof.ground import Ground

from facturier.model.kinds import DocumentKind
from facturier.store.models import Division, Document, State

ZERO = Decimal(0)


def breaches(ground: Ground, books: Books) -> Iterator[str]:
    for document in books.documents:
        undone = document.gone_at is not None or document.cancelled_at is not None
        if document.state != State.VERIFIED or undone or books.alarmed(document):
            continue
        remote = None if books.told_by_another(document) else books.remote_of(document)
        if remote is not None and remote.total != document.total:
            yield f"{remote} of order {document.order.number} was to be for {document.total}"
        if document.original_id is None and not document.accepted_by and document.division == Division.WHOLE:
            yield from _sale(document)
    yield from _parts(books)


def _sale(document: Document) -> Iterator[str]:
    """The document against the snapshot that it was drafted from, less the refunds that it took off."""
    facts = document.snapshot.facts
    if facts is None:
        yield f"{document} was drafted from what cannot be read"
        return
    netted = sum((refund.gross for refund in facts.refunds if refund.id in document.netted), ZERO)
    if document.total != facts.payable - netted:
        yield f"{document} is for {document.total}, order {facts.number} for {facts.payable} less {netted}"


def _parts(books: Books) -> Iterator[str]:
    """All parts of a sale together: never more than the order; just that, less the refunds that the first of them
    took off, once the last part is there."""
    parts: dict[str, list[Document]] = defaultdict(list)
    for document in books.documents:
        if document.division != Division.PARTS or document.original_id is not None:
            continue
        if document.number or not document.retired_at:
            parts[document.order.origin].append(document)
    for origin, found in parts.items():
        facts = found[-1].snapshot.facts
        if facts is None or any(one.accepted_by or books.alarmed(one) or not one.number for one in found):
            continue  # a person decides about one of them, or has decided
        netted = {id for one in found for id in one.netted}
        wanted = facts.payable - sum((one.gross for one in facts.refunds if one.id in netted), ZERO)
        made = sum((one.total for one in found), ZERO)
        if made > wanted or (made != wanted and found[-1].last_part):
            yield f"the parts of order {origin} are for {made}, the order for {wanted}"


def credited(ground: Ground, books: Books) -> Iterator[str]:
    """By what stands in the system: reversals and credit notes of each document."""
    for note in books.documents:
        if note.original is not None and note.original.kind not in (
            DocumentKind.INVOICE,
            DocumentKind.RECEIPT,
        ):
            yield f"{note} credits {note.original}, which is no invoice"
    for original in books.documents:
        if original.original_id is not None or not original.number:
            continue
        issued = books.remote_of(original)
        if issued is None or issued.reference != original.reference:
            continue
        ours = [one for one in books.documents if one.original_id == original.pk and one.number]
        notes = [one for one in ours if one.gone_at is None]  # its number may be another one's by now
        if any(books.alarmed(note) for note in notes):  # a person is told, and asked
            continue
        found = {note.pk: books.remote_of(note) for note in notes}
        taken = -sum((remote.total for remote in found.values() if remote and not remote.cancelled), ZERO)
        if taken > issued.total:
            yield f"{taken} was credited of {issued} (order {original.order.number})"
