"""A document's page, made from what was frozen when it was issued, so that it is the same whenever it is made."""

import msgspec

from facturier.systems.book.content import joined
from facturier.systems.book.models import Document, Fact, Logo, Person
from facturier.systems.book.paper import Frozen, paper
from facturier.systems.book.printing.render import render
from facturier.systems.book.service import reading
from facturier.systems.book.wire import Letterhead


def page(document: Document) -> bytes:
    """The PDF. Of what happened later only a cancellation shows."""
    facts = Person.objects.values_list("facts", flat=True).get(document=document)
    frozen = Frozen(
        draft=joined(document.content, facts),
        look=msgspec.json.decode(document.letterhead.content, type=Letterhead),
        series=document.series.name,
        number=document.name,
        day=document.issued_on,
        reference=document.reference,
        cancelled=reading.happened(document, Fact.What.CANCELLED),
        logo=_logo(document.letterhead.logo),
    )
    return render(paper(frozen))


def _logo(digest: str) -> bytes:
    return bytes(Logo.objects.get(digest=digest).content) if digest else b""
