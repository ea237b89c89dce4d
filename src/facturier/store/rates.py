"""Exchange rates as stored; who fetches them is another room's matter."""

from collections.abc import Iterable
from datetime import date, timedelta

from facturier.drafting.context import ExchangeRate
from facturier.store.models import Rate

STALE = timedelta(days=10)


def keep(rates: Iterable[ExchangeRate]) -> None:
    Rate.objects.bulk_create(
        [Rate(source=r.source, day=r.day, base=r.base, quote=r.quote, rate=r.rate) for r in rates],
        ignore_conflicts=True,
    )


def between(source: str, currencies: set[str], since: date, until: date) -> tuple[ExchangeRate, ...]:
    """Rates of `source` between these currencies for the days from shortly before `since` up to `until`."""
    rows = Rate.objects.filter(
        source=source, base__in=currencies, quote__in=currencies, day__lte=until, day__gt=since - STALE
    ).order_by("-day")
    return tuple(ExchangeRate(r.source, r.base, r.quote, r.rate, r.day) for r in rows)
