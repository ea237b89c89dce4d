"""Remote limits that hold for all workers together (invariant I6).

A scope has as many permit rows as the remote allows calls per window. A call takes one until its deadline
and gives it back *one window after it ended*. Whatever happens on the wire, the call arrived between start and
end, so no window of the remote's clock ever sees more than the limit; and the permit of a worker that died
comes back by itself. (The pacing by arrival time that was measured first needs slack for jitter and cannot
make up for a late call; this reaches the full rate and is exact.)
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime, timedelta

import msgspec

from facturier.model.message import say
from facturier.ports.budget import Quota, Urgency
from facturier.ports.capabilities import Limit
from facturier.ports.clock import Clock
from facturier.ports.errors import Spent
from facturier.prepared import execute
from facturier.store.models import LimitScope, Permit

_TAKE = """
    UPDATE store_permit SET free_at = %(until)s WHERE id = (
        SELECT id FROM store_permit
        WHERE scope = %(scope)s AND index < %(calls)s AND free_at <= %(now)s
        AND NOT EXISTS (SELECT 1 FROM store_limitscope WHERE scope = %(scope)s AND blocked_until > %(now)s)
        ORDER BY free_at
        OFFSET CASE WHEN %(patient)s AND EXISTS
            (SELECT 1 FROM store_limitscope WHERE scope = %(scope)s AND asked_until > %(now)s)
            THEN %(kept)s ELSE 0 END
        LIMIT 1 FOR UPDATE SKIP LOCKED
    ) RETURNING id, (SELECT quotas FROM store_limitscope WHERE scope = %(scope)s)
"""
_NEXT = """
    WITH permit AS (SELECT free_at FROM store_permit WHERE scope = %(scope)s AND index < %(calls)s),
    held AS (SELECT blocked_until, asked_until FROM store_limitscope WHERE scope = %(scope)s)
    SELECT greatest(
        (SELECT min(free_at) FROM permit),
        (SELECT blocked_until FROM held),
        CASE WHEN %(patient)s AND EXISTS (SELECT 1 FROM held WHERE asked_until > %(now)s) THEN least(
            (SELECT free_at FROM permit ORDER BY free_at OFFSET %(kept)s LIMIT 1),
            (SELECT asked_until FROM held)
        ) END
    ), (SELECT max(free_at) FROM permit) > %(until)s
"""
_MAKE = """
    INSERT INTO store_permit (scope, index, free_at)
    SELECT %(scope)s, n, %(now)s FROM generate_series(0, %(calls)s - 1) AS n ON CONFLICT DO NOTHING
"""
# Noted by a clock that was put back since: no call that is under way, or was made, holds a permit for longer.
_RIGHT = """
    UPDATE store_permit SET free_at = %(until)s
    WHERE scope = %(scope)s AND index < %(calls)s AND free_at > %(until)s RETURNING id
"""
_ASK = """
    INSERT INTO store_limitscope (scope, asked_until) VALUES (%(scope)s, %(until)s)
    ON CONFLICT (scope) DO UPDATE SET asked_until = excluded.asked_until
"""
# Nobody waits until this is on the disk: lost in a crash, the permit comes back later, which is safe.
_GIVE_BACK = """
    WITH unwaited AS (SELECT set_config('synchronous_commit', 'off', true))
    UPDATE store_permit SET free_at = %s FROM unwaited WHERE id = %s
"""
_LOWER = """
    UPDATE store_permit SET free_at = %(until)s WHERE id IN (
        SELECT id FROM store_permit WHERE scope = %(scope)s AND index < %(calls)s AND free_at <= %(now)s
        ORDER BY free_at OFFSET %(remaining)s + %(calls)s / 10 FOR UPDATE SKIP LOCKED
    )
"""
# Nor until this is: it is told anew with the next answer.
_TOLD = """
    WITH unwaited AS (SELECT set_config('synchronous_commit', 'off', true))
    INSERT INTO store_limitscope (scope, quotas) SELECT %(scope)s, %(quotas)s::jsonb FROM unwaited
    ON CONFLICT (scope) DO UPDATE SET quotas = excluded.quotas
