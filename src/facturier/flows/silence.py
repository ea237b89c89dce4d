"""A remote that is there no more answers *not now* for ever: after a while a person must see it."""

from datetime import timedelta

from facturier.flows.env import Env, Tape
from facturier.ports.errors import NotNow, RemoteError, Spent
from facturier.store import accounts
from facturier.store.models import Connection

PATIENCE = timedelta(hours=1)


def heard(env: Env, connection: Connection, tape: Tape, error: NotNow) -> None:
    """Note that `connection` said not now. Where no call was made (`tape` is empty), it was our own budget."""
    if tape and not isinstance(error, Spent):
        accounts.silent(connection, error, env.clock.now(), env.pace.of(PATIENCE))


def unread(env: Env, connection: Connection, error: RemoteError) -> None:
    """What was only to be read could not be. *Not now* is borne with, and the end of our own calls is no trouble;
    all else a person must see at once."""
    if isinstance(error, Spent):
        return
    connection.refresh_from_db(fields=accounts.WELL)  # a walk can be long
    if isinstance(error, NotNow):
        accounts.silent(connection, error, env.clock.now(), env.pace.of(PATIENCE))
    else:
        accounts.trouble(connection, error, env.clock.now())


def read(env: Env, connection: Connection, tape: Tape) -> None:
    """What was only to be read was, if anything: `tape` tells."""
    if tape:
        connection.refresh_from_db(fields=accounts.WELL)
        accounts.readable(connection, env.clock.now())
