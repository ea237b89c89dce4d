"""A remote that is there no more answers *not now* for ever: after a while a person must see it."""

from datetime import timedelta

from facturier.flows.env import Env, Tape
from facturier.ports.errors import NotNow
from facturier.store import accounts
from facturier.store.models import Connection

PATIENCE = timedelta(hours=1)


def heard(env: Env, connection: Connection, tape: Tape, error: NotNow) -> None:
    """Note that `connection` said not now. Where no call was made (`tape` is empty), it was our own budget."""
    if tape:
        accounts.silent(connection, error, env.clock.now(), env.pace.of(PATIENCE))
