"""A stored document as the port speaks of it."""

from facturier.model.document import Issued
from facturier.model.draft import Original
from facturier.model.kinds import DocumentKind
from facturier.store.models import Document


def issued_of(document: Document) -> Issued:
    return Issued(
        kind=DocumentKind(document.kind),
        series=document.series,
        number=document.number,
        issued_on=document.issued_on,
        currency=document.currency,
        total=document.total,
        remote_id=document.remote_id,
        link=document.link,
        public_link=document.public_link,
    )


def original_of(document: Document) -> Original:
    """As what another document corrects, or is made out of."""
    return Original(
        kind=DocumentKind(document.kind),
        series=document.series,
        number=document.number,
        issued_on=document.issued_on or document.created_at.date(),
        remote_id=document.remote_id,
    )
