"""The room of a series: one number-consuming call at a time, for as long as its fate is open (DESIGN 5.7)."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import F
from django.db.models.functions import Greatest

from facturier.model.kinds import DocumentKind
from facturier.ports.system import Candidate, Numbered, Room
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
)


def occupy(room: Room, document: Document, now: datetime) -> Document | None:
    """Take the room for a document. None: it is this document's now; else whose it is."""
    Occupancy.objects.bulk_create(
        [Occupancy(account=room.account, series=room.series, document=document, taken_at=now)],
        ignore_conflicts=True,
    )
    taken = Occupancy.objects.filter(account=room.account, series=room.series)
    occupant = taken.select_related("document").first()
    return occupant.document if occupant and occupant.document_id != document.pk else None


def leave(document: Document) -> None:
    """Free whatever room the document occupied."""
    Occupancy.objects.filter(document=document).delete()


def business_day(room: Room, today: date) -> date:
    """The date for the next document of the series: today, or the series' last date where that is later.

    Also notes it, so that dates never run backwards in a series, whatever a clock or a time zone does.
    """
    book, made = SeriesBook.objects.get_or_create(
        account=room.account, series=room.series, defaults={"last_date": today}
    )
    if made or book.last_date is None or book.last_date < today:
        SeriesBook.objects.filter(pk=book.pk).update(last_date=Greatest(F("last_date"), today))
        return today
    return book.last_date


def explained(document: Document, room: Room) -> dict[str, Numbered]:
    """Numbers of the room that the store can explain, for `System.settle`."""
    rows = Document.objects.filter(
        company_id=document.company_id,
        connector=document.connector,
        number_space=document.number_space,
        series=room.series,
        state__in=EXISTS,
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


def free_quarantine(intent: Intent, now: datetime) -> None:
    Quarantine.objects.filter(intent=intent, freed_at=None).update(freed_at=now)


def documents_in(connection: Connection, name: str, kind: DocumentKind | None) -> dict[int, Document]:
    """Our documents of a series by number, as far as their numbers are figures."""
    rows = Document.objects.filter(system=connection, series=name).exclude(number="")
    if kind is not None:
        rows = rows.filter(number_space=kind.document_class.value)
    return {int(row.number): row for row in rows if row.number.isdigit()}


def names_of(connection: Connection) -> set[str]:
    """Series of this account in which we have documents, or will have by a route."""
    used = set(Document.objects.filter(system=connection).values_list("series", flat=True).distinct())
    for route in Route.objects.filter(system=connection):
        used |= {route.settings.series, *(rule.series for rule in route.settings.rules)}
    return used - {""}


def walked_to(connection: Connection, name: str) -> int:
    walk = SeriesWalk.objects.filter(connection=connection, series=name).first()
    return walk.walked_to if walk else 0


def walked(connection: Connection, name: str, number: int) -> None:
    SeriesWalk.objects.update_or_create(connection=connection, series=name, defaults={"walked_to": number})
