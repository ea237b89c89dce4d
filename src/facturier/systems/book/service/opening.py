"""Opening a book: the ledger, its first series, the picture on its documents; and showing what it offers."""

from decimal import Decimal

from django.db import transaction

from facturier.model.kinds import DocumentKind
from facturier.ports.clock import Clock
from facturier.systems.book.models import Ledger
from facturier.systems.book.service.logos import stored
from facturier.systems.book.service.numbering import is_known, kept, new_series
from facturier.systems.book.service.scene import Call, belongs, today
from facturier.systems.book.wire import Opening, SeriesShown, SeriesWanted, Shown


def open_book(call: Call) -> Shown:
    """Make the book if it is not there, and bring it up to the settings. Safe to repeat.

    Raises Misconfigured where it is another company's, or the picture is none.
    """
    return _shown(opened(call.asked.get("book", ""), call.read(Opening), call.clock))


def opened(name: str, wanted: Opening, clock: Clock) -> Ledger:
    """The ledger of this name as the settings want it; see `open_book`."""
    with transaction.atomic():
        row = Ledger(
            name=name,
            issuer=wanted.issuer,
            country=wanted.country,
            zone=wanted.zone,
            rates="",
            opened_at=clock.now(),
        )
        Ledger.objects.bulk_create([row], ignore_conflicts=True)
        ledger = Ledger.objects.select_for_update().get(name=name)
        belongs(ledger, wanted.issuer)
        ledger.zone = wanted.zone
        ledger.rates = " ".join(f"{rate:f}" for rate in wanted.rates)
        ledger.logo = stored(wanted.logo)
        ledger.save()
        for one in wanted.series:
            _add(ledger, one, clock)
        return ledger


def _add(ledger: Ledger, wanted: SeriesWanted, clock: Clock) -> None:
    """A family that is there already stays as it is, whatever the settings say now."""
    if not is_known(ledger, wanted.family):
        year = today(ledger, clock).year if wanted.yearly else None
        kept(new_series(ledger, wanted.family, wanted.kind, year=year, first_number=wanted.first_number))


def shown(call: Call) -> Shown:
    return _shown(call.ledger())


def _shown(ledger: Ledger) -> Shown:
    """A family that begins anew each year is shown by its own name too: that is what a route names."""
    rows = list(ledger.series.order_by("kind", "family", "year"))
    series: dict[str, SeriesShown] = {}
    for row in rows:
        series.setdefault(row.family, SeriesShown(row.family, DocumentKind(row.kind)))
        series[row.name] = SeriesShown(row.name, DocumentKind(row.kind), str(row.next_number))
    rates = tuple(Decimal(rate) for rate in ledger.rates.split())
    return Shown(ledger.name, rates, tuple(series.values()), ledger.locked_upto)
