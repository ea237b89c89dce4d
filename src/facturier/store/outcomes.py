"""Writing what became of a document: one transaction each, under the fence, with everything that follows from it."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import F, Sum

from facturier.model.document import Issued, Statement
from facturier.model.kinds import DocumentKind
from facturier.model.message import Message, say
from facturier.ports.system import Room
from facturier.store import effects, evidence, journal, leases, orders, series, statements, wishes
from facturier.store.models import (
    EXISTS,
    UNSETTLED,
    Document,
    Intent,
    Order,
    Outcome,
    Standing,
    State,
    Wish,
)

_STANDING = {
    State.READY: Standing.READY,
    State.HELD: Standing.HELD,
    State.SENDING: Standing.SENDING,
    State.IN_DOUBT: Standing.IN_DOUBT,
    State.HELD_IN_DOUBT: Standing.IN_DOUBT,
    State.ISSUED: Standing.ISSUED,
    State.VERIFIED: Standing.VERIFIED,
    State.DISPUTED: Standing.DISPUTED,
    State.REFUSED: Standing.REFUSED,
    State.WITHDRAWN: Standing.WITHDRAWN,
}


def _reflect(document: Document, now: datetime) -> None:
    """The order shows where its newest sale document stands; corrections have their own lines."""
    if _corrects(document):
        return
    statements.update(
        Order,
        {"pk": document.order_id, "closed_by": ""},
        standing=_STANDING[State(document.state)],
        reason=document.reason,
        decided_at=now,
    )


def _corrects(document: Document) -> bool:
    return document.kind == DocumentKind.CREDIT_NOTE


@transaction.atomic
def issued(
    document: Document, intent: Intent, found: Issued, now: datetime, *, adopted: bool, look_at: datetime
) -> None:
    """The document exists. `adopted`: it was found by settling. Raises Fenced, or IntegrityError when
    another document of ours already owns that number (then the caller disputes)."""
    leases.release(
        document,
        look_at,
        state=State.ISSUED,
        series=found.series,
        number=found.number,
        issued_on=found.issued_on or intent.date,
        issued_at=now,
        remote_id=found.remote_id,
        link=found.link,
        public_link=found.public_link,
        reason=None,
        words="",
    )
    evidence.close(intent, Outcome.ADOPTED if adopted else Outcome.ISSUED, now)
    series.leave(document)
    if adopted:  # only a doubt sets numbers apart
        series.free_quarantine(intent, now)
    _reflect(document, now)
    text = (
        say("Found in the system as %(name)s and adopted.", name=document)
        if adopted
        else say("Issued as %(name)s.", name=document)
    )
    journal.note(document, text, now)


@transaction.atomic
def not_sent(
    document: Document, intent: Intent | None, reason: Message, words: str, now: datetime, look_at: datetime
) -> None:
    """Nothing left us: ready again, to be looked at later."""
    if intent:
        evidence.close(intent, Outcome.NOT_SENT, now)
    series.leave(document)
    leases.release(document, look_at, state=State.READY, reason=reason, words=words)
    _reflect(document, now)


@transaction.atomic
def refused(document: Document, intent: Intent | None, reason: Message, words: str, now: datetime) -> None:
    """The system said no: nothing exists, its words are kept, a person or a new revision must act."""
    if intent:
        evidence.close(intent, Outcome.REFUSED, now)
    series.leave(document)
    leases.release(document, None, state=State.REFUSED, reason=reason, words=words)
    _reflect(document, now)
    journal.note(document, reason, now)
    if _corrects(document):
        journal.raise_alarm("CREDIT-REFUSED", document, reason, now, document.organisation_id)


@transaction.atomic
def in_doubt(document: Document, reason: Message, words: str, now: datetime, look_at: datetime) -> None:
    """The answer was lost. The room of the series stays taken."""
    leases.release(document, look_at, state=State.IN_DOUBT, reason=reason, words=words)
    _reflect(document, now)
    journal.note(document, reason, now)


@transaction.atomic
def absent(document: Document, intent: Intent, now: datetime) -> None:
    """Proved not to exist: ready again under the same reference."""
    evidence.close(intent, Outcome.ABSENT, now)
    series.leave(document)
    series.free_quarantine(intent, now)
    leases.release(document, now, state=State.READY, reason=None, words="")
    _reflect(document, now)
    journal.note(document, say("Proved not to exist in the system; it will be sent again."), now)


@transaction.atomic
def held_in_doubt(document: Document, intent: Intent, reason: Message, words: str, now: datetime) -> None:
    """Evidence did not decide: a named person must. The series is freed, the candidate numbers are set apart."""
    room = intent.position
    if room.series:
        series.quarantine(Room(room.account, room.series), intent, intent.candidates)
    series.leave(document)
    leases.release(document, None, state=State.HELD_IN_DOUBT, reason=reason, words=words)
    _reflect(document, now)
    journal.note(document, reason, now)
    journal.raise_alarm("HELD-IN-DOUBT", document, reason, now, document.organisation_id)


@transaction.atomic
def verified(document: Document, said: Statement | None, now: datetime, look_at: datetime | None) -> None:
    """The system's own total equals the draft's: everything that follows may now happen, and news of the order
    that came meanwhile is looked at."""
    leases.release(document, look_at, state=State.VERIFIED, stated=said, verified_at=now, reason=None)
    effects.plan(document, now)
    if _corrects(document) and document.original_id is not None:
        _credit(document, document.original_id, now)
    else:
        Order.objects.filter(pk=document.order_id).update(look_at=now)
    _reflect(document, now)


@transaction.atomic
def accepted(document: Document, said: Statement, by: str, now: datetime) -> None:
    """A person accepts a disputed document: its total is what the system said."""
    leases.write(document, total=said.total, accepted_by=by)
    verified(document, said, now, None)


def _credit(document: Document, original_id: int, now: datetime) -> None:
    """Count a credit against its original; a fully credited original retires and frees the next ordinal."""
    Document.objects.filter(pk=original_id).update(credited=F("credited") - document.total)
    original = Document.objects.get(pk=original_id)
    if original.credited >= original.total and original.retired_at is None:
        Document.objects.filter(pk=original.pk).update(retired_at=now)
    journal.note(original, say("Credited by %(name)s.", name=document), now)


@transaction.atomic
def disputed(document: Document, said: Statement | None, reason: Message, words: str, now: datetime) -> None:
    """Issued, but not what was meant: nothing follows from it until a person decides."""
    leases.release(document, None, state=State.DISPUTED, stated=said, reason=reason, words=words)
    _reflect(document, now)
    journal.note(document, reason, now)
    journal.raise_alarm("DISPUTED", document, reason, now, document.organisation_id)


@transaction.atomic
def cancelled(document: Document, now: datetime, actor: str) -> None:
    """Cancelled in the system: the slot's next ordinal may open, in this same transaction."""
    leases.release(document, now, cancelled_at=now, retired_at=now)
    Order.objects.filter(pk=document.order_id).update(
        standing=Standing.CLOSED, reason=say("Its document %(name)s was cancelled.", name=document)
    )
    journal.note(document, say("Cancelled in the system."), now, actor)
    effects.plan_cancelled(document, now)


