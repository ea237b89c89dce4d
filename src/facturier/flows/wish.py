"""Cancel, credit and re-issue: granted only from a settled state, one step per look (DESIGN 5.11, 5.13)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from facturier.flows import credit
from facturier.flows.env import Env, Tape
from facturier.flows.verify import issued_of
from facturier.model.message import say
from facturier.ports.budget import Urgency
from facturier.ports.errors import InDoubt, Misconfigured, Missing, NotNow, Refused
from facturier.store import leases, outcomes, wishes
from facturier.store.models import Document, Order, Wish

AGAIN = timedelta(seconds=20)


def grant(env: Env, document: Document) -> None:
    """Do the oldest waiting wish for a document that exists."""
    wanted = wishes.waiting(document)
    if wanted is None:
        leases.release(document, None)
        return
    wanted.document = document
    try:
        _GRANTS[wanted.what](env, document, wanted)
    except NotNow as error:
        leases.release(document, error.retry_at)
    except InDoubt:
        # Cancelling is idempotent, and a credit has an intent of its own: asking again is safe.
        leases.release(document, env.clock.now() + env.pace.of(AGAIN))
    except (Refused, Misconfigured, Missing) as error:
        wishes.hold(wanted, error.message, env.clock.now())
        leases.release(document, None, words=error.words)


def _cancel(env: Env, document: Document, wanted: Wish) -> None:
    tape: Tape = []
    if document.cancelled_at is None:
        env.system(document.system, tape, Urgency.PERSON).cancel(issued_of(document))
        env.crash("cancelled there")
        outcomes.cancelled(document, env.clock.now(), wanted.by)
    else:
        leases.release(document, None)
    wishes.fulfil(wanted, env.clock.now())
    env.nudge("order", document.order_id)


def _credit(env: Env, document: Document, wanted: Wish) -> None:
    """The credit becomes a document of its own; its unique slot makes granting twice harmless."""
    made = credit.open_credit(env, document, wanted)
    leases.release(document, env.clock.now())
    wishes.fulfil(wanted, env.clock.now())
    env.nudge("document", made.pk)


def _reissue(env: Env, document: Document, wanted: Wish) -> None:
    """First undo, then open the next ordinal: each step is committed, so a crash resumes where it stopped."""
    now = env.clock.now()
    if document.retired_at:
        leases.release(document, None)
        Order.objects.filter(pk=document.order_id).update(look_at=now)
        env.nudge("order", document.order_id)
        return
    undo = Wish.What.CANCEL if env.capabilities(document.system).cancels else Wish.What.CREDIT
    facts: dict[str, Any] = {} if undo is Wish.What.CANCEL else {"whole": True}
    wishes.wish(document.order, document, undo, f"reissue:{wanted.pk}", wanted.by, now, **facts)
    first = wishes.waiting_for(document, undo, f"reissue:{wanted.pk}")
    if first:
        _GRANTS[undo](env, document, first)
    else:
        leases.release(document, now + env.pace.of(AGAIN), reason=say("Waiting for its credit note."))


_GRANTS: dict[str, Callable[[Env, Document, Wish], None]] = {
    Wish.What.CANCEL: _cancel,
    Wish.What.CREDIT: _credit,
    Wish.What.REISSUE: _reissue,
}
