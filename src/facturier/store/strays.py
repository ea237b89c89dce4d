"""Documents with our mark that this book does not know (yet)."""

from datetime import datetime
from decimal import Decimal

from facturier.ports.system import Candidate
from facturier.store import statements
from facturier.store.models import Connection, Stray


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


def forget(stray: Stray) -> None:
    """It is no longer there under its number."""
    stray.delete()
