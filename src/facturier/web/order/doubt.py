"""A document that may or may not exist: what was sent, beside what the system showed when it was looked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from facturier.model.draft import Draft
from facturier.ports.system import Candidate
from facturier.store import series
from facturier.store.models import Document, Intent, Look


@dataclass(frozen=True)
class Seen:
    """One document of the account. same_total: the cents agree. ours: it carries this document's own mark.

    owner: our document that has this number already; then it cannot be this one.
    """

    candidate: Candidate
    same_total: bool
    ours: bool
    owner: Document | None

    @property
    def may_be(self) -> bool:
        """Nothing that was read speaks against it."""
        return self.owner is None and (self.same_total or self.candidate.total is None)


@dataclass(frozen=True)
class Doubt:
    """sent: the draft as it left. until: before this moment nobody could say that it does not exist."""

    document: Document
    sent: Draft
    sent_at: datetime
    until: datetime
    seen: Sequence[Seen]
    looks: Sequence[Look]

    @property
    def possible(self) -> Sequence[Seen]:
        """What may be it: a person compares these."""
        return [one for one in self.seen if one.may_be]

    @property
    def others(self) -> Sequence[Seen]:
        return [one for one in self.seen if not one.may_be]


def doubt_of(document: Document) -> Doubt | None:
    """The evidence of the newest intent; None where nothing was ever sent."""
    intent = document.intents.order_by("-pk").first()
    if intent is None:
        return None
    looks = list(intent.looks.order_by("pk"))
    seen = [_seen(document, intent, one) for one in _candidates(intent, looks)]
    return Doubt(document, intent.draft, intent.created_at, intent.horizon_at, seen, looks)


def _candidates(intent: Intent, looks: Sequence[Look]) -> Sequence[Candidate]:
    """Those that were kept with the decision, else the newest look's."""
    if intent.candidates:
        return intent.candidates
    return looks[-1].candidates if looks else ()


def _seen(document: Document, intent: Intent, one: Candidate) -> Seen:
    room = intent.position.series or intent.draft.series
    same = one.total == document.total
    return Seen(one, same, one.reference == document.reference, series.owner(document, room, one.number))
