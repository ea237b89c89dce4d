"""Documents with our mark that this book does not know (yet)."""

from datetime import datetime

from facturier.ports.system import Candidate
from facturier.store import statements
from facturier.store.models import Connection, Stray


def keep(system: Connection, series: str, seen: Candidate, now: datetime) -> None:
    """Remember what was seen under our mark; the first sighting stays."""
    Stray.objects.get_or_create(
        reference=seen.reference,
        defaults={
            "system": system,
            "series": series,
            "number": seen.number,
            "total": seen.total,
            "seen_at": now,
        },
    )


def of(reference: str) -> Stray | None:
    return statements.first(Stray, {"reference": reference})


def forget(stray: Stray) -> None:
    """It is no longer there under its number."""
    stray.delete()
