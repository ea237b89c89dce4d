"""`advance`: lease a document, do the one thing that its state asks for, give it back. The heart of the house."""

from collections.abc import Callable

from facturier.flows import issue, settle, verify, wish
from facturier.flows.env import Env
from facturier.store import leases
from facturier.store.models import Document, State

Step = Callable[[Env, Document], None]


def _rest(env: Env, document: Document) -> None:
    """Nothing to do until somebody acts."""
    leases.release(document, None)


STEPS: dict[str, Step] = {
    State.READY: issue.send,
    State.SENDING: settle.lost,
    State.IN_DOUBT: settle.look,
    State.ISSUED: verify.verify,
    State.VERIFIED: wish.grant,
    State.DISPUTED: wish.grant,
    State.HELD: wish.unsent,
    State.REFUSED: wish.unsent,
    State.WITHDRAWN: wish.unsent,
    State.HELD_IN_DOUBT: _rest,
}


def advance(env: Env, document_id: int) -> bool:
    """One step. False when somebody else holds the document. May be called by anyone, at any time."""
    document = leases.lease(document_id, env.clock.now(), env.pace.of(leases.DURATION))
    if document is None:
        return False
    try:
        STEPS[document.state](env, document)
    except leases.Fenced:
        # The lease ran out in the middle and somebody else goes on; what we learned is kept as evidence.
        Document.objects.filter(pk=document_id, state=State.IN_DOUBT).update(look_at=env.clock.now())
    return True
