"""The room of a series: one number-consuming call at a time, for as long as its fate is open (DESIGN 5.7)."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal

from django.db import connection, transaction
from django.db.models import QuerySet
from django.db.models.fields.json import KeyTextTransform

from facturier.model.kinds import DocumentKind
from facturier.ports.system import Candidate, Numbered, Room
from facturier.store import statements
from facturier.store.models import (
    EXISTS,
    Connection,
    Document,
    Intent,
    Occupancy,
    Quarantine,
    Route,
    SeriesBook,
    SeriesWalk,
    State,
)
from facturier.store.writes import Write, deleting, locking, updating

_KEEPS_ROOM = (State.SENDING, State.IN_DOUBT)


_NOTE_DAY = """
    INSERT INTO store_seriesbook AS book (account, series, last_date)
    VALUES (%(account)s, %(series)s, %(today)s)
    ON CONFLICT (account, series) DO UPDATE SET last_date = greatest(book.last_date, excluded.last_date)
    RETURNING last_date
"""


def occupy(room: Room, document: Document, now: datetime) -> Document | None:
    """Take the room for a document. None: it is this document's now; else whose it is.

    Only who sends, is in doubt or has a lease keeps a room: one that a dead worker left behind is taken over.
    """
    row = Occupancy(account=room.account, series=room.series, document=document, taken_at=now)
    return None if statements.insert_new(row) else _take_over(room, document, now)


@transaction.atomic
def _take_over(room: Room, document: Document, now: datetime) -> Document | None:
    taken = {"account": room.account, "series": room.series}
    held = statements.rows(Occupancy, taken, lock=True)
    if not held:
        return occupy(room, document, now)
    if held[0].document_id == document.pk:
        return None
    occupant = statements.first(Document, {"pk": held[0].document_id})
    if occupant and (occupant.state in _KEEPS_ROOM or (occupant.lease_until and occupant.lease_until > now)):
        return occupant
    statements.update(Occupancy, taken, document=document, taken_at=now)
    return None


def held(room: Room, document: Document) -> Write:
    """That the room is (still) the document's; it stays so until the statement ends."""
    return locking(Occupancy, {"account": room.account, "series": room.series, "document": document})


def leaving(document: Document) -> Write:
    """Free whatever room the document occupied."""
    return deleting(Occupancy, {"document": document})


def business_day(room: Room, today: date) -> date:
    """The date for the next document of the series: today, or the series' last date where that is later.

    Also notes it, so that dates never run backwards in a series, whatever a clock or a time zone does.
    """
    book = statements.first(SeriesBook, {"account": room.account, "series": room.series})
    if book and book.last_date and book.last_date >= today:
        return book.last_date
    with connection.cursor() as cursor:
        cursor.execute(_NOTE_DAY, {"account": room.account, "series": room.series, "today": today})
        noted: date = cursor.fetchone()[0]
    return noted


def explained(document: Document, room: Room) -> dict[str, Numbered]:
    """Numbers of the room that the store can explain, for `System.settle`."""
    rows = Document.objects.filter(
        company_id=document.company_id,
        connector=document.connector,
        number_space=document.number_space,
        series=room.series,
        state__in=EXISTS,
        gone_at=None,
    ).exclude(number="")
    newest = rows.order_by("-issued_at").values_list("number", "reference", "total")[:50]
    return {number: Numbered(number, reference, total) for number, reference, total in newest}


def quarantine(room: Room, intent: Intent, candidates: Iterable[Candidate]) -> None:
    """Set the numbers apart that a held doubt may own."""
    Quarantine.objects.bulk_create(
        [
            Quarantine(account=room.account, series=room.series, number=candidate.number, intent=intent)
            for candidate in candidates
        ],
        ignore_conflicts=True,
    )


def quarantined(room: Room, number: str, intent: Intent) -> bool:
    """Whether another intent's doubt claims this number."""
    others = Quarantine.objects.filter(account=room.account, series=room.series, number=number, freed_at=None)
    return others.exclude(intent=intent).exists()


def freeing(intent: Intent, now: datetime) -> Write:
    """End what `quarantine` set apart."""
    return updating(Quarantine, {"intent": intent, "freed_at": None}, freed_at=now)


