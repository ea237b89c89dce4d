"""A document's page, made from what was frozen when it was issued, so that it is the same whenever it is made."""

import msgspec

from facturier.model.shapes import known
from facturier.prepared import execute
from facturier.systems.book import wire
from facturier.systems.book.content import joined
from facturier.systems.book.models import Document, Fact, Logo
from facturier.systems.book.paper import Frozen, paper
from facturier.systems.book.printing.render import render

_PARTS = """
    SELECT l.content, l.logo, s.name, p.facts,
        EXISTS (SELECT FROM book_fact f WHERE f.document_id = d.id AND f.what = %s)
    FROM book_document d
    JOIN book_letterhead l ON l.id = d.letterhead_id
    JOIN book_series s ON s.id = d.series_id
    LEFT JOIN book_person p ON p.document_id = d.id
    WHERE d.id = %s
"""


def page(document: Document) -> bytes:
    """The PDF. Of what happened later only a cancellation shows."""
    return render(paper(frozen(document)))


def frozen(document: Document) -> Frozen:
    """All that its page is made of."""
    asked = [Fact.What.CANCELLED.value, document.pk]
    look, logo, series, facts, cancelled = execute(_PARTS, asked).fetchone()
    return Frozen(
        draft=joined(document.content, facts),
        look=msgspec.json.decode(look, type=known(wire.Letterhead)),
        series=series,
        number=document.name,
        day=document.issued_on,
        reference=document.reference,
        cancelled=cancelled,
        logo=_logo(logo),
    )


def _logo(digest: str) -> bytes:
    return bytes(Logo.objects.get(digest=digest).content) if digest else b""
