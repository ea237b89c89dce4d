"""Documents of a book, by reference or number, and what has become of them."""

from decimal import Decimal

from django.db.models import QuerySet, Sum

from facturier.model.document import Issued
from facturier.model.kinds import DocumentKind
from facturier.model.message import say
from facturier.model.money import ZERO
from facturier.ports.errors import Missing
from facturier.systems.book.models import Document, Fact, Ledger
from facturier.systems.book.wire import Written

WITH = ("series", "letterhead")


def by_reference(ledger: Ledger, reference: str) -> Document | None:
    return Document.objects.select_related(*WITH).filter(ledger=ledger, reference=reference).first()


def find(ledger: Ledger, series: str, number: str) -> Document:
    """The document of this name. Raises Missing."""
    found = _named(ledger, series, number).first()
    if found is None:
        raise _missing(series, number)
    return found


def locked(ledger: Ledger, series: str, number: str) -> Document:
    """The same, and nobody else does anything to it until the transaction ends."""
    rows = _named(ledger, series, number).select_for_update(of=("self",), no_key=True)
    found = rows.first()
    if found is None:
        raise _missing(series, number)
    return found


def _named(ledger: Ledger, series: str, number: str) -> QuerySet[Document]:
    rows = Document.objects.select_related(*WITH).filter(ledger=ledger, series__name=series)
    return rows.filter(number=int(number)) if _counts(number) else rows.none()


def _counts(number: str) -> bool:
    return number.isascii() and number.isdigit() and len(number) < 10


def _missing(series: str, number: str) -> Missing:
    return Missing(say("The book has no document %(name)s.", name=f"{series} {number}"), "NO-SUCH-DOCUMENT")


def written(document: Document) -> Written:
    """As the port speaks of it."""
    issued = Issued(
        kind=DocumentKind(document.kind),
        series=document.series.name,
        number=document.name,
        issued_on=document.issued_on,
        currency=document.currency,
        total=document.total,
        vat=document.vat,
        remote_id=document.reference,
    )
    return Written(issued, document.reference)


def paid(document: Document) -> Decimal:
    summed = document.facts.filter(what=Fact.What.PAID).aggregate(sum=Sum("amount"))["sum"]
    return summed or ZERO


def happened(document: Document, *what: Fact.What) -> bool:
    return document.facts.filter(what__in=what).exists()
