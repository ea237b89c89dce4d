"""Documents with our mark that this book does not know (yet)."""

from datetime import datetime
from decimal import Decimal

from facturier.model.message import Message, say
from facturier.ports.system import Candidate
from facturier.store import journal, statements
from facturier.store.models import Connection, Document, Stray

UNWANTED = "STRAY"
"""The alarm for one whose order is to get no document, as far as is known now."""


def keep(system: Connection, series: str, seen: Candidate, now: datetime) -> Stray:
    """Remember what was seen under our mark; the first sighting stays, and is what comes back."""
    kept, _ = Stray.objects.get_or_create(
        reference=seen.reference,
        defaults={
            "system": system,
            "series": series,
            "number": seen.number,
            "total": seen.total,
            "seen_at": now,
        },
    )
    return kept


def of(reference: str) -> Stray | None:
    return statements.first(Stray, {"reference": reference})


def of_total(system: Connection, series: str, total: Decimal) -> Stray | None:
    """The newest of this total in the series."""
    return Stray.objects.filter(system=system, series=series, total=total).order_by("-seen_at", "-pk").first()


def unwanted(document: Document, stray: Stray) -> Message:
    return say(
        "%(series)s %(number)s carries the mark of order %(order)s, for which nothing was to be issued. "
        "Cancel it, or issue the order: then it is adopted.",
        series=stray.series,
        number=stray.number,
        order=document.order.number,
    )


def given_up(document: Document, now: datetime) -> None:
    """Nothing comes of the document by itself any more. If one was seen under its mark, nobody adopts that now."""
    if stray := of(document.reference):
        journal.raise_alarm(UNWANTED, document, unwanted(document, stray), now, document.organisation_id)


def forget(stray: Stray) -> None:
    """It is no longer there under its number."""
    stray.delete()
