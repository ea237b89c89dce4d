"""I1: what another tool made for a sale stands beside no document of ours, unless a person is told."""

from collections.abc import Iterator

from tests.proof.books import Books
from tests.proof.ground import Ground

from facturier.model.kinds import DocumentClass, DocumentKind
from facturier.store.models import EXISTS, Document


def breaches(ground: Ground, books: Books) -> Iterator[str]:
    for document in books.documents:
        if _stands(document):
            yield from _taken_over(document)
            yield from _noted(document, books)


def _stands(document: Document) -> bool:
    fiscal = DocumentKind(document.kind).document_class is DocumentClass.FISCAL
    return (
        fiscal and document.state in EXISTS and document.retired_at is None and document.original_id is None
    )


def _taken_over(document: Document) -> Iterator[str]:
    if document.sale.elsewhere:
        yield f"{document} of order {document.order.number} was issued beside {document.sale.elsewhere}"


def _noted(document: Document, books: Books) -> Iterator[str]:
    """In the shop, by a tool that makes documents as we do."""
    facts = document.order.snapshot.facts if document.order.snapshot else None
    noted = [one.number for one in facts.elsewhere if one.number] if facts else []
    if noted and document.number not in noted and not books.alarmed(document.order, "ISSUED-ELSEWHERE"):
        yield f"order {document.order.number} has {noted[0]} of another tool beside {document}"
