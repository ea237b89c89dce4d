"""Documents of a book, by reference or number, and what has become of them."""

from decimal import Decimal

from django.db.models import Exists, OuterRef, QuerySet, Sum

from facturier.model.document import Issued, Statement
from facturier.model.kinds import DocumentKind
from facturier.model.message import say
from facturier.model.money import ZERO
from facturier.ports.errors import Missing
from facturier.systems.book import rows
from facturier.systems.book.models import Document, Fact, Ledger
from facturier.systems.book.wire import Written

WITH = ("series", "letterhead")
_NAMED = (
    "JOIN book_series s ON s.id = t.series_id WHERE t.ledger_id = %s AND s.ledger_id = t.ledger_id AND s.name = %s "
    "AND t.number = %s"
)


def by_reference(ledger: Ledger, reference: str) -> Document | None:
    return rows.first(Document, "WHERE ledger_id = %s AND reference = %s", ledger.pk, reference)


def find(ledger: Ledger, series: str, number: str) -> Document:
    """The document of this name. Raises Missing."""
    return _named(ledger, series, number)


def locked(ledger: Ledger, series: str, number: str) -> Document:
    """The same, and nobody else does anything to it until the transaction ends."""
    return _named(ledger, series, number, " FOR NO KEY UPDATE OF t")


def _named(ledger: Ledger, series: str, number: str, how: str = "") -> Document:
    given = (ledger.pk, series, int(number)) if _counts(number) else None
    found = rows.first(Document, _NAMED + how, *given) if given else None
    if found is None:
        raise Missing(
            say("The book has no document %(name)s.", name=f"{series} {number}"), "NO-SUCH-DOCUMENT"
        )
    return found


def _counts(number: str) -> bool:
    return number.isascii() and number.isdigit() and len(number) < 10


def standing(ledger: str) -> QuerySet[Document]:
    """What counts in the book of this name: not cancelled, no credit note, and not credited as a whole."""
    found = Document.objects.filter(ledger__name=ledger).exclude(kind=DocumentKind.CREDIT_NOTE)
    undone = Document.objects.filter(original=OuterRef("pk"), kind=DocumentKind.CREDIT_NOTE, whole=True)
    return found.exclude(facts__what=Fact.What.CANCELLED).exclude(Exists(undone)).select_related("series")


def written(document: Document, stated: Statement | None = None) -> Written:
    """As the port speaks of it."""
    issued = Issued(
        kind=DocumentKind(document.kind),
        series=document.series.name,
        number=document.name,
        issued_on=document.issued_on,
        currency=document.currency,
        total=document.total,
        remote_id=document.reference,
        stated=stated,
    )
    return Written(issued, document.reference)


def paid(document: Document) -> Decimal:
    summed = document.facts.filter(what=Fact.What.PAID).aggregate(sum=Sum("amount"))["sum"]
    return summed or ZERO


def happened(document: Document, *what: Fact.What) -> bool:
    return document.facts.filter(what__in=what).exists()
