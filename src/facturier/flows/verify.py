"""ISSUED -> VERIFIED or DISPUTED: the system's own figures against the draft's (DESIGN 5.9)."""

from datetime import datetime, timedelta

from facturier.flows import after, brakes, presence, silence, voided
from facturier.flows.env import Env, Tape
from facturier.flows.issued import issued_of
from facturier.model.document import Issued, Statement
from facturier.model.message import Message, say
from facturier.ports.budget import Urgency
from facturier.ports.errors import InDoubt, Misconfigured, Missing, NotNow, Refused, RemoteError
from facturier.ports.system import System
from facturier.store import accounts, evidence, leases, outcomes, wishes
from facturier.store.models import Document
from facturier.store.outcomes import Follows

SOON, AGAIN = timedelta(seconds=10), timedelta(minutes=2)


def verify(env: Env, document: Document) -> None:
    """Read what the system computed; nothing follows from a document before this.

    Of a kind (or an unfinished document) that the system tells no total of, its being there is all there is.
    """
    tape: Tape = []
    try:
        system = env.system(document.system, tape, Urgency.SETTLE)
        if not document.number or document.kind not in system.capabilities.statements:
            outcomes.verified(document, None, env.clock.now(), Follows())
            env.nudge("effects", document.pk)
            return
        said = _said(document, system)
        why = difference(document, said)
        if why and document.original:  # it may have undone what somebody else has under that number by now
            presence.vanished(env, document.original, system)
    except NotNow as error:
        silence.heard(env, document.system, tape, error)
        leases.release(document, error.retry_at)
        return
    except Missing as error:
        if _not_yet(env, document):
            return
        gone = say("The system does not know %(name)s, which it issued.", name=document)
        outcomes.disputed(document, None, gone, error.words, env.clock.now())
        return
    except Misconfigured as error:
        accounts.trouble(document.system, error, env.clock.now())
        _later(env, document, error)
        return
    except (Refused, InDoubt) as error:
        _later(env, document, error)
        return
    now = env.clock.now()
    if why:
        outcomes.disputed(document, said, why, "", now)
        brakes.after_dispute(document, now)
        return
    accounts.well(document.system, now)
    voided.heard(env, document, said.cancelled)
    outcomes.verified(document, said, now, _follows(document, now))
    env.crash("verified written")
    env.nudge("effects", document.pk)


def _said(document: Document, system: System) -> Statement:
    """What the answer to its making stated, where that is what was meant; else it is asked for."""
    if document.stated is not None and difference(document, document.stated) is None:
        return document.stated
    return system.statement(issued_of(document))


def by_answer(document: Document, found: Issued, now: datetime) -> Follows | None:
    """What follows where the answer that made it already says what the system computed, and that is what was meant.

    None: that takes a step of its own. A difference is asked for once more, before it is disputed; a correction is
    counted against its original.
    """
    if found.stated is None or document.original_id is not None or difference(document, found.stated):
        return None
    return _follows(document, now)


def _follows(document: Document, now: datetime) -> Follows:
    return Follows(now if wishes.waiting(document) else None, _known(document))


def _known(document: Document) -> int | None:
    """The order's snapshot, where nothing in it wants another decision after this document."""
    snapshot = document.order.snapshot
    if snapshot is None or snapshot.facts is None or not after.nothing_follows(document, snapshot.facts):
        return None
    return snapshot.pk


def _not_yet(env: Env, document: Document) -> bool:
    """A list may lag behind what was just made: until the doubt horizon what it does not show is looked for again."""
    intent, now = evidence.made(document), env.clock.now()
    if intent is None or now >= intent.horizon_at:
        return False
    pause = env.pace.growing(now - intent.created_at, SOON, AGAIN)
    waits = say("%(system)s does not show %(name)s yet.", system=document.system, name=document)
    leases.release(document, min(now + pause, intent.horizon_at), reason=waits)
    return True


def _later(env: Env, document: Document, error: RemoteError) -> None:
    """It exists and cannot be checked just now: what the system says stands on it meanwhile."""
    later = env.clock.now() + env.pace.of(AGAIN)
    leases.release(document, later, reason=error.message, words=error.words)


def difference(document: Document, said: Statement) -> Message | None:
    """Where the system's figures differ from the draft's, or None."""
    if said.total != document.total:
        return say(
            "The system made it %(said)s %(currency)s, the draft says %(total)s.",
            said=said.total,
            currency=document.currency,
            total=document.total,
        )
    if said.vat is not None and said.vat != document.draft.totals.vat:
        return say(
            "The system computed %(said)s VAT, the draft says %(vat)s.",
            said=said.vat,
            vat=document.draft.totals.vat,
        )
    return None