@transaction.atomic
def gone(document: Document, now: datetime, actor: str, why: str) -> None:
    """Deleted in the system by hand, which somebody looked for: its number may be given again, and its sale may
    open the next ordinal, as after a cancel."""
    leases.release(document, now, gone_at=now, retired_at=now)
    reason = say("Its document %(name)s was deleted in the system.", name=document)
    Order.objects.filter(pk=document.order_id).update(standing=Standing.CLOSED, reason=reason)
    journal.note(
        document, say("%(by)s: it was deleted in the system. %(why)s", by=actor, why=why), now, actor
    )
    for code in ("GONE", "DISPUTED"):
        journal.close_alarm(code, document, now, actor)
    effects.plan_cancelled(document, now)


@transaction.atomic
def withdrawn(document: Document, reason: Message, now: datetime) -> None:
    """The order was cancelled (or stopped qualifying) before anything was sent."""
    leases.release(document, None, state=State.WITHDRAWN, reason=reason)
    series.leave(document)
    _reflect(document, now)
    journal.note(document, reason, now)
    if _corrects(document):
        journal.close_alarm("CREDIT-REFUSED", document, now)


@transaction.atomic
def withdrawn_by(document: Document, wish: Wish, now: datetime) -> None:
    """Somebody cancelled it before anything was sent. That closes the order; a credit note's order goes on."""
    withdrawn(document, say("Withdrawn by %(by)s before it was sent.", by=wish.by), now)
    if not _corrects(document):
        orders.close(document.order, wish.by, wish.why, now)
    wishes.fulfil(wish, now)


@transaction.atomic
def outdated(document: Document, now: datetime) -> None:
    """Its order must be decided anew before this is sent; that makes it due again."""
    series.leave(document)
    leases.release(document, None)
    Order.objects.filter(pk=document.order_id).update(look_at=now)


def spoken_for(original: Document) -> Decimal:
    """Gross that credits of `original` took or may take: credited, in doubt and wanted (invariant I8)."""
    live = original.corrections.filter(
        state__in=[*EXISTS, *UNSETTLED, State.READY, State.HELD, State.REFUSED], retired_at=None
    )
    return -(live.aggregate(sum=Sum("total"))["sum"] or Decimal(0))
