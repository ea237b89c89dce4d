"""What is not credited: it is no invoice, or the authority refused it, and so by law it was never issued.

What was refused is sent again, or given up. A credit note of what has not gone through yet is not sent before it.
"""

from facturier.model.kinds import DocumentClass, DocumentKind
from facturier.model.message import Message, say
from facturier.model.transmission import THROUGH, Stage
from facturier.ports.errors import Refused
from facturier.store import effects, transmissions
from facturier.store.models import Document, Effect


def never_issued(document: Document) -> bool:
    known = transmissions.known(document)
    return known is not None and known.stage == Stage.REFUSED


def may_be_amended(document: Document) -> bool:
    """Whether a person is asked to put its e-invoice right: the authority refused it, or the check before it did."""
    stuck = document.effects.filter(what=effects.TRANSMIT, state=Effect.State.HELD)
    return never_issued(document) or stuck.exists()


def not_through(document: Document) -> Message | None:
    """Why the e-invoice of its credit note has to wait: the authority may not know the document yet.

    None: it need not, also where the document was never to be sent from here. Raises Refused where it will never be.
    """
    known = transmissions.known(document)
    if known is None and not document.effects.filter(what=effects.TRANSMIT).exists():
        return None
    if known is not None and known.stage in THROUGH:
        return None
    if document.gone_at or document.cancelled_at:
        raise Refused(
            say(
                "%(name)s was deleted or cancelled before its e-invoice had gone through. Look in %(system)s whether "
                "that was ever sent; the e-invoice of its credit note is not sent from here.",
                name=document,
                system=document.system,
            )
        )
    return say(
        "It waits until the e-invoice of %(name)s has gone through. Look where that stands.", name=document
    )


def no_invoice(document: Document) -> bool:
    """A proforma or an order document: of the sale nothing is owed by it."""
    return DocumentKind(document.kind).document_class not in (DocumentClass.FISCAL, DocumentClass.CREDIT)


def no_credit(document: Document) -> Message | None:
    """Why it has no credit note, and what to do instead (fact sheet on e-invoicing, section 1); None: it may have
    one."""
    if no_invoice(document):
        return say(
            "%(name)s is no invoice, so there is nothing to credit. Cancel it, or change or delete it in %(system)s.",
            name=document,
            system=document.system,
        )
    if not never_issued(document):
        return None
    return say(
        "The e-invoice of %(name)s was refused: by law it was never issued, so there is nothing to credit, and a "
        "credit note for it must not be sent. Correct it and send it again under the same number and date. If the "
        "sale is off, delete it in %(system)s and say so under “Was it deleted?”; then the order can be issued "
        "again, too.",
        name=document,
        system=document.system,
    )
