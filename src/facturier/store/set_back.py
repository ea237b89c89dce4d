"""A clock that was ahead and is set back: what it dated lies too far off, and would be waited for."""

from datetime import datetime, timedelta

from django.db.models import DurationField, ExpressionWrapper, F, Value

from facturier.store import leases
from facturier.store.models import (
    Connection,
    Document,
    Effect,
    Installation,
    Intent,
    LimitScope,
    Order,
    Transmitted,
)

LONGEST_BLOCK = timedelta(hours=1)


def noted() -> datetime | None:
    """What the clock showed when somebody looked last, in whatever process."""
    return Installation.objects.values_list("clock_at", flat=True).get(pk=1)


def note(now: datetime) -> None:
    Installation.objects.filter(pk=1).update(clock_at=now)


def look_at_all(now: datetime) -> None:
    """Whatever waits for a later moment is looked at now: too early a look does nothing. Nobody has a lease for
    longer than one that is taken now, for each is also kept by the time that has passed."""
    ends = now + leases.DURATION
    for dated in (Connection, Order, Document, Effect):
        dated.objects.filter(look_at__gt=now).update(look_at=now)
    for leased in (Document, Effect):
        leased.objects.filter(lease_until__gt=ends).update(lease_until=ends)
    _doubt_from(now)
    _called_again(now)
    _heard_by(now)


def _doubt_from(now: datetime) -> None:
    """What was sent under a date that has not come was sent before now: a lost commit may land for as long as after
    a call that is made now."""
    dated = Intent.objects.filter(closed_at=None, created_at__gt=now)
    ahead = ExpressionWrapper(F("created_at") - Value(now), output_field=DurationField())
    dated.update(horizon_at=F("horizon_at") - ahead, absent_at=None, absent_proof="")


def _heard_by(now: datetime) -> None:
    """Else all that is heard of an e-invoice from now on would be older news."""
    Transmitted.objects.filter(told_at__gt=now).update(told_at=now)


def _called_again(now: datetime) -> None:
    """No remote has shut us out for days. Who still does says so again, and each tells of its longer limits with the
    next answer."""
    latest = now + LONGEST_BLOCK
    LimitScope.objects.filter(blocked_until__gt=latest).update(blocked_until=latest)
    LimitScope.objects.filter(asked_until__gt=latest).update(asked_until=latest)
    LimitScope.objects.update(quotas=None)
