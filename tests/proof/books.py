"""Both books, read beside each other: the store's rows, and the remotes' own ledgers from inside the simulators."""

from collections.abc import Sequence
from dataclasses import dataclass

from tests.proof.ground import Ground
from tests.proof.remote import Remote

from facturier.flows.strangers import REVERSED, UNKNOWN
from facturier.store import journal
from facturier.store.models import Alarm, Document, Order


@dataclass(frozen=True)
class Books:
    """remotes: what exists there now, without what was deleted. documents: all of ours. comments: of shop orders."""

    remotes: Sequence[Remote]
    documents: Sequence[Document]
    orders: Sequence[Order]
    alarms: Sequence[Alarm]
    comments: Sequence[str]

    def alarmed(self, row: object, *codes: str) -> bool:
        """Whether an alarm is open on this row (of one of the codes, if any is named)."""
        about = journal.subject(row)
        return any(alarm.subject == about and (not codes or alarm.code in codes) for alarm in self.alarms)

    def told_unknown(self, mark: str) -> bool:
        """Whether a person is told of a document under a mark of ours that our book does not know."""
        return any(one.code == UNKNOWN and one.subject.endswith(f"/{mark}") for one in self.alarms)

    def told_reversal(self, remote: Remote) -> bool:
        """Whether a person is told that it seems to reverse what our book took over, or has."""
        about = f"/{remote.series} {remote.number}".rstrip()
        return any(one.code == REVERSED and one.subject.endswith(about) for one in self.alarms)

    def told_by_another(self, document: Document) -> bool:
        """Whether its number carries the mark of another document of ours that a person is asked to decide about:
        somebody deleted the first in the system, and the second got its number. The second's alarm names it."""
        there = self.remote_of(document)
        mark = there.reference if there else ""
        return any(
            one.reference == mark and one.pk != document.pk and self.alarmed(one, "HELD-IN-DOUBT")
            for one in self.documents
        )

    def marked(self, reference: str) -> list[Remote]:
        return [remote for remote in self.remotes if remote.reference == reference]

    def remote_of(self, document: Document) -> Remote | None:
        """What stands under the number of a document, whosever it is."""
        return next(
            (one for one in self.remotes if (one.series, one.number) == (document.series, document.number)),
            None,
        )


def read(ground: Ground) -> Books:
    return Books(
        remotes=list(ground.vendor.remotes()),
        documents=list(
            Document.objects.select_related("order__snapshot", "snapshot", "sale", "original").order_by("pk")
        ),
        orders=list(Order.objects.select_related("snapshot").order_by("pk")),
        alarms=list(Alarm.objects.filter(closed_at=None)),
        comments=list(ground.front.notes()),
    )
