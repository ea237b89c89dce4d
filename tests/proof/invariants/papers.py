"""I4 on paper: a PDF that is kept, and sent to a buyer, is the document's own."""

from collections.abc import Iterator

from tests.proof.books import Books
from tests.proof.ground import SYSTEM, Ground

from facturier.model.paper import text_of
from facturier.model.reference import references_in


def breaches(ground: Ground, books: Books) -> Iterator[str]:
    """A reversal may show the mark of what it reverses, and an invoice that of its proforma; some show none."""
    if not ground.env.capabilities(ground.connection(SYSTEM)).by_number:
        return
    for document in books.documents:
        shown = _marks((ground.env.files / document.pdf).read_bytes()) if document.pdf else frozenset()
        related = (document, document.original, document.made_from)
        if shown and shown.isdisjoint(one.reference for one in related if one is not None):
            yield f"{document} of order {document.order.number} is kept as a paper of {', '.join(shown)}"


def _marks(pdf: bytes) -> frozenset[str]:
    return frozenset(references_in(text_of(pdf) or ""))
