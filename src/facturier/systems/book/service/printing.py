"""A document's page, made from what was frozen when it was issued, so that it is the same whenever it is made."""

import msgspec

from facturier.model.shapes import known
from facturier.systems.book import rows, wire
from facturier.systems.book.content import joined
from facturier.systems.book.models import Document, Fact, Letterhead, Logo
from facturier.systems.book.paper import Frozen, paper
from facturier.systems.book.printing.render import render

_PERSON = "SELECT facts FROM book_person WHERE document_id = %s"
_SERIES = "SELECT name FROM book_series WHERE id = %s"
_HAPPENED = "SELECT true FROM book_fact WHERE document_id = %s AND what = %s"


def page(document: Document) -> bytes:
    """The PDF. Of what happened later only a cancellation shows."""
    return render(paper(frozen(document)))


def frozen(document: Document) -> Frozen:
    """All that its page is made of."""
    letterhead = rows.some(Letterhead, "WHERE id = %s", document.letterhead_id)[0]
    return Frozen(
        draft=joined(document.content, rows.value(_PERSON, document.pk)),
        look=msgspec.json.decode(letterhead.content, type=known(wire.Letterhead)),
        series=rows.value(_SERIES, document.series_id),
        number=document.name,
        day=document.issued_on,
        reference=document.reference,
        cancelled=bool(rows.value(_HAPPENED, document.pk, Fact.What.CANCELLED.value)),
        logo=_logo(letterhead.logo),
    )


def _logo(digest: str) -> bytes:
    return bytes(Logo.objects.get(digest=digest).content) if digest else b""
