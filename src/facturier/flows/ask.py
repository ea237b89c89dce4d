"""What a person asks for an issued document: cancel, credit, re-issue. Granted by a worker (`flows.wish`)."""

import uuid
from typing import Any

from facturier.flows.env import Env
from facturier.model.message import say
from facturier.ports.errors import Refused
from facturier.store import wishes
from facturier.store.models import Document, Wish


def token(by: str) -> str:
    """The name of one click: whoever asks with the same one again asks for the same thing."""
    return f"{by}:{uuid.uuid4()}"


def ask(
    env: Env, document: Document, what: Wish.What, by: str, why: str = "", click: str = "", **facts: Any
) -> Wish:
    """Make the wish known; a repeated `click` is one wish. Raises Refused where nothing is there to undo.

    facts of a credit: see `credit.open_credit`.
    """
    if not document.number:
        raise Refused(
            say("%(name)s is %(state)s: there is nothing yet to undo.", name=document, state=document.state)
        )
    made = wishes.wish(document.order, document, what, click or token(by), by, env.clock.now(), why, **facts)
    env.nudge("document", document.pk)
    return made
