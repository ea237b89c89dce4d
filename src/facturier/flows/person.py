"""What only a named person may decide: the end of a held doubt, and of a dispute (DESIGN 5.6, 5.9)."""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal

from django.db import transaction
from msgspec.structs import replace

from facturier.flows import account, effects, issue, presence, settle
from facturier.flows.env import Env, Tape
from facturier.model.document import Issued
from facturier.model.kinds import DocumentKind
from facturier.model.message import Message, say
from facturier.ports.budget import Urgency
from facturier.ports.errors import Refused
from facturier.ports.system import Settlement, Verdict
from facturier.store import (
    evidence,
    journal,
    leases,
    orders,
    outcomes,
    sales,
    series,
    undoing,
    watches,
    wishes,
)
from facturier.store.models import Document, Intent, Order, State

BUSY = say("This document is being worked on just now. Try again in a moment.")


@contextmanager
def _in_time() -> Iterator[None]:
    """A look that is slow can outlast the lease. Then somebody else has the document, and it is as they left it."""
    try:
        yield
    except leases.Fenced as lost:
        raise Refused(BUSY) from lost


def _leased(env: Env, document_id: int, *states: State) -> Document:
    """The document for one decision. Raises Refused when it is busy or not in one of the states."""
    document = leases.lease(document_id, env.clock.now(), env.pace.of(leases.DURATION))
    if document is None:
        raise Refused(BUSY)
    if document.state not in states:
        leases.release(document, env.clock.now())
        raise Refused(
            say("This document is %(state)s; there is nothing to decide about it.", state=document.state)
        )
    return document


def _intent(document: Document) -> Intent:
    intent = evidence.open_intent(document)
    if intent is None:
        raise Refused(say("No attempt of this document is open."))
    return intent


@_in_time()
def this_is_it(env: Env, document_id: int, number: str, by: str) -> Document:
    """“The lost document is this number.” Its total is read and must be the draft's; where it bears our mark all the
    same, it is disputed from then on. Raises RemoteError."""
    document = _leased(env, document_id, State.HELD_IN_DOUBT)
    try:
        intent = _intent(document)
        room = intent.position.series or intent.draft.series
        _is_nobodys(document, room, number)
        found = Issued(kind=DocumentKind(document.kind), series=room, number=number, issued_on=intent.date)
        system = env.system(document.system, Tape(), Urgency.PERSON)
        account.same(system, intent)
        said = system.statement(found)
        if said.series:  # the room has a shorter name than its documents
            found = replace(found, series=said.series)
            _is_nobodys(document, said.series, number)
        if said.total != document.total and not presence.marked(document, found, system):
            raise Refused(
                say(
                    "%(number)s is for %(said)s, this order for %(total)s: it is another document.",
                    number=number,
                    said=said.total,
                    total=document.total,
                )
            )
    except BaseException:
        leases.release(document, None)
        raise
    journal.note(document, say("%(by)s: this is %(number)s.", by=by, number=number), env.clock.now(), by)
    _adopt(env, document, intent, found, by)
    return document


def _adopt(env: Env, document: Document, intent: Intent, found: Issued, by: str) -> None:
    """The doubt ends with it, unless another document of ours got that number meanwhile."""
    issue.adopt(env, document, intent, found)
    if document.state != State.HELD_IN_DOUBT:
        journal.close_alarm("HELD-IN-DOUBT", document, env.clock.now(), by)


def _is_nobodys(document: Document, name: str, number: str) -> None:
    """Raises Refused where another document of ours has the number."""
    if owner := series.owner(document, name, number):
        raise Refused(
            say("%(number)s is the document of order %(order)s.", number=number, order=owner.order.number)
        )


