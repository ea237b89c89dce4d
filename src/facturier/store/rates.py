"""Exchange rates as stored; who fetches them is another room's matter."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Count, Max, Min, Q

from facturier.drafting.context import ExchangeRate
from facturier.model.message import say
from facturier.store import journal
from facturier.store.models import AuditEvent, Rate

STALE = timedelta(days=10)
# A bank's table has thirty currencies and more; by hand a person adds one or two.
WHOLE_TABLE = 10


def keep(rates: Iterable[ExchangeRate]) -> int:
    """Store what is not stored yet; returns how many those were. What a person put there stays."""
    before = Rate.objects.count()
    Rate.objects.bulk_create(
        [Rate(source=r.source, day=r.day, base=r.base, quote=r.quote, rate=r.rate) for r in rates],
        ignore_conflicts=True,
    )
    return Rate.objects.count() - before


@transaction.atomic
def put(rate: ExchangeRate, by: str, now: datetime) -> None:
    """A person's word for one rate, in place of what may be stored. Documents made before keep theirs."""
    key: dict[str, Any] = {
        "source": rate.source,
        "day": rate.day,
        "base": rate.base,
        "quote": rate.quote,
    }
    row, _ = Rate.objects.update_or_create(**key, defaults={"rate": rate.rate})
    told = say(
        "%(source)s for %(day)s: 1 %(base)s is %(rate)s %(quote)s, by hand.", rate=f"{rate.rate:f}", **key
    )
    AuditEvent.objects.create(at=now, actor=by, subject=journal.subject(row), message=told)


def stored(source: str, day: date, base: str, quote: str) -> Decimal | None:
    """The rate of exactly this day and direction."""
    rows = Rate.objects.filter(source=source, day=day, base=base, quote=quote)
    return rows.values_list("rate", flat=True).first()


def between(source: str, currencies: set[str], since: date, until: date) -> tuple[ExchangeRate, ...]:
    """Rates of `source` between these currencies for the days from shortly before `since` up to `until`."""
    rows = Rate.objects.filter(
        source=source, base__in=currencies, quote__in=currencies, day__lte=until, day__gt=since - STALE
    ).order_by("-day")
    return tuple(ExchangeRate(r.source, r.base, r.quote, r.rate, r.day) for r in rows)


def tables(source: str) -> tuple[date, date] | None:
    """The oldest and the newest day whose whole table is stored. What a person added does not count."""
    days = Rate.objects.filter(source=source).values("day").annotate(rates=Count("pk"))
    ends = days.filter(rates__gte=WHOLE_TABLE).aggregate(oldest=Min("day"), newest=Max("day"))
    return (ends["oldest"], ends["newest"]) if ends["oldest"] else None


def known(source: str, currencies: set[str], since: date) -> bool:
    """Whether each of these currencies has a rate of `source` on `since` or later, from wherever."""
    rows = Rate.objects.filter(source=source, day__gte=since)
    return all(rows.filter(Q(base=each) | Q(quote=each)).exists() for each in currencies)


def newest() -> tuple[ExchangeRate, ...]:
    """The rates of each source's newest day."""
    ends = Rate.objects.values("source").annotate(newest=Max("day")).values_list("source", "newest")
    found: list[ExchangeRate] = []
    for source, day in sorted(ends):
        rows = Rate.objects.filter(source=source, day=day).order_by("base", "quote")
        found += [ExchangeRate(r.source, r.base, r.quote, r.rate, r.day) for r in rows]
    return tuple(found)
