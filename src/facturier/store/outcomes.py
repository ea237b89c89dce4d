"""Writing what became of a document: one transaction each, under the fence, with everything that follows from it."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Sum

from facturier.model.document import Issued, Statement
from facturier.model.kinds import DocumentKind
from facturier.model.message import Message, say
from facturier.ports.system import Room
from facturier.store import (
    effects,
    evidence,
    journal,
    leases,
    orders,
    series,
    standing,
    strays,
    undoing,
    wishes,
)
from facturier.store.columns import field, stored
from facturier.store.models import (
    EXISTS,
    UNSETTLED,
    Document,
    Intent,
    Order,
    Outcome,
    State,
    Wish,
)
from facturier.store.writes import Write, updating

# An order that somebody closed keeps what it says; look_at NULL leaves that of the order as it is. So does the
# snapshot that was looked at already, unless a decision on it is under way: that one must be made anew.
_REFLECT = """
    UPDATE store_order SET look_at = CASE WHEN snapshot_id = %s AND look_at IS NULL THEN NULL
            ELSE coalesce(%s, look_at) END,
        standing = CASE WHEN closed_by = '' THEN %s ELSE standing END,
        reason = CASE WHEN closed_by = '' THEN %s::jsonb ELSE reason END,
        decided_at = CASE WHEN closed_by = '' THEN %s ELSE decided_at END
    WHERE id = %s{when} RETURNING id
