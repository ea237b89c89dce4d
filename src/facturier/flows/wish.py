"""Cancel, credit and re-issue: granted only from a settled state, one step per look (DESIGN 5.11, 5.13)."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from facturier.flows import again, credit, effects, presence
from facturier.flows.env import Env, Tape
from facturier.flows.issued import issued_of
from facturier.flows.never_issued import no_credit
from facturier.model.message import Message, say
from facturier.ports.budget import Urgency
from facturier.ports.errors import InDoubt, Misconfigured, Missing, NotNow, Refused
from facturier.store import leases, outcomes, transmissions, undoing, wishes
from facturier.store.models import Division, Document, Order, State, Wish
from facturier.store.sales import NOT_COMING

AGAIN, SELDOMEST = timedelta(seconds=20), timedelta(minutes=15)


def grant(env: Env, document: Document) -> None:
    """Do the oldest waiting wish for a document that exists."""
    wanted = wishes.waiting(document)
    if wanted is None:
        leases.release(document, None)
        return
    wanted.document = document
    try:
        if document.gone_at and wanted.what != Wish.What.REISSUE:  # its number may be somebody else's by now
            raise Refused(
                say("%(name)s was deleted in the system: there is nothing left to undo.", name=document)
            )
        _GRANTS[wanted.what](env, document, wanted)
    except NotNow as error:
        leases.release(document, error.retry_at)
    except InDoubt:
        # Cancelling is idempotent, and a credit has an intent of its own: asking again is safe.
        leases.release(document, _later(env, wanted))
    except (Refused, Misconfigured, Missing) as error:
        wishes.hold(wanted, error.message, env.clock.now())
        leases.release(document, env.clock.now(), words=error.words)


def _later(env: Env, wanted: Wish) -> datetime:
    """When to look again: the longer it has taken, the later. It may be a person who is waited for."""
    now = env.clock.now()
    return now + env.pace.growing((now - wanted.at) / 10, AGAIN, SELDOMEST)


def _cancel(env: Env, document: Document, wanted: Wish) -> None:
    tape: Tape = []
    if document.cancelled_at is None:
        _may_be_cancelled(env, document)
        system = env.system(document.system, tape, Urgency.PERSON, until=document.lease_until)
        if why := presence.vanished(env, document, system):
            raise Refused(why)
        system.cancel(issued_of(document))
        env.crash("cancelled there")
        undoing.cancelled(document, env.clock.now(), wanted.by, env.pace.of(effects.HORIZON))
    else:
        leases.release(document, env.clock.now())
    wishes.fulfil(wanted, env.clock.now())
    env.nudge("order", document.order_id)


def _may_be_cancelled(env: Env, document: Document) -> None:
    """A cancelled document beside a standing credit note of it would be less than nothing; and what the authority has
    stands by law whatever the system says, so its e-invoice does not leave in the meantime."""
    if document.original_id is not None:
        raise Refused(
            say("A credit note is not cancelled from here: its document may be issued again already.")
        )
    if outcomes.spoken_for(document):
        raise Refused(say("%(name)s has a credit note: credit the rest of it instead.", name=document))
    transmissions.keep_back(document, env.clock.now() + env.pace.of(effects.HORIZON))
    if transmissions.perhaps_there(document):
        raise Refused(
            say(
                "The tax authority has the e-invoice of %(name)s, or may have it, and there a cancelled invoice "
                "still stands. Credit it instead.",
                name=document,
            )
        )


def _credit(env: Env, document: Document, wanted: Wish) -> None:
    """The credit becomes a document of its own; its unique slot makes granting twice harmless.

    A refund that the draft took off already needs none: it was heard before the document was sent anew.
    """
    if wanted.facts.get("refund") in document.netted:
        leases.release(document, env.clock.now())
        wishes.drop(wanted, env.clock.now())
        return
    if why := no_credit(document):
        raise Refused(why)
    made = credit.open_credit(env, document, wanted)
    leases.release(document, env.clock.now())
    wishes.fulfil(wanted, env.clock.now())
    env.nudge("document", made.pk)


def _reissue(env: Env, document: Document, wanted: Wish) -> None:
    """First undo, then open the next ordinal: each step is committed, so a crash resumes where it stopped."""
    now = env.clock.now()
    if document.original_id is not None or document.division == Division.PARTS:
        raise Refused(
            say("Only the document of a whole sale can be issued again. Credit it, and invoice it by hand.")
        )
    if document.retired_at:
        _again(env, document, wanted)
        return
    cancels = env.capabilities(document.system).cancels and not outcomes.spoken_for(document)
    cancels = cancels and not transmissions.perhaps_there(document)
    undo = Wish.What.CANCEL if cancels else Wish.What.CREDIT
    if undo is Wish.What.CREDIT and (why := no_credit(document)):
        raise Refused(why)
    facts: dict[str, Any] = {} if cancels else {"whole": True}
    token = f"reissue:{wanted.pk}"
    undone = wishes.undoing(document, token)
    if undone is None:
        if why := again.why_not(document):
            raise Refused(why)
        undone = wishes.wish(document.order, document, undo, token, wanted.by, now, **facts)
    if undone.state in (Wish.State.HELD, Wish.State.DROPPED):
        raise Refused(undone.reason or say("The document could not be cancelled or credited first."))
    if undone.state == Wish.State.WAITING:
        _undo(env, document, undone)
        return
    if why := _is_not_credited(document, token):
        raise Refused(why)
    leases.release(document, _later(env, wanted), reason=say("Waiting for its credit note."))


def _is_not_credited(document: Document, token: str) -> Message | None:
    """Why the credit note that was made for it does not undo it, nor will. None: it does, or somebody is at it."""
    made = document.corrections.filter(part=token).first()
    document.refresh_from_db(fields=["retired_at"])  # the two are written together
    if made is None or document.retired_at:
        return None
    if made.state in NOT_COMING:
        return say(
            "The credit note of %(name)s was not issued, so that still stands. Withdraw the credit note, put right "
            "what stopped it, and issue the order again.",
            name=document,
        )
    if made.state == State.VERIFIED:
        return say(
            "%(credit)s does not credit the whole of %(name)s. Credit the rest of it, then issue it again.",
            credit=made,
            name=document,
        )
    return None


def _undo(env: Env, document: Document, undone: Wish) -> None:
    """What cannot be undone is not tried again by itself: it would be undone, and never issued anew."""
    try:
        _GRANTS[undone.what](env, document, undone)
    except (Refused, Misconfigured, Missing):
        wishes.drop(undone, env.clock.now())
        raise


def _again(env: Env, document: Document, wanted: Wish) -> None:
    """It is undone: the order opens the next ordinal, unless that happened already (a click on an old page)."""
    leases.release(document, None)
    if wishes.superseded(document):
        wishes.fulfil(wanted, env.clock.now())
        return
    Order.objects.filter(pk=document.order_id).update(look_at=env.clock.now())
    env.nudge("order", document.order_id)


def unsent(env: Env, document: Document) -> None:
    """Wishes for a document of which nothing exists: a cancel withdraws it, others have nothing to work on."""
    wanted = wishes.waiting(document)
    if wanted is None:
        leases.release(document, None)
    elif wanted.what == Wish.What.CANCEL:
        outcomes.withdrawn_by(document, wanted, env.clock.now())
    else:
        none = say("Nothing was issued, so there is nothing to credit or to issue again.")
        wishes.hold(wanted, none, env.clock.now())
        leases.release(document, env.clock.now())


_GRANTS: dict[str, Callable[[Env, Document, Wish], None]] = {
    Wish.What.CANCEL: _cancel,
    Wish.What.CREDIT: _credit,
    Wish.What.REISSUE: _reissue,
}
