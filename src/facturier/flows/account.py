"""Whether a connection still leads to the account in which its documents are.

Somebody may turn it to another company. There, what was made before is absent for certain, and others have its
numbers.
"""

from facturier.model.message import say
from facturier.ports.errors import Misconfigured
from facturier.ports.system import System
from facturier.store import evidence
from facturier.store.models import Connection, Document, Intent


def same(system: System, intent: Intent | None) -> None:
    """Raises Misconfigured where `system` is another account than the intent was sent to. None: nothing was."""
    here = system.room(intent.draft) if intent is not None else None
    if intent is None or here is None or intent.position.account in ("", here.account):
        return
    raise Misconfigured(
        say(
            "Document %(reference)s was sent to another account than this connection leads to now. What became "
            "of it can only be seen there: set the connection back.",
            reference=intent.reference,
        )
    )


def of_connection(system: System, connection: Connection) -> None:
    """Raises Misconfigured where the last document of the connection is in another account."""
    same(system, evidence.newest(connection))


def of_document(system: System, document: Document) -> None:
    """Raises Misconfigured where the document is in another account."""
    same(system, evidence.made(document))
