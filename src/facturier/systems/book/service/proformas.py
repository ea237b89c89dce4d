"""A proforma's life: it is replaced by another or becomes one document, once; or it is cancelled, or expires."""

from facturier.model.draft import Draft
from facturier.model.kinds import DocumentKind
from facturier.model.message import say
from facturier.ports.errors import Refused
from facturier.systems.book.models import Document, Fact
from facturier.systems.book.models.documents import SUCCESSORS
from facturier.systems.book.service import reading

FROM = (DocumentKind.PROFORMA, DocumentKind.ORDER)


def check(original: Document, draft: Draft) -> None:
    """original: locked. Raises Refused where nothing can be made from it any more."""
    if original.kind not in FROM or draft.kind not in SUCCESSORS:
        raise Refused(
            say("From %(name)s no %(kind)s can be made.", name=original, kind=draft.kind.value), "NO-PROFORMA"
        )
    if successor := successor_of(original):
        raise Refused(
            say("%(name)s was followed by %(other)s already.", name=original, other=successor), "FOLLOWED"
        )
    if reading.happened(original, Fact.What.CANCELLED, Fact.What.EXPIRED):
        raise Refused(
            say("%(name)s is cancelled or has expired. Issue a new one.", name=original), "NO-LONGER-OPEN"
        )
    if original.currency != draft.currency:
        raise Refused(
            say("%(name)s is in %(code)s; so must be what follows.", name=original, code=original.currency),
            "CURRENCY",
        )


def successor_of(proforma: Document) -> Document | None:
    """The document that took its place: an invoice, a receipt, or the proforma that replaced it."""
    return proforma.followers.select_related("series").filter(kind__in=SUCCESSORS).first()


def is_open(proforma: Document) -> bool:
    """Whether somebody may still pay it, or make an invoice from it."""
    ended = reading.happened(proforma, Fact.What.CANCELLED, Fact.What.EXPIRED)
    return not ended and successor_of(proforma) is None
