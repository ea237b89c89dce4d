"""Whether what stands under a document's number may still be it: who deletes the newest gives its number free."""

from decimal import Decimal

from facturier.model.document import Issued
from facturier.model.message import say
from facturier.ports.errors import Refused


def same(document: Issued, total: Decimal) -> None:
    """Raises Refused where `total`, gross and in the document's currency, is another one than is known of it."""
    if document.total is not None and total != document.total:
        raise Refused(
            say(
                "%(name)s has a total of %(total)s now, not %(known)s: it is another document.",
                name=f"{document.series} {document.number}",
                total=total,
                known=document.total,
            )
        )
