"""What an account tells of all that is cancelled in it, against our book: also of what no walk comes by any more."""

from contextlib import suppress
from datetime import date, timedelta
from functools import partial

from facturier.flows import presence, voided
from facturier.flows.env import Env
from facturier.flows.issued import issued_of
from facturier.flows.patience import patiently
from facturier.flows.strangers import Reconciled
from facturier.ports.errors import Missing, Refused
from facturier.ports.system import Candidate, System
from facturier.store import voids
from facturier.store.models import Connection, State

WINDOW = timedelta(days=90)
"""How far back documents are looked for."""


def look(env: Env, connection: Connection, system: System, result: Reconciled) -> None:
    """Raises RemoteError."""
    if not system.capabilities.lists_cancelled:
        return
    since = (env.clock.now() - WINDOW).date()
    there = patiently(env, partial(_listed, system, since - timedelta(days=1)))
    _cancelled_here(env, connection, system, since, there)
    _cancelled_there(env, connection, since, there, result)


def _listed(system: System, since: date) -> dict[voids.Name, Candidate]:
    return {(series, seen.number.lstrip("0")): seen for series, seen in system.cancelled_since(since)}


def _cancelled_here(
    env: Env, connection: Connection, system: System, since: date, there: dict[voids.Name, Candidate]
) -> None:
    """What is not listed was restored, or deleted, or it is not told just now: a look says."""
    for document in voids.cancelled(connection, since):
        if voids.name(document) in there:
            voided.heard(env, document, True)
            continue
        with suppress(Missing, Refused):
            said = patiently(env, partial(system.statement, issued_of(document)))
            if said.total == document.total:
                voided.heard(env, document, said.cancelled)


def _cancelled_there(
    env: Env, connection: Connection, since: date, there: dict[voids.Name, Candidate], result: Reconciled
) -> None:
    for document in voids.standing(connection, since, there):
        if not presence.may_be(document, there[voids.name(document)]):
            continue
        if document.original_id is None:
            result.differs(voided.heard(env, document, True))
        elif document.state != State.ISSUED:  # verifying it takes care of that
            result.differs(presence.gone(env, document))