"""
_quotas = msgspec.json.Decoder(tuple[Quota, ...])
_QUOTAS = "SELECT quotas FROM store_limitscope WHERE scope = %s"
KEPT = 1
"""What others leave free while somebody urgent waits: so the next permit is always theirs. More would lie idle."""
ASKING = timedelta(seconds=0.5)
BRIEF = timedelta(seconds=0.3)
PATIENT = timedelta(seconds=5)
LONGEST_CALL = timedelta(seconds=130)


class SharedBudget:
    """A `Budget` on the store. scale: divides every waiting time, for benches that must end in minutes.

    A call waits 0.3 s for its permit in its thread, a patient one up to 5 s, for its caller holds the room of a
    series.
    """

    def __init__(self, clock: Clock, scale: float = 1.0) -> None:
        self._clock = clock
        self._scale = scale

    def permit(
        self, scope: str, limit: Limit, urgency: Urgency, patient: bool = False
    ) -> AbstractContextManager[None]:
        return self._held(scope, limit, urgency, (PATIENT if patient else BRIEF) / self._scale)

    @contextmanager
    def _held(self, scope: str, limit: Limit, urgency: Urgency, patience: timedelta) -> Iterator[None]:
        row, told = self._take(scope, limit, urgency, patience)
        now = self._clock.now()
        if put_off := _put_off(told, urgency, now):
            self._give_back(row, now)
            raise put_off
        try:
            yield
        finally:
            self._give_back(row, self._clock.now() + limit.window)

    def _take(
        self, scope: str, limit: Limit, urgency: Urgency, patience: timedelta
    ) -> tuple[int, Sequence[Quota]]:
        """A permit, and what the remote told last of its longer limits."""
        waited_until = self._clock.now() + patience
        while True:
            now = self._clock.now()
            until = now + LONGEST_CALL / self._scale + limit.window
            facts: dict[str, str | int | datetime] = {
                "scope": scope,
                "calls": limit.calls,
                "now": now,
                "until": until,
                "patient": urgency > Urgency.PERSON,
                "kept": KEPT,
            }
            if row := execute(_TAKE, facts).fetchone():
                return int(row[0]), _standing(row[1], now)
            free_at, some_wrong = execute(_NEXT, facts).fetchone()
            if free_at is None:
                execute(_MAKE, facts)
                continue
            if some_wrong and execute(_RIGHT, facts).fetchone():
                continue
            if urgency <= Urgency.PERSON:
                asked_until = max(now, free_at) + ASKING / self._scale
                execute(_ASK, {"scope": scope, "until": asked_until})
            self._wait(max(free_at, now + timedelta(milliseconds=2)), waited_until)

    def _wait(self, free_at: datetime, waited_until: datetime) -> None:
        if free_at > waited_until:
            raise Spent(say("The system's limit of calls is used up for the moment."), free_at)
        self._clock.sleep(max(0.0, (free_at - self._clock.now()).total_seconds()))

    def _give_back(self, row: int, free_at: datetime) -> None:
        execute(_GIVE_BACK, [free_at, row])

    def heard(
        self,
        scope: str,
        limit: Limit,
        remaining: int | None,
        blocked: bool,
        until: datetime | None = None,
    ) -> None:
        """`remaining` may be stale by the calls that are under way, so a tenth of disagreement is allowed."""
        now = self._clock.now()
        if blocked:
            ends = until or now + limit.block
            LimitScope.objects.update_or_create(scope=scope, defaults={"blocked_until": ends})
        elif remaining is not None:
            facts = {"scope": scope, "calls": limit.calls, "now": now, "until": now + limit.window}
            execute(_LOWER, {**facts, "remaining": max(remaining, 0)})

    def told(self, scope: str, quotas: Sequence[Quota]) -> None:
        execute(_TOLD, {"scope": scope, "quotas": msgspec.json.encode(quotas).decode()})


def _put_off(told: Sequence[Quota], urgency: Urgency, now: datetime) -> Spent | None:
    """Why a call is not made although a permit is free. What only reads, and what no buyer asked for where calls are
    scarce, leaves the rest of a month to what was asked for: it keeps to the pace of the window. And nobody calls
    once all is used: the remote is not made to say so."""
    until = _latest(one.spent_until(urgency <= Urgency.PERSON) for one in told)
    if until is not None:
        return Spent(say("The calls of the system's longer limit are used up."), until)
    if urgency is Urgency.READ:
        until = _latest(one.ahead_until(now) for one in told)
    elif urgency is Urgency.UNASKED:
        until = _latest(one.scarce_until(now) for one in told)
    return Spent(say("The system's longer limit of calls is spread over its time."), until) if until else None


def _latest(moments: Iterable[datetime | None]) -> datetime | None:
    return max((moment for moment in moments if moment is not None), default=None)


def quotas(scope: str, now: datetime) -> tuple[Quota, ...]:
    """What the remote told last of its longer limits, without those whose window has ended."""
    row = execute(_QUOTAS, [scope]).fetchone()
    return _standing(row[0] if row else None, now)


def _standing(stored: str | bytes | None, now: datetime) -> tuple[Quota, ...]:
    return tuple(one for one in _quotas.decode(stored) if one.ends > now) if stored else ()


def taken(scope: str, now: datetime) -> tuple[int, datetime | None]:
    """How many permits of a scope are not free just now, and until when its remote has shut us out, if it has."""
    held = LimitScope.objects.filter(scope=scope, blocked_until__gt=now).first()
    return Permit.objects.filter(scope=scope, free_at__gt=now).count(), held.blocked_until if held else None
