"""What is issued again: before it is sent, a look whether the first is undone still (DESIGN 5.11).

Who deletes a credit note by hand says so later, or never; until then our book counts its invoice as undone.
"""

from facturier.flows import account, presence
from facturier.flows.env import Env, Tape
from facturier.model.message import Message, say
from facturier.ports.budget import Urgency
from facturier.ports.system import System
from facturier.store import undoing
from facturier.store.models import Document


def stopped(env: Env, document: Document, system: System) -> Message | None:
    """Why it must not be sent just now: a credit note of what it takes the place of is gone, so that stands. A person
    is told of the credit note. Raises RemoteError."""
    if document.ordinal == 1 or document.original_id is not None:
        return None
    for credit in undoing.undone_by(document):
        there = system
        if credit.system_id != document.system_id:
            there = env.system(credit.system, Tape(), Urgency.ISSUE, until=document.lease_until)
        account.of_document(there, credit)
        if presence.missing(env, credit, there):
            presence.gone(env, credit)
            return say(
                "%(credit)s was deleted or cancelled in the system, so what it credited stands and nothing is issued "
                "in its place. Look there; then say that it is gone.",
                credit=credit,
            )
    return None
