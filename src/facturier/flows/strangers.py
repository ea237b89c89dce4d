"""A number of a series that our book does not have: whose is it?"""

from dataclasses import dataclass, field

from facturier.flows.env import Env
from facturier.model.message import Message, say
from facturier.model.reference import installation_of
from facturier.ports.system import Candidate
from facturier.store import installation, journal, series, strays
from facturier.store.models import UNSETTLED, Connection, Document, Stray
from facturier.store.sales import NOT_COMING

UNKNOWN = "UNKNOWN-OURS"
"""The alarm for a document under our mark of which this book knows nothing; `about` is the mark."""
REVERSED = "REVERSED"
"""The alarm for what credits a document of ours and is not known here; `about` is its series and number."""


@dataclass
class Reconciled:
    """What one run saw: numbers read that our book does not have, documents of ours that were looked at once more,
    documents of other people, ours that were not known (they will be adopted when their sale comes by), documents
    or whole series that could not be read (they are tried again), and what does not agree."""

    read: int = 0
    looked: int = 0
    foreign: int = 0
    strays: int = 0
    unread: int = 0
    drift: list[Message] = field(default_factory=list)

    def differs(self, why: Message | None) -> None:
        """The same may be met twice."""
        if why is not None and why not in self.drift:
            self.drift.append(why)

    def not_read(self, series: str) -> None:
        """A whole series, for it is not known how far it goes."""
        self.unread += 1
        self.drift.append(say("%(series)s was not read: its last number cannot be found.", series=series))


@dataclass(frozen=True)
class Judge:
    """Notes who made what is seen in one series of an account, and raises an alarm where it does not agree with our
    book. name: of the series."""

    env: Env
    connection: Connection
    name: str
    result: Reconciled

    def judge(self, seen: Candidate) -> None:
        if not seen.reference:
            self._foreign(seen)
        elif installation_of(seen.reference) != installation.mark():
            self._of_another_installation(seen)
        else:
            ours = Document.objects.filter(reference=seen.reference).select_related("order").first()
            if ours is not None and ours.number:
                self._beside(ours, seen)
            else:
                self._stray(ours, seen)

    def _foreign(self, seen: Candidate) -> None:
        """Made by somebody else, or a reversal: those carry a mark in some accounts, and none in others."""
        self.result.foreign += 1
        if seen.total is None or seen.total >= 0 or not installation.recovering():
            return
        stray = strays.of_total(self.connection, self.name, -seen.total)
        if original := stray or series.not_reversed(self.connection, self.name, -seen.total):
            self._credited(seen, original)

    def _of_another_installation(self, seen: Candidate) -> None:
        why = say(
            "Another installation of Facturier issued %(series)s %(number)s in this account. Sending stops; "
            "stop one of the two for good, then run “facturier reconcile --recover” on the other.",
            series=self.name,
            number=seen.number,
        )
        installation.stop_sending(why, self.env.clock.now())
        self._alarm("SECOND-INSTALLATION", self.connection, why)

    def _beside(self, ours: Document, seen: Candidate) -> None:
        """It carries the mark of a document of ours that has a number."""
        if ours.series == self.name and ours.number.lstrip("0") == seen.number.lstrip("0"):
            return  # the very document, seen through another connection to the same account
        if ours.original_id is not None or not _credits(seen):
            self._alarm("DUPLICATE", ours, self._twice(seen, ours))
        elif not ours.corrections.filter(state__in=UNSETTLED).exists():  # or it is the one in doubt
            self._credited(seen, ours)

    def _stray(self, ours: Document | None, seen: Candidate) -> None:
        """It carries our mark, and the book knows no number under that."""
        first = strays.keep(self.connection, self.name, seen, self.env.clock.now())
        self.result.strays += 1
        if (first.series, first.number) != (self.name, seen.number):
            self._second(first, seen)
        elif ours is None:
            self._unknown(seen)
        elif ours.retired_at or ours.state in NOT_COMING:
            self._alarm(strays.UNWANTED, ours, strays.unwanted(ours, first))
        else:
            self.env.nudge("document", ours.pk)

    def _second(self, first: Stray, seen: Candidate) -> None:
        """Two under one mark that the book does not know yet: the first will be taken over."""
        if _credits(seen) and (first.total is None or first.total > 0):
            self._credited(seen, first)
        else:
            self._alarm("DUPLICATE", self.connection, self._twice(seen, first), seen.reference)

    def _unknown(self, seen: Candidate) -> None:
        """Issued after the backup that was restored. Its order may come by again, or never."""
        why = say(
            "%(series)s %(number)s is one of ours that this book does not know: it was issued after the backup was "
            "made. It is taken over when its order asks for it again. If none does, look what it is for: cancel or "
            "credit it.",
            series=self.name,
            number=seen.number,
        )
        self._alarm(UNKNOWN, self.connection, why, seen.reference)

    def _credited(self, seen: Candidate, original: Document | Stray) -> None:
        why = say(
            "%(series)s %(number)s (%(total)s) seems to credit %(original)s, and this book does not know of it. Look "
            "at both in the system. If it does, do not credit the same again, and set the order right in the shop.",
            series=self.name,
            number=seen.number,
            total=seen.total,
            original=original,
        )
        self._alarm(REVERSED, self.connection, why, f"{self.name} {seen.number}".strip())

    def _twice(self, seen: Candidate, first: Document | Stray) -> Message:
        return say(
            "%(series)s %(number)s carries the mark of %(name)s: one sale has two documents. "
            "Cancel or credit the one that is wrong.",
            series=self.name,
            number=seen.number,
            name=first,
        )

    def _alarm(self, code: str, row: object, why: Message, about: str = "") -> None:
        journal.raise_alarm(code, row, why, self.env.clock.now(), self.connection.organisation_id, about)
        self.result.differs(why)


def _credits(seen: Candidate) -> bool:
    return seen.total is not None and seen.total < 0