"""


def _end(
    document: Document,
    look_at: datetime | None,
    now: datetime,
    *,
    told: Message | None = None,
    then: Mapping[str, Write] | None = None,
    order_at: datetime | None = None,
    but_for: int | None = None,
    **values: Any,
) -> None:
    """The document's new state under its fence and, in the same statement, its order's standing, a line of the
    audit trail (`told`) and whatever else follows. order_at: the order is looked at then, unless `but_for` is
    still its newest snapshot. Raises Fenced."""
    follows = dict(then or {})
    if not _corrects(document):  # corrections have their own lines
        state = State(values.get("state", document.state))
        reason = stored(field(Order, "reason"), values.get("reason", document.reason))
        shown = [but_for, order_at, standing.BY_STATE[state], reason, now, document.order_id]
        follows["reflected"] = Write(_REFLECT, shown)
    if told:
        follows["noted"] = journal.noting(document, told, now)
    leases.release(document, look_at, follows, **values)


class Follows(NamedTuple):
    """What follows a document that is verified. look_at: when it is looked at again. known: the snapshot of its order
    in which the caller saw that nothing more follows."""

    look_at: datetime | None = None
    known: int | None = None


def _verified(said: Statement | None, now: datetime, follows: Follows) -> dict[str, Any]:
    """News of the order that came meanwhile is looked at, but for what is known already."""
    return {
        "state": State.VERIFIED,
        "stated": said,
        "verified_at": now,
        "order_at": now,
        "but_for": follows.known,
    }


def _corrects(document: Document) -> bool:
    return document.kind == DocumentKind.CREDIT_NOTE


def issued(
    document: Document, intent: Intent, found: Issued, now: datetime, answer: Write, follows: Follows | None
) -> None:
    """The document exists, as the `answer` to its making says. follows: that answer says also that the total is the
    one that was meant; else what it says of its total is kept for who looks at that.

    Raises Fenced, or IntegrityError when another document of ours already owns that number (then the caller
    disputes): then the answer is not kept either.
    """
    told = say("Issued as %(name)s.", name=_name(document, found))
    then = {"answered": answer, "closed": evidence.closing(intent, Outcome.ISSUED, now)}
    if follows is None:
        kept = {"state": State.ISSUED, "stated": found.stated}
        _exists(document, intent, found, now, told, then, look_at=now, **kept)
        return
    then |= effects.planning(document, now, found.pdf_link)
    reached = _verified(found.stated, now, follows)
    _exists(document, intent, found, now, told, then, look_at=follows.look_at, **reached)


def adopted(document: Document, intent: Intent, found: Issued, now: datetime) -> None:
    """The document exists: it was found by settling. Raises Fenced and IntegrityError, as `issued`."""
    told = say("Found in the system as %(name)s and adopted.", name=_name(document, found))
    then = {
        "freed": series.freeing(intent, now),  # only a doubt sets numbers apart
        "closed": evidence.closing(intent, Outcome.ADOPTED, now),
    }
    _exists(document, intent, found, now, told, then, look_at=now, state=State.ISSUED)


def restated(document: Document, said: Statement) -> None:
    """What the system says of it by now, its payments above all; not where it moved on since it was read."""
    same = Document.objects.filter(pk=document.pk, fence=document.fence, state=State.VERIFIED)
    same.update(stated=said)


def _name(document: Document, found: Issued) -> str:
    return f"{found.series} {found.number}".strip() or document.reference


def _exists(
    document: Document,
    intent: Intent,
    found: Issued,
    now: datetime,
    told: Message,
    then: Mapping[str, Write],
    *,
    look_at: datetime | None,
    **reached: Any,
) -> None:
    _end(
        document,
        look_at,
        now,
        told=told,
        then={**then, "left": series.leaving(document)},
        series=found.series,
        number=found.number,
        issued_on=found.issued_on or intent.date,
        issued_at=now,
        remote_id=found.remote_id,
        link=found.link,
        public_link=found.public_link,
        reason=None,
        words="",
        **reached,
    )


def _unsent(document: Document, intent: Intent | None, outcome: Outcome, now: datetime) -> dict[str, Write]:
    """What follows where nothing exists: the intent ends, and the series is free."""
    left = {"left": series.leaving(document)}
    return {**left, "closed": evidence.closing(intent, outcome, now)} if intent else left


def not_sent(
    document: Document, intent: Intent | None, reason: Message, words: str, now: datetime, look_at: datetime
) -> None:
    """Nothing left us: ready again, to be looked at later."""
    then = _unsent(document, intent, Outcome.NOT_SENT, now)
    _end(document, look_at, now, then=then, state=State.READY, reason=reason, words=words)


@transaction.atomic
def refused(document: Document, intent: Intent | None, reason: Message, words: str, now: datetime) -> None:
    """The system said no: nothing exists, its words are kept, a person or a new revision must act."""
    then = _unsent(document, intent, Outcome.REFUSED, now)
    _end(document, None, now, told=reason, then=then, state=State.REFUSED, reason=reason, words=words)
    if _corrects(document):
        journal.raise_alarm("CREDIT-REFUSED", document, reason, now, document.organisation_id)


def in_doubt(document: Document, reason: Message, words: str, now: datetime, look_at: datetime) -> None:
    """The answer was lost. The room of the series stays taken."""
    _end(document, look_at, now, told=reason, state=State.IN_DOUBT, reason=reason, words=words)


def absent(document: Document, intent: Intent, now: datetime) -> None:
    """Proved not to exist: ready again under the same reference."""
    then = {**_unsent(document, intent, Outcome.ABSENT, now), "freed": series.freeing(intent, now)}
    again = say("Proved not to exist in the system; it will be sent again.")
    _end(document, now, now, told=again, then=then, state=State.READY, reason=None, words="")


@transaction.atomic
def held_in_doubt(document: Document, intent: Intent, reason: Message, words: str, now: datetime) -> None:
    """Evidence did not decide: a named person must. The series is freed, the candidate numbers are set apart."""
    room = intent.position
    if room.series:
        series.quarantine(Room(room.account, room.series), intent, intent.candidates)
    then = {"left": series.leaving(document)}
    _end(document, None, now, told=reason, then=then, state=State.HELD_IN_DOUBT, reason=reason, words=words)
    journal.raise_alarm("HELD-IN-DOUBT", document, reason, now, document.organisation_id)


@transaction.atomic
def verified(document: Document, said: Statement | None, now: datetime, follows: Follows) -> None:
    """The system's own total equals the draft's: everything that follows may now happen."""
    then = effects.planning(document, now)
    _end(document, follows.look_at, now, then=then, reason=None, **_verified(said, now, follows))
    if document.original_id is not None and _corrects(document):
        undoing.credited(document, document.original_id, now)


@transaction.atomic
def accepted(document: Document, said: Statement, by: str, now: datetime) -> None:
    """A person accepts a disputed document: its total is what the system said."""
    leases.write(document, total=said.total, accepted_by=by)
    verified(document, said, now, Follows())


@transaction.atomic
def disputed(document: Document, said: Statement | None, reason: Message, words: str, now: datetime) -> None:
    """Issued, but not what was meant: nothing follows from it until a person decides."""
    _end(document, None, now, told=reason, state=State.DISPUTED, stated=said, reason=reason, words=words)
    journal.raise_alarm("DISPUTED", document, reason, now, document.organisation_id)


@transaction.atomic
def withdrawn(document: Document, reason: Message, now: datetime) -> None:
    """The order was cancelled (or stopped qualifying) before anything was sent."""
    then = {"left": series.leaving(document)}
    _end(document, None, now, told=reason, then=then, state=State.WITHDRAWN, reason=reason)
    strays.given_up(document, now)
    if document.original_id is None:
        undoing.make_way(document, now)
    if _corrects(document):
        again = say(
            "The credit note was not made: %(why)s Ask for it again if it is still wanted.", why=reason
        )
        wishes.come_to_nothing(document, again, now)
        journal.close_alarm("CREDIT-REFUSED", document, now)


@transaction.atomic
def withdrawn_by(document: Document, wish: Wish, now: datetime) -> None:
    """Somebody cancelled it before anything was sent. That closes the order; a credit note's order goes on."""
    withdrawn(document, say("Withdrawn by %(by)s before it was sent.", by=wish.by), now)
    if not _corrects(document):
        orders.close(document.order, wish.by, wish.why, now)
    wishes.fulfil(wish, now)


def held(document: Document, reason: Message, now: datetime) -> None:
    """Nothing was sent: something that a person must look at first stands in its way."""
    then = {"left": series.leaving(document)}
    _end(document, None, now, told=reason, then=then, state=State.HELD, reason=reason)


def outdated(document: Document, now: datetime) -> None:
    """Its order must be decided anew before this is sent; that makes it due again."""
    again = updating(Order, {"pk": document.order_id}, look_at=now)
    leases.release(document, None, {"left": series.leaving(document), "order": again})


def spoken_for(original: Document) -> Decimal:
    """Gross that credits of `original` took or may take: credited, in doubt and wanted (invariant I8)."""
    live = original.corrections.filter(
        state__in=[*EXISTS, *UNSETTLED, State.READY, State.HELD, State.REFUSED], retired_at=None
    )
    return -(live.aggregate(sum=Sum("total"))["sum"] or Decimal(0))
