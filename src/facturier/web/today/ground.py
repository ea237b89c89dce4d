"""What everything stands on: connections, what is paused, and how many calls the remotes still allow."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q

from facturier.flows.connections import trouble
from facturier.flows.env import Env
from facturier.model.message import Message
from facturier.ports.errors import Misconfigured
from facturier.store import installation
from facturier.store.models import Connection, LimitScope, Organisation, Permit, Route

LONG = timedelta(hours=2)
"""A shop that was not read for this long is worth a look: it is read every minute."""


@dataclass(frozen=True)
class Ground:
    """One connection. trouble: what a person must mend. stale: a shop that was not read for long.

    free, calls: of its limit; calls is 0 where the remote names none. blocked: the remote shut us out just now.
    """

    connection: Connection
    trouble: Message | None
    stale: bool
    free: int = 0
    calls: int = 0
    blocked: bool = False

    @property
    def read_at(self) -> datetime | None:
        return self.connection.read_at or self.connection.offers_at

    @property
    def well(self) -> bool:
        return not (self.trouble or self.stale or self.blocked)


@dataclass(frozen=True)
class Paused:
    """name: of what is paused; empty for everything."""

    name: str
    why: Message | None


def connections(env: Env, organisation: Organisation) -> Sequence[Ground]:
    rows = list(Connection.objects.filter(organisation=organisation).order_by("role", "label"))
    now = env.clock.now()
    limits = {row.pk: _limit(env, row) for row in rows}
    free = _taken([scope for scope, _ in limits.values() if scope], now)
    return [_ground(row, *limits[row.pk], free, now) for row in rows]


def paused(organisation: Organisation, grounds: Sequence[Ground]) -> Sequence[Paused]:
    """Everything that stands still because somebody, or Facturier itself, said so."""
    found = []
    if why := installation.stopped():
        found.append(Paused("", why))
    routes = Route.objects.filter(organisation=organisation).exclude(paused_at=None).order_by("label")
    levels = [organisation, *(each.connection for each in grounds), *routes]
    return found + [Paused(str(level), level.paused_why) for level in levels if level.paused_at]


def _ground(
    row: Connection, scope: str, calls: int, taken: dict[str, tuple[int, bool]], now: datetime
) -> Ground:
    used, blocked = taken.get(scope, (0, False))
    stale = row.role == Connection.Role.SHOP and row.read_at is not None and now - row.read_at > LONG
    return Ground(row, trouble(row), stale, max(0, calls - used), calls, blocked)


def _limit(env: Env, row: Connection) -> tuple[str, int]:
    """The scope and the calls of a connection's limit; nothing for one without, or whose settings are unusable."""
    try:
        limited = [(http.scope, http.limit.calls) for http in env.clients(row) if http.limit is not None]
    except Misconfigured:
        return "", 0
    return limited[0] if limited else ("", 0)


def _taken(scopes: Sequence[str], now: datetime) -> dict[str, tuple[int, bool]]:
    """By scope: how many calls are taken just now, and whether the remote has shut us out."""
    blocked = LimitScope.objects.filter(scope=OuterRef("scope"), blocked_until__gt=now)
    rows = Permit.objects.filter(scope__in=scopes).values("scope")
    counted = rows.annotate(taken=Count("id", filter=Q(free_at__gt=now)), blocked=Exists(blocked))
    return {row["scope"]: (row["taken"], row["blocked"]) for row in counted}
