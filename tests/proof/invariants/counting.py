"""I4: an invoice that is cancelled in one of the two books is cancelled in the other, or a person is told."""

from collections.abc import Iterator

from tests.proof.books import Books
from tests.proof.ground import Ground

from facturier.flows.walk import SEEN_AGAIN
from facturier.model.kinds import DocumentClass, DocumentKind
from facturier.store.models import EXISTS, Document


def breaches(ground: Ground, books: Books) -> Iterator[str]:
    if not ground.vendor.tells_cancelled:
        return
    newest = max((int(one.number) for one in books.remotes if one.number.isdigit()), default=0)
    for document in filter(_counted, books.documents):
        remote = books.remote_of(document)
        if remote is None or remote.reference != document.reference or books.alarmed(document):
            continue
        there, here = remote.cancelled, document.cancelled_at is not None
        if there is not here and int(document.number) > newest - SEEN_AGAIN:
            yield f"{remote} of order {document.order.number} is {'' if there else 'not '}cancelled there alone"


def _counted(document: Document) -> bool:
    """What is found by a number, and no credit note: those are told as deleted."""
    fiscal = DocumentKind(document.kind).document_class is DocumentClass.FISCAL
    made = fiscal and document.state in EXISTS and document.original_id is None
    return made and document.number.isdigit() and document.gone_at is None
