"""When something is due: read when the store has changed, and never twice between two changes.

Nobody but the acting player changes the store, and every change passes the hook on its connection, which counts it.
So what was read before still holds as long as the count is the same, and to read it again would show nothing new.
"""

from collections.abc import Sequence
from datetime import UTC, datetime

from tests.proof.database import Observer
from tests.proof.stage import Stage

from facturier.ports.clock import Clock
from facturier.ports.registry import SYSTEMS, connectors
from facturier.store.due import Due, due

EVER = datetime(1970, 1, 1, tzinfo=UTC)
LIMIT = 4
ALL_THE_SAME = 0.1

_TABLES = {
    "store_document": "greatest(look_at, lease_until)",
    "store_effect": "greatest(look_at, lease_until)",
    "store_order": "look_at",
    "store_connection": "look_at",
}
_ALL = " UNION ".join(
    f"SELECT {moment} FROM {table} WHERE look_at IS NOT NULL"  # noqa: S608
    for table, moment in _TABLES.items()
)
MOMENTS = f"{_ALL} ORDER BY 1"


class Moments:
    """The moments of all rows that wait for one, as the database's clock shows them."""

    def __init__(self, stage: Stage, observer: Observer) -> None:
        self._stage = stage
        self._observer = observer
        self._read_at = -1
        self._all: Sequence[datetime] = ()

    def after(self, moment: datetime) -> datetime | None:
        if self._read_at != self._stage.changes:
            self._read_at, self._all = self._stage.changes, self._observer.column(MOMENTS)
        return next((found for found in self._all if found > moment), None)


class Looks:
    """What the product says is due, for all workers: those who ask between two changes are told the same.

    Where no row's moment has come it is asked only now and then, to see that it names nothing then.
    """

    def __init__(self, stage: Stage, clock: Clock, moments: Moments) -> None:
        self._stage = stage
        self._clock = clock
        self._moments = moments
        self._several = [name for name, each in connectors(SYSTEMS).items() if each.several_at_once]
        self._found: tuple[tuple[int, datetime], Sequence[Due]] | None = None

    def look(self) -> Sequence[Due]:
        now = self._clock.now()
        first = self._moments.after(EVER)
        if (first is None or first > now) and self._stage.dice.random() >= ALL_THE_SAME:
            return ()
        if self._found is None or self._found[0] != (self._stage.changes, now):
            found = due(now, LIMIT, self._several)  # meanwhile others act: it holds from when it is answered
            self._found = (self._stage.changes, now), found
        return self._found[1]