@_in_time()
def does_not_exist(env: Env, document_id: int, by: str, why: str) -> Verdict:
    """“It was never issued.” Looks afresh first; what is found after all is adopted. The reference is
    watched from then on: seen anywhere later, it raises an alarm. Raises RemoteError."""
    document = _leased(env, document_id, State.HELD_IN_DOUBT)
    try:
        intent = _intent(document)
        tape = Tape()
        system = env.system(document.system, tape, Urgency.PERSON)
        seen: Settlement = settle.fresh_look(system, document, intent)
        if evidence.answered(intent) and not _deleted_since(env, intent, seen):
            raise Refused(
                say(
                    "The system answered that it issued this document, so it exists. See its words and number."
                )
            )
    except BaseException:
        leases.release(document, None)
        raise
    now = env.clock.now()
    evidence.looked(intent, seen, tape, now)
    if seen.verdict is Verdict.FOUND and seen.document:
        _adopt(env, document, intent, seen.document, by)
        return Verdict.FOUND
    watches.watch(document, by, why, now)
    outcomes.absent(document, intent, now)
    journal.note(document, say("%(by)s: it does not exist. %(why)s", by=by, why=why), now, by)
    journal.close_alarm("HELD-IN-DOUBT", document, now, by)
    env.nudge("document", document.pk)
    return Verdict.ABSENT


@_in_time()
def accept(env: Env, document_id: int, by: str, why: str) -> None:
    """“The system's figure is right as it is.” A disputed document counts as verified from here on."""
    document = _leased(env, document_id, State.DISPUTED)
    now = env.clock.now()
    said = document.stated
    if said is None:
        leases.release(document, None)
        raise Refused(say("The system does not know this document, so there is nothing to accept."))
    if why_not := _too_much(document, said.total):
        leases.release(document, None)
        raise Refused(why_not)
    outcomes.accepted(document, said, by, now)
    journal.note(document, say("%(by)s accepts it: %(why)s", by=by, why=why), now, by)
    journal.close_alarm("DISPUTED", document, now, by)


def _deleted_since(env: Env, intent: Intent, seen: Settlement) -> bool:
    """Whether what the system said it had issued is there no more: by a proof, and when no list lags behind."""
    return seen.verdict is Verdict.ABSENT and env.clock.now() >= intent.horizon_at


def _too_much(document: Document, total: Decimal) -> Message | None:
    """Why a credit note of this total cannot stand: no more is credited than was invoiced (invariant I8)."""
    original = document.original
    if original is None or outcomes.spoken_for(original) + document.total - total <= original.total:
        return None
    return say(
        "With %(total)s more would be credited than %(name)s was issued for. Correct this document in the system, "
        "then try again.",
        total=total,
        name=original,
    )


@_in_time()
def gone(env: Env, document_id: int, by: str, why: str) -> None:
    """“It was deleted in the system.” Looks first: what is still there, or may be, is not gone. Its number is free
    from then on, and its sale may be issued again. Raises RemoteError."""
    document = _leased(env, document_id, State.VERIFIED, State.DISPUTED)
    try:
        if document.gone_at is not None:
            raise Refused(
                say("%(name)s was deleted in the system: there is nothing left to undo.", name=document)
            )
        if outcomes.spoken_for(document):
            raise Refused(say("%(name)s has a credit note, so it must not be missing.", name=document))
        system = env.system(document.system, Tape(), Urgency.PERSON)
        if why_not := presence.still_there(document, system):
            raise Refused(why_not)
    except BaseException:
        leases.release(document, None)
        raise
    undoing.gone(document, env.clock.now(), by, why, env.pace.of(effects.HORIZON))
    env.nudge("order", document.order_id)


@_in_time()
def cancel_unsent(env: Env, document_id: int, by: str) -> None:
    """A person withdraws a document that no call was made for."""
    document = _leased(env, document_id, State.READY, State.HELD, State.REFUSED)
    now, of_class = env.clock.now(), DocumentKind(document.kind).document_class
    with transaction.atomic():
        outcomes.withdrawn(document, say("Withdrawn by %(by)s.", by=by), now)
        if undone := sales.progress(sales.of_order(document.order), of_class).undone:
            wishes.given_up(undone, now)


def close_order(env: Env, order: Order, by: str, why: str) -> None:
    """“No document for this order.” Raises Refused where one exists or is on its way."""
    now = env.clock.now()
    sales.withdraw_unsent(order, say("Closed by %(by)s: %(why)s", by=by, why=why), now)
    left = order.documents.filter(original=None, retired_at=None).exclude(state=State.WITHDRAWN).first()
    if left is not None:
        raise Refused(
            say("The order has %(name)s. Cancel or credit that instead of closing the order.", name=left)
        )
    orders.close(order, by, why, now)
