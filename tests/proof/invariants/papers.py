"""I4 on paper: a PDF that is kept, and sent to a buyer, is the document's own."""

from collections.abc import Iterator
from pathlib import Path

from tests.proof.books import Books
from tests.proof.ground import Ground

from facturier.model.paper import text_of
from facturier.model.reference import references_in
from facturier.store.models import Document


def breaches(ground: Ground, books: Books) -> Iterator[str]:
    """A reversal may show the mark of what it reverses, and an invoice that of its proforma, and so on; some show
    none."""
    for document in books.documents:
        if not document.pdf:
            continue
        shown = _marks(ground.env.files / document.pdf)
        if shown is None:
            yield f"the paper of {document} is not where it was kept"
        elif shown and shown.isdisjoint(_related(document)):
            yield f"{document} of order {document.order.number} is kept as a paper of {', '.join(shown)}"


def _related(document: Document) -> set[str]:
    before = [one for one in (document.original, document.made_from) if one is not None]
    return {document.reference}.union(*map(_related, before))


def _marks(pdf: Path) -> set[str] | None:
    return set(references_in(text_of(pdf.read_bytes()) or "")) if pdf.is_file() else None
