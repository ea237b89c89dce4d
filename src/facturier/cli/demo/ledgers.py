"""The other side's own books: a simulator's, read from inside it, and the embedded book, read through its port."""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

from facturier.flows.env import Env
from facturier.model.reference import PATTERN
from facturier.ports.system import Candidate
from facturier.store.models import Connection

if TYPE_CHECKING:
    from facturier.sandbox.kit import Sandbox


@dataclass(frozen=True)
class Simulated:
    """What a simulator has written down, whatever our client believes."""

    sandbox: "Sandbox"

    def standing(self) -> dict[tuple[str, str], Decimal]:
        return {(one.series, one.number): one.total for one in self._own().entries() if one.stands}

    def duplicates(self) -> int:
        return len(self._own().duplicates(PATTERN.pattern))

    def _own(self) -> Any:
        return cast(Any, self.sandbox).ledger


@dataclass(frozen=True)
class Walked:
    """A book that is a part of Facturier: every number of every series, read once more."""

    env: Env
    connection: Connection

    def standing(self) -> dict[tuple[str, str], Decimal]:
        return {name: seen.total for name, seen in self._documents().items() if seen.total is not None}

    def duplicates(self) -> int:
        marks = Counter(seen.reference for seen in self._documents().values())
        return len([mark for mark, times in marks.items() if mark and times > 1])

    def _documents(self) -> dict[tuple[str, str], Candidate]:
        system = self.env.system(self.connection, [])
        return {
            (series.name, seen.number): seen
            for series in system.offers().series
            for seen in system.walk(series.name, range(1, int(series.next_number or 1)))
        }