def documents_in(connection: Connection, name: str, kind: DocumentKind | None) -> Iterator[Document]:
    """Our documents of a series, as far as their numbers are figures, the oldest date first. Only what names and
    dates them, and their total, is read: a series may hold hundreds of thousands."""
    named = _numbered(connection, name, kind).only(
        "kind",
        "series",
        "number",
        "reference",
        "organisation_id",
        "issued_on",
        "state",
        "total",
        "cancelled_at",
        "original",
    )
    rows = named.filter(gone_at=None).order_by("issued_on", "pk")
    return (row for row in rows.iterator() if row.number.isdigit())


def not_reversed(connection: Connection, name: str, total: Decimal) -> Document | None:
    """The newest document of ours in a series that has this total, and stands for all that this book knows."""
    corrected = Document.objects.filter(state__in=EXISTS, gone_at=None, original__isnull=False)
    standing = Document.objects.filter(
        system=connection, series=name, total=total, state__in=EXISTS, gone_at=None, cancelled_at=None
    )
    return standing.exclude(pk__in=corrected.values("original")).order_by("-pk").first()


def first_number(connection: Connection, name: str, kind: DocumentKind | None) -> int | None:
    """The lowest that a document of ours ever had in a series, deleted ones too, or could have got: where it is not
    known what became of one, or a person said so wrongly, no document of ours has that number."""
    numbers = _numbered(connection, name, kind).values_list("number", flat=True)
    tried = Intent.objects.filter(document__system=connection).annotate(
        room=KeyTextTransform("series", "position"), upcoming=KeyTextTransform("next_number", "position")
    )
    if kind is not None:
        tried = tried.filter(document__number_space=kind.document_class.value)
    first = tried.filter(room=name, upcoming__isnull=False).values_list("upcoming", flat=True)
    return min((int(number) for number in (*numbers, *first) if number.isdigit()), default=None)


def _numbered(connection: Connection, name: str, kind: DocumentKind | None) -> QuerySet[Document]:
    rows = Document.objects.filter(system=connection, series=name).exclude(number="")
    return rows if kind is None else rows.filter(number_space=kind.document_class.value)


def owner(document: Document, name: str, number: str) -> Document | None:
    """Another document of ours that has this number already, however it is padded."""
    space = (document.company_id, document.connector, document.number_space)
    return next((row for row in _spelled(*space, name, number) if row.pk != document.pk), None)


def is_ours(route: Route, kind: DocumentKind, name: str, number: str) -> bool:
    """Whether a document that could have come by this route is one of ours, whichever route it came by."""
    return any(_spelled(route.company_id, route.system.connector, kind.document_class.value, name, number))


def _spelled(company: int, connector: str, space: str, name: str, number: str) -> Iterator[Document]:
    """Documents of ours that have a number, however it is padded; of those that were deleted it is free again."""
    bare = number.strip().lstrip("0")
    rows = Document.objects.filter(
        company_id=company,
        connector=connector,
        number_space=space,
        series=name,
        number__endswith=bare,
        gone_at=None,
    ).exclude(number="")
    return (row for row in rows.select_related("order") if row.number.lstrip("0") == bare)


def names_of(connection: Connection) -> set[str]:
    """Series of this account in which we have documents, or will have by a route."""
    used = set(Document.objects.filter(system=connection).values_list("series", flat=True).distinct())
    for route in Route.objects.filter(system=connection):
        used |= {route.settings.series, *(rule.series for rule in route.settings.rules)}
    return used - {""}


def walked_to(connection: Connection, name: str, kind: DocumentKind | None) -> int:
    walk = SeriesWalk.objects.filter(connection=connection, series=name, kind=_apart(kind)).first()
    return walk.walked_to if walk else 0


def walked(connection: Connection, name: str, kind: DocumentKind | None, number: int) -> None:
    SeriesWalk.objects.update_or_create(
        connection=connection, series=name, kind=_apart(kind), defaults={"walked_to": number}
    )


def _apart(kind: DocumentKind | None) -> str:
    """Whose numbers are counted apart under the same name."""
    return kind.value if kind is DocumentKind.PROFORMA else ""
