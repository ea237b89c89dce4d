"""What people ask for an e-invoice: to send a refused one again, or one that no route asked for."""

from facturier.flows import amend, effects
from facturier.flows.env import Env
from facturier.flows.never_issued import never_issued, no_credit
from facturier.model.message import say
from facturier.ports.errors import Refused
from facturier.store import effects as planned
from facturier.store import journal, transmissions
from facturier.store.models import Document, Effect, State


def again(env: Env, document: Document, by: str, *, amended: bool = False) -> None:
    """A person has put right what the authority, or the check before it, refused: it is sent once more.

    amended: with the buyer that the order names now. Raises Refused.
    """
    facts = _amendment(env, document, by) if amended else {}
    known = transmissions.known(document)
    stuck = Effect.objects.filter(document=document, what=planned.TRANSMIT, state=Effect.State.HELD).first()
    if stuck is not None and amended:
        effects.again(env, stuck, by, facts)
        return
    if known is None or not never_issued(document):
        raise Refused(say("Only an e-invoice that was refused is sent again. Look where this one stands."))
    now = env.clock.now()
    if not transmissions.send_again(document, known.told, now, facts):
        raise Refused(say("It is being sent again already."))
    journal.note(document, say("%(by)s sends the e-invoice again.", by=by), now, by)
    env.nudge("effects", document.pk)


def _amendment(env: Env, document: Document, by: str) -> dict[str, str]:
    """Raises Refused where the buyer cannot go onto the document."""
    if not env.capabilities(document.system).amends:
        raise Refused(
            say("%(system)s lets nothing be corrected from here. Correct it there.", system=document.system)
        )
    found = amend.proposed(document)
    if found is None:
        raise Refused(
            say("The order names the very buyer that stands on %(name)s. Correct it first.", name=document)
        )
    if found.holds:
        raise Refused(found.holds[0])
    return amend.facts(found, by)


def may_be_sent(env: Env, document: Document) -> bool:
    """Whether a person may send the e-invoice of a document of which none was ever to be sent."""
    return (
        document.state == State.VERIFIED
        and planned.e_invoiced(document)
        and not document.draft.prepare_only
        and document.cancelled_at is None
        and document.gone_at is None
        and (able := env.able(document.system)) is not None
        and able.transmits
        and not document.effects.filter(what=planned.TRANSMIT).exists()
    )


def first(env: Env, document: Document, by: str) -> None:
    """Send the e-invoice of a document that was issued before the route sent any; at most once, and never beside the
    automatic one: both are the same row. Raises Refused."""
    if document.original is not None and (why := no_credit(document.original)):
        raise Refused(why)
    if not may_be_sent(env, document) or not transmissions.send_first(document, env.clock.now()):
        raise Refused(
            say("The e-invoice of %(name)s is not to be sent from here. Look where it stands.", name=document)
        )
    journal.note(document, say("%(by)s sends the e-invoice.", by=by), env.clock.now(), by)
    env.nudge("effects", document.pk)
