"""Everything that happened to an order, in order of time, with who and why."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import F

from facturier.model.message import Message, say
from facturier.store.journal import MACHINE, subject
from facturier.store.models import Attempt, AuditEvent, Document, Effect, Look, Order, Wish
from facturier.web.words import Word


@dataclass(frozen=True)
class Entry:
    """kind: told, sent, look, effect or wish. state: how it stands, for those that have one. about: which document.

    why: the reason, where one was kept; words: the remote's own, or a person's.
    before: looks that saw the very same before this one.
    evidence, pk: under which the raw exchange is found (see `queries.evidence_of`); empty where none was kept. Of
    an effect, pk is its own.
    """

    at: datetime
    kind: str
    text: Message
    who: str = ""
    state: str = ""
    why: Message | None = None
    words: str = ""
    about: str = ""
    evidence: str = ""
    pk: int = 0
    before: tuple["Entry", ...] = ()

    @property
    def stuck(self) -> bool:
        """An effect that a person may have tried again."""
        return self.kind == "effect" and self.state == Effect.State.HELD

    @property
    def became(self) -> Word | None:
        """How it stands, for what can stand in different ways."""
        return _BECAME.get(self.state) if self.kind in ("sent", "effect", "wish") else None


_EFFECTS = {
    "pdf": say("Keep the PDF"),
    "record": say("Write number and link onto the order in the shop"),
    "pay": say("Record the payment in the invoicing system"),
    "record-cancelled": say("Tell the shop that the document was cancelled"),
    "transmit": say("Send the e-invoice"),
    "follow": say("Hear what became of the e-invoice"),
}
_WISHES = {
    Wish.What.CANCEL: say("Cancel the document"),
    Wish.What.CREDIT: say("Credit the document"),
    Wish.What.REISSUE: say("Issue the order again"),
}
_BECAME = {
    "": Word(say("no answer yet"), "busy"),
    "answered": Word(say("answered"), "good"),
    "NotNow": Word(say("not now"), "quiet"),
    "Refused": Word(say("refused"), "bad"),
    "Misconfigured": Word(say("not set up rightly"), "bad"),
    "InDoubt": Word(say("answer lost"), "warn"),
    Effect.State.DUE: Word(say("due"), "busy"),
    Effect.State.RUNNING: Word(say("under way"), "busy"),
    Effect.State.DONE: Word(say("done"), "good"),
    Effect.State.HELD: Word(say("could not be done"), "bad"),
    Effect.State.IN_DOUBT: Word(say("in doubt"), "warn"),
    Effect.State.DROPPED: Word(say("no longer needed"), "quiet"),
    Wish.State.WAITING: Word(say("asked for"), "busy"),
}
_VERDICTS = {
    "found": say("Looked for it: found."),
    "absent": say("Looked for it: not there."),
    "unknown": say("Looked for it: it cannot be told."),
}


def timeline(order: Order, documents: Sequence[Document]) -> Sequence[Entry]:
    """Oldest first. Which document an entry is about is said where there are several."""
    several = len(documents) > 1
    names = {one.pk: str(one) if several else "" for one in documents}
    entries = [
        *_notes(order, documents, names),
        *_attempts(names, {one.pk: str(one.system) for one in documents}),
        *_looks(names),
        *_effects(names),
        *_wishes(order, names),
    ]
    return _gathered(sorted(entries, key=lambda entry: entry.at))


def _gathered(entries: Iterable[Entry]) -> Sequence[Entry]:
    """Looks that saw the same, one after the other, are one entry: the last of them."""
    found: list[Entry] = []
    for entry in entries:
        last = found[-1] if found else None
        if last is not None and _same_look(last, entry):
            found[-1] = replace(entry, before=(*last.before, replace(last, before=())))
        else:
            found.append(entry)
    return found


def _same_look(one: Entry, other: Entry) -> bool:
    seen = [(each.kind, each.state, each.words, each.about) for each in (one, other)]
    return one.kind == "look" and seen[0] == seen[1]


def _notes(order: Order, documents: Sequence[Document], names: dict[int, str]) -> Iterator[Entry]:
    subjects = {subject(order): "", **{subject(one): names[one.pk] for one in documents}}
    for event in AuditEvent.objects.filter(subject__in=subjects).order_by("at", "pk"):
        who = "" if event.actor == MACHINE else event.actor
        yield Entry(event.at, "told", event.message, who, about=subjects[event.subject])


def _attempts(names: dict[int, str], systems: dict[int, str]) -> Iterator[Entry]:
    rows = Attempt.objects.filter(intent__document__in=names).annotate(of=F("intent__document"))
    for one in rows.defer("exchanges").order_by("at", "pk"):
        about = vars(one)["of"]
        text = say("Sent to %(system)s.", system=systems[about])
        yield Entry(
            one.at,
            "sent",
            text,
            state=one.outcome,
            words=one.words,
            about=names[about],
            evidence="attempt",
            pk=one.pk,
        )


def _looks(names: dict[int, str]) -> Iterator[Entry]:
    rows = Look.objects.filter(intent__document__in=names).annotate(of=F("intent__document"))
    for one in rows.defer("exchanges", "candidates").order_by("at", "pk"):
        text = _VERDICTS.get(one.verdict, say("Looked for it."))
        yield Entry(
            one.at,
            "look",
            text,
            state=one.verdict,
            words=one.why,
            about=names[vars(one)["of"]],
            evidence="look",
            pk=one.pk,
        )


def _effects(names: dict[int, str]) -> Iterator[Entry]:
    for one in Effect.objects.filter(document__in=names).order_by("order_of_work", "pk"):
        text = _EFFECTS.get(one.what, Message("%(what)s", {"what": one.what}))
        at, about = one.done_at or one.created_at, names[one.document_id]
        yield Entry(at, "effect", text, "", one.state, one.reason, one.words, about, pk=one.pk)


def _wishes(order: Order, names: dict[int, str]) -> Iterable[Entry]:
    """That one was made is in the notes; here is what became of it, or that it still waits."""
    for one in Wish.objects.filter(order=order).order_by("at", "pk"):
        text = _WISHES[Wish.What(one.what)]
        about = names.get(one.document_id or 0, "")
        by = "" if one.by == MACHINE else one.by
        yield Entry(one.done_at or one.at, "wish", text, by, one.state, one.reason, one.why, about)
